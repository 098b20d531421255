package dev.pilcrow.javalin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.TopicLogException;
import dev.pilcrow.hub.TopicLogs;
import dev.pilcrow.route.SseRoute;
import dev.pilcrow.route.WsRoute;
import io.javalin.http.Handler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Access that is withdrawn from somebody whose stream is only being opened. */
class RevocationTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/{user}");
  private static final WsChannel<String, String> TYPED =
      WsChannel.of(WsRoute.of("/typed/{user}"), Codecs.json(), String.class, String.class);

  private final FakeClock clock = new FakeClock();

  @Test
  void aStreamThatWasOnItsWayWhenItsUserWasRevokedEndsToo() throws Exception {
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch revoked = new CountDownLatch(1);
    try (var server =
        TestServer.start(
            (config, pilcrow) ->
                pilcrow.ws(
                    ROUTE,
                    stream -> {
                      if (stream.pathParam("user").equals("late")) {
                        opened.countDown();
                        revoked.await();
                      }
                      stream.user("alice");
                      pilcrow.hub().topic("t").subscribe(stream);
                      stream.receive();
                    }))) {
      try (var early = TestSocket.open(server.ws("/ws/early"));
          var late = TestSocket.open(server.ws("/ws/late"))) {
        Eventually.until("subscribed", () -> server.pilcrow.hub().topic("t").subscribers() == 1);
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
        server.pilcrow.hub().revoke("alice");
        assertThat(early.closeCode()).isEqualTo(4403);
        revoked.countDown();
        assertThat(late.closeCode()).isEqualTo(4403);
      }
    }
  }

  @Test
  void theFirstStreamOfAMachineIsOnItsWayToo() throws Exception {
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch revoked = new CountDownLatch(1);
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        ROUTE,
                        stream -> {
                          opened.countDown();
                          revoked.await();
                          stream.user("alice");
                          stream.receive();
                        }));
        var first = TestSocket.open(server.ws("/ws/first"))) {
      assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
      server.pilcrow.hub().revoke("alice");
      revoked.countDown();
      assertThat(first.closeCode()).isEqualTo(4403);
    }
  }

  @Test
  void whoWasLetInJustBeforeTheWithdrawalIsOnTheirWayToo() throws Exception {
    Semaphore letIn = new Semaphore(0);
    CountDownLatch revoked = new CountDownLatch(1);
    Handler check =
        ctx -> {
          letIn.release();
          revoked.await();
        };
    try (var server =
        TestServer.start(
            (config, pilcrow) -> {
              config.routes.wsBeforeUpgrade(check);
              config.routes.before("/events/{user}", check);
              pilcrow
                  .ws(
                      ROUTE,
                      stream -> {
                        stream.user(stream.pathParam("user"));
                        stream.receive();
                      })
                  .ws(
                      TYPED,
                      stream -> {
                        stream.user(stream.pathParam("user"));
                        stream.receive();
                      })
                  .sse(
                      SseRoute.of("/events/{user}"),
                      stream -> stream.user(stream.pathParam("user")));
            })) {
      var socket = inBackground(() -> TestSocket.open(server.ws("/ws/alice")).closeCode());
      var typed = inBackground(() -> TestSocket.open(server.ws("/typed/alice")).closeCode());
      var fallback = inBackground(() -> rest(server, "/ws/alice?silcrow=1"));
      var stream = inBackground(() -> rest(server, "/events/alice?silcrow=1"));
      assertThat(letIn.tryAcquire(4, 20, TimeUnit.SECONDS)).isTrue();
      server.pilcrow.hub().revoke("alice");
      revoked.countDown();
      assertThat(socket.get(20, TimeUnit.SECONDS)).isEqualTo(4403);
      assertThat(typed.get(20, TimeUnit.SECONDS)).isEqualTo(4403);
      assertThat(fallback.get(20, TimeUnit.SECONDS)).contains("{\"code\":4403,");
      assertThat(stream.get(20, TimeUnit.SECONDS)).contains("{\"code\":4403,");
    }
  }

  /** A server whose topics are away at its start, and whose streams wait to name their user. */
  private TestServer startedWithoutTopics(AtomicBoolean away, CountDownLatch back) {
    SharedLogs shared = new SharedLogs();
    TopicLogs logs =
        (topic, limits, onNews) -> {
          if (away.get()) {
            throw new TopicLogException("the topics are away", null);
          }
          return shared.open(topic, limits, onNews);
        };
    return TestServer.start(
        settings -> {
          clock.in(settings);
          settings.topics(logs);
        },
        (config, pilcrow) ->
            pilcrow.ws(
                ROUTE,
                stream -> {
                  back.await();
                  stream.user("alice");
                  stream.send(WsEvent.custom("in", 1));
                  stream.receive();
                }));
  }

  @Test
  void whoeverOpenedBeforeWithdrawalsWereHeardOfStartsOver() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    CountDownLatch back = new CountDownLatch(1);
    var log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(log, true, UTF_8));
    try (var server = startedWithoutTopics(away, back)) {
      try (var early = TestSocket.open(server.ws("/ws/early"));
          var other = TestSocket.open(server.ws("/ws/other"))) {
        Eventually.until("open", () -> server.pilcrow.stats().open() == 2);
        clock.advance(Duration.ofMillis(1));
        away.set(false);
        back.countDown();
        assertThat(early.closeCode()).as("its page comes back at once").isEqualTo(1012);
        assertThat(other.closeCode()).isEqualTo(1012);
      }
      assertThat(log.toString(UTF_8).lines().filter(line -> line.contains("Withdrawals of")))
          .as("one line when it begins, one when it ends, whatever is open")
          .satisfiesExactly(
              line -> assertThat(line).contains("Withdrawals of access are not heard of yet"),
              line -> assertThat(line).contains("connections are open"));
      clock.advance(Duration.ofMillis(1));
      try (var again = TestSocket.open(server.ws("/ws/again"))) {
        assertThat(again.next()).contains("\"in\"");
      }
    } finally {
      System.setErr(before);
    }
  }

  private static String rest(TestServer server, String path) throws Exception {
    try (var stream = TestStream.open(server.port(), path)) {
      return stream.rest();
    }
  }

  private static <T> FutureTask<T> inBackground(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    new Thread(future).start();
    return future;
  }
}
