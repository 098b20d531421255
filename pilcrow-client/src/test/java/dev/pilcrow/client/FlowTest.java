package dev.pilcrow.client;

import static dev.pilcrow.client.RawServer.STRINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsReceive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bounds in both directions, and the ways to read. */
@Timeout(60)
class FlowTest {
  @Test
  void theQueueIsBounded() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS, SocketOptions.defaults().queue(2))) {
      var first = socket.sendAsync("a");
      var second = socket.sendAsync("b");
      assertThatThrownBy(() -> socket.sendAsync("c").get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(WsException.Capacity.class)
          .hasMessageContaining("at most 2 messages");
      try (var peer = server.open()) {
        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(SendResult.QUEUED);
        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(SendResult.QUEUED);
        assertThat(peer.read()).isEqualTo("\u0001\"a\"");
        assertThat(peer.read()).isEqualTo("\u0001\"b\"");
        peer.sendClose(1000, "");
      }
    }
  }

  @Test
  void sendWaitsForRoomAndForTheConnection() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS, SocketOptions.defaults().queue(1))) {
      var unused = socket.sendAsync("a");
      var sent = new CompletableFuture<SendResult>();
      Thread sender =
          new Thread(
              () -> {
                try {
                  sent.complete(socket.send("b"));
                } catch (InterruptedException e) {
                  sent.completeExceptionally(e);
                }
              });
      sender.start();
      Eventually.until("waiting", () -> sender.getState() == Thread.State.WAITING);
      try (var peer = server.open()) {
        assertThat(sent.get(20, TimeUnit.SECONDS)).isEqualTo(SendResult.QUEUED);
        assertThat(peer.read()).isEqualTo("\u0001\"a\"");
        assertThat(peer.read()).isEqualTo("\u0001\"b\"");
        peer.sendClose(1000, "");
      }
    }
  }

  @Test
  void whatCannotBeEncodedIsAnErrorBeforeAnyWait() throws Exception {
    var channel = WsChannel.of(WsRoute.of("/ws"), Codecs.cbor(), String.class, String.class);
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(channel)) {
      assertThatThrownBy(() -> socket.send("\ud83d")).isInstanceOf(IllegalArgumentException.class);
      assertThat(socket.state()).isEqualTo(SocketState.CONNECTING);
    }
  }

  /** With a full inbox nothing is read, so the server's writes block in the end. */
  @Test
  void aSlowReaderMakesTheServerWait() throws Exception {
    AtomicInteger written = new AtomicInteger();
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS, SocketOptions.defaults().inbox(4));
        var peer = server.open()) {
      int all = 4_000;
      String text = '"' + "x".repeat(10_000) + '"';
      Thread writer =
          new Thread(
              () -> {
                try {
                  while (written.get() < all) {
                    peer.text(text);
                    written.incrementAndGet();
                  }
                } catch (IOException e) {
                  written.set(-1);
                }
              });
      writer.setDaemon(true);
      writer.start();
      int[] last = {-1, 0};
      Eventually.until(
          "the writer to stop",
          () -> {
            int now = written.get();
            last[1] = now == last[0] ? last[1] + 1 : 0;
            last[0] = now;
            return last[1] > 500;
          });
      assertThat(written.get()).isBetween(1, all - 1);
      for (int i = 0; i < all; i++) {
        assertThat(socket.receive()).isInstanceOf(WsReceive.Message.class);
      }
      writer.join(20_000);
      assertThat(written.get()).isEqualTo(all);
      peer.sendClose(1000, "");
    }
  }

  @Test
  void oneReaderAtATime() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.open()) {
      var first = socket.receiveAsync();
      assertThatThrownBy(socket::receive)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("one reader at a time");
      assertThat(first.cancel(false)).isTrue();
      peer.text("\"for the next\"");
      assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>("for the next"));
      peer.sendClose(1000, "");
    }
  }

  @Test
  void aReaderThatGivesUpTakesNothing() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.open()) {
      assertThat(socket.receive(Duration.ofMillis(20))).isEmpty();
      Thread.currentThread().interrupt();
      assertThatThrownBy(socket::receive).isInstanceOf(InterruptedException.class);
      peer.text("\"kept\"");
      assertThat(socket.receive(Duration.ofSeconds(20))).contains(new WsReceive.Message<>("kept"));
      peer.sendClose(1000, "");
    }
  }

  /** Requests by hand, so that the test decides how many messages flow. */
  private static final class Recorder implements Flow.Subscriber<String> {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final CompletableFuture<String> end = new CompletableFuture<>();
    Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
    }

    Recorder request(long n) {
      if (subscription != null) {
        subscription.request(n);
      }
      return this;
    }

    @Override
    public void onNext(String item) {
      heard.add(item);
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(failure.getClass().getSimpleName());
    }

    @Override
    public void onComplete() {
      end.complete("complete");
    }
  }

  @Test
  void aPublisherGivesWhatIsRequested() throws Exception {
    List<String> reasons = new CopyOnWriteArrayList<>();
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS, SocketOptions.defaults().onMalformed(reasons::add));
        var peer = server.open()) {
      Recorder recorder = new Recorder();
      socket.publisher().subscribe(recorder);
      recorder.request(2);
      peer.text("\"a\"").text("{").text("\"b\"").text("\"c\"");
      Eventually.until("two", () -> recorder.heard.size() == 2);
      assertThat(recorder.heard).containsExactly("a", "b");
      assertThat(reasons).hasSize(1);
      recorder.request(Long.MAX_VALUE).request(Long.MAX_VALUE);
      Eventually.until("three", () -> recorder.heard.size() == 3);
      peer.sendClose(1000, "");
      assertThat(recorder.end.get(20, TimeUnit.SECONDS)).isEqualTo("complete");
    }
  }

  @Test
  void aPublisherFailsWithTheConnection() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS)) {
      Recorder recorder = new Recorder();
      socket.publisher().subscribe(recorder);
      recorder.request(1);
      server.open().close();
      assertThat(recorder.end.get(20, TimeUnit.SECONDS)).isEqualTo("Transport");
    }
  }

  @Test
  void aCancelledSubscriptionTakesNothing() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.open()) {
      Recorder recorder = new Recorder();
      socket.publisher().subscribe(recorder);
      recorder.request(1);
      if (recorder.subscription != null) {
        recorder.subscription.cancel();
      }
      peer.text("\"for another\"");
      assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>("for another"));
      assertThat(recorder.heard).isEmpty();
      Recorder wrong = new Recorder();
      socket.publisher().subscribe(wrong);
      wrong.request(0);
      assertThat(wrong.end.get(20, TimeUnit.SECONDS)).isEqualTo("IllegalArgumentException");
      peer.sendClose(1000, "");
    }
  }

  @Test
  void manyMessagesAreReadInOrder() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.open()) {
      Thread writer =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 5_000; i++) {
                    peer.text("\"" + i + "\"");
                  }
                  peer.sendClose(1000, "");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      writer.start();
      List<String> heard = new ArrayList<>();
      socket.messages().forEach(heard::add);
      assertThat(heard).hasSize(5_000);
      for (int i = 0; i < 5_000; i++) {
        assertThat(heard.get(i)).isEqualTo(Integer.toString(i));
      }
    }
  }
}
