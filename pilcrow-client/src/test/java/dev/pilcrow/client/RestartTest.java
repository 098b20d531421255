package dev.pilcrow.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.client.EchoProcess.Echo;
import dev.pilcrow.testing.Ports;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server is killed and started again while messages go both ways without a pause. */
@Timeout(120)
class RestartTest {
  private static final int QUEUE = 500;
  private static final int ENOUGH = 1_000;

  /** Behind this is a ping's interval of 25 s, if the JDK's client loses the end. */
  private static final Duration LOSS = Duration.ofSeconds(60);

  private static final SocketOptions OPTIONS =
      SocketOptions.defaults().queue(QUEUE).reconnect(lost -> Optional.of(Duration.ofMillis(50)));

  private final List<SocketState> states = new CopyOnWriteArrayList<>();

  /** What each server has echoed. */
  private final List<Queue<Integer>> echoes =
      List.of(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());

  /** Numbers, one after the other, as fast as the queue takes them. */
  private static final class Load extends Thread {
    private final TypedSocket<Integer, Echo> socket;
    private final Semaphore room = new Semaphore(QUEUE);
    private final List<CompletableFuture<SendResult>> sent = new ArrayList<>();

    /** The newest number; written by this thread only. */
    private volatile int newest;

    private volatile boolean stopped;

    Load(TypedSocket<Integer, Echo> socket) {
      super("load");
      this.socket = socket;
      setDaemon(true);
    }

    @Override
    public void run() {
      while (!stopped) {
        room.acquireUninterruptibly();
        int number = newest + 1;
        newest = number;
        sent.add(socket.sendAsync(number).whenComplete((result, failure) -> room.release()));
      }
    }

    boolean queueIsFull() {
      return room.availablePermits() == 0;
    }

    /** Stops, and returns what became of every message. */
    List<SendResult> end() throws InterruptedException {
      stopped = true;
      join();
      return sent.stream().map(CompletableFuture::join).distinct().toList();
    }
  }

  private void read(TypedSocket<Integer, Echo> socket) {
    for (Echo echo : socket.messages()) {
      echoes.get(echo.server()).add(echo.number());
    }
  }

  private void awaitEchoes(int server) throws Exception {
    Eventually.until("echoes of server " + server, () -> echoes.get(server).size() >= ENOUGH);
  }

  @Test
  void whatWasQueuedArrivesInOrderAndTheStatesAreSeenInOrder() throws Exception {
    int port = Ports.free();
    try (var client = WsClient.to("http://127.0.0.1:" + port);
        var socket = client.connect(EchoProcess.CHANNEL, OPTIONS)) {
      List<Integer> handedAtLoss = new CopyOnWriteArrayList<>();
      var load = new Load(socket);
      socket.onState(
          state -> {
            states.add(state);
            if (state == SocketState.CONNECTING) {
              handedAtLoss.add(load.newest);
            }
          });
      var reader = new Thread(() -> read(socket), "reader");
      reader.setDaemon(true);
      reader.start();
      load.start();
      Eventually.until("a full queue", load::queueIsFull);
      try (var first = EchoProcess.start(port, 0)) {
        awaitEchoes(0);
        first.kill();
      }
      Eventually.until("the loss", LOSS, () -> handedAtLoss.size() == 1);
      Eventually.until("a full queue", load::queueIsFull);
      try (var second = EchoProcess.start(port, 1)) {
        awaitEchoes(1);
        assertThat(load.end()).containsExactly(SendResult.QUEUED);
        Eventually.until("the last echo", () -> echoes.get(1).contains(load.newest));
        socket.close(WsClose.NORMAL).get(20, TimeUnit.SECONDS);
        assertThat(second.isAlive()).isTrue();
      }
      reader.join(20_000);
      assertThat(states)
          .containsExactly(
              SocketState.OPEN,
              SocketState.CONNECTING,
              SocketState.OPEN,
              SocketState.CLOSING,
              SocketState.CLOSED);
      List<Integer> before = withoutGap(echoes.get(0));
      List<Integer> after = withoutGap(echoes.get(1));
      assertThat(before.get(0)).isEqualTo(1);
      // The one that was being written when the connection broke may come twice.
      assertThat(after.get(0))
          .isGreaterThanOrEqualTo(before.get(before.size() - 1))
          .as("what was queued")
          .isLessThanOrEqualTo(handedAtLoss.get(0) + 1);
      assertThat(after.get(after.size() - 1)).isEqualTo(load.newest);
    }
  }

  private static List<Integer> withoutGap(Queue<Integer> echoes) {
    List<Integer> numbers = List.copyOf(echoes);
    int first = numbers.get(0);
    assertThat(numbers).isEqualTo(IntStream.range(first, first + numbers.size()).boxed().toList());
    return numbers;
  }
}
