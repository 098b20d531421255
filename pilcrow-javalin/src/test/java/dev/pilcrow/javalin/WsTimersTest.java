package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Pings, silence, slow readers and stuck handlers, with a clock moved by hand. */
class WsTimersTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/t");

  private final FakeClock clock = new FakeClock();

  private TestServer serve(WsHandler handler) {
    return TestServer.start(clock::in, (config, pilcrow) -> pilcrow.ws(ROUTE, handler));
  }

  private void later(TestServer server, Duration duration) {
    clock.advance(duration);
    server.pilcrow.sweep();
  }

  private static void open(TestServer server) throws Exception {
    Eventually.until("open", () -> server.pilcrow.stats().opened() == 1);
  }

  @Test
  void connectionsArePingedAndLiveOnWhileTheyAnswer() throws Exception {
    try (var server = serve(stream -> stream.receive());
        var client = new RawSocket(server.port(), "/ws/t")) {
      open(server);
      for (int i = 0; i < 5; i++) {
        later(server, Duration.ofSeconds(25));
        RawSocket.Frame ping = client.read();
        assertThat(ping.opcode()).isEqualTo(RawSocket.PING);
        client.frame(true, RawSocket.PONG, ping.payload());
        // The pong has been read when this, sent behind it, is answered.
        client.frame(true, RawSocket.PING, new byte[] {1});
        assertThat(client.read().opcode()).isEqualTo(RawSocket.PONG);
      }
      assertThat(server.pilcrow.stats().open()).isEqualTo(1);
    }
  }

  @Test
  void theWatchdogSweepsByItself() throws Exception {
    try (var server =
            TestServer.start(
                settings -> settings.heartbeat(Duration.ofMillis(100), Duration.ofMillis(300)),
                (config, pilcrow) -> pilcrow.ws(ROUTE, stream -> stream.receive()));
        var client = new RawSocket(server.port(), "/ws/t")) {
      assertThat(client.readClose()).isEqualTo(1001);
    }
  }

  @Test
  void aPeerThatDoesNotAnswerAPingIsClosedWith1001() throws Exception {
    try (var server = serve(stream -> stream.receive());
        var client = new RawSocket(server.port(), "/ws/t")) {
      open(server);
      later(server, Duration.ofSeconds(25));
      assertThat(client.read().opcode()).isEqualTo(RawSocket.PING);
      later(server, Duration.ofSeconds(9));
      assertThat(server.pilcrow.stats().open()).isEqualTo(1);
      later(server, Duration.ofSeconds(2));
      assertThat(client.readClose()).isEqualTo(1001);
    }
  }

  @Test
  void thePongDeadlineHoldsWithAShorterHeartbeat() throws Exception {
    try (var server =
            TestServer.start(
                settings -> {
                  clock.in(settings);
                  settings.heartbeat(Duration.ofSeconds(2), Duration.ofSeconds(7));
                },
                (config, pilcrow) -> pilcrow.ws(ROUTE, stream -> stream.receive()));
        var client = new RawSocket(server.port(), "/ws/t")) {
      open(server);
      for (int i = 0; i < 5; i++) {
        later(server, Duration.ofSeconds(2));
      }
      assertThat(client.readClose()).isEqualTo(1001);
    }
  }

  @Test
  void silenceEndsAConnectionWith1001() throws Exception {
    try (var server =
            TestServer.start(
                settings -> {
                  clock.in(settings);
                  settings
                      .heartbeat(Duration.ofHours(1), Duration.ofHours(1))
                      .idleTimeout(Duration.ofSeconds(60));
                },
                (config, pilcrow) -> pilcrow.ws(ROUTE, stream -> stream.receive()));
        var client = new RawSocket(server.port(), "/ws/t")) {
      open(server);
      later(server, Duration.ofSeconds(59));
      assertThat(server.pilcrow.stats().open()).isEqualTo(1);
      later(server, Duration.ofSeconds(2));
      assertThat(client.readClose()).isEqualTo(1001);
    }
  }

  @Test
  void silcrowClientsSeeASignOfLifeWhenNothingElseWasSent() throws Exception {
    try (var server = serve(stream -> stream.receive());
        var client = new RawSocket(server.port(), "/ws/t?silcrow=1")) {
      assertThat(client.read().text()).contains("hello");
      Eventually.until("hello is written", () -> server.pilcrow.stats().frames() == 1);
      later(server, Duration.ofSeconds(25));
      assertThat(client.read(RawSocket.TEXT).text()).isEqualTo("{\"type\":\"ping\"}");
    }
  }

  @Test
  void aStuckHandlerMakesThePeerWaitAndIsThenClosedWith1013() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (var server =
            TestServer.start(
                settings -> {
                  clock.in(settings);
                  settings.receiveQueue(4);
                },
                (config, pilcrow) -> pilcrow.ws(ROUTE, stream -> release.await()));
        var client = new RawSocket(server.port(), "/ws/t")) {
      open(server);
      for (int i = 0; i < 6; i++) {
        client.text("{\"event\":\"e\"}");
      }
      Eventually.until("the queue is full", () -> server.pilcrow.waitingMessages() == 4);
      later(server, Duration.ofSeconds(29));
      assertThat(server.pilcrow.waitingMessages()).isEqualTo(4);
      assertThat(server.pilcrow.stats().open()).isEqualTo(1);
      later(server, Duration.ofSeconds(2));
      assertThat(server.pilcrow.stats().tooSlow()).isEqualTo(1);
      assertThat(client.readClose()).isEqualTo(1013);
      release.countDown();
    }
  }

  @Test
  void aBusyHandlerIsNoSilentPeer() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    WsHandler busy =
        stream -> {
          release.await();
          for (WsEvent event : stream.events()) {
            stream.send(event);
          }
        };
    try (var server =
            TestServer.start(
                settings -> {
                  clock.in(settings);
                  settings.receiveQueue(1).handlerTimeout(Duration.ofMinutes(10));
                },
                (config, pilcrow) -> pilcrow.ws(ROUTE, busy));
        var client = new RawSocket(server.port(), "/ws/t")) {
      open(server);
      client.text("{\"event\":\"a\"}").text("{\"event\":\"b\"}");
      Eventually.until("the queue is full", () -> server.pilcrow.waitingMessages() == 1);
      for (int i = 0; i < 10; i++) {
        later(server, Duration.ofSeconds(25));
      }
      release.countDown();
      assertThat(client.read(RawSocket.TEXT).text()).contains("\"a\"");
      assertThat(client.read(RawSocket.TEXT).text()).contains("\"b\"");
      later(server, Duration.ofSeconds(1));
      assertThat(server.pilcrow.stats().open()).isEqualTo(1);
    }
  }

  @Test
  void aReaderThatDoesNotReadIsClosedWith1013AndCutSoonAfter() throws Exception {
    String markup = "x".repeat(20_000);
    try (var server =
            TestServer.start(
                settings -> {
                  clock.in(settings);
                  settings
                      .sendQueue(1_000, 100_000_000)
                      .heartbeat(Duration.ofHours(1), Duration.ofHours(1))
                      .idleTimeout(Duration.ofHours(1))
                      .writeTimeout(Duration.ofSeconds(10));
                },
                (config, pilcrow) ->
                    pilcrow.ws(
                        ROUTE,
                        stream -> {
                          for (int i = 0; i < 1_000; i++) {
                            stream.send(WsEvent.html(markup, "#x"));
                          }
                          stream.receive();
                        }));
        var client = RawSocket.slow(server.port(), "/ws/t")) {
      open(server);
      Eventually.until(
          "stuck for too long",
          () -> {
            later(server, Duration.ofSeconds(11));
            return server.pilcrow.stats().tooSlow() == 1;
          });
      later(server, Duration.ofSeconds(6));
      Eventually.until("cut", () -> server.pilcrow.stats().open() == 0);
      assertThat(client.isCut()).isTrue();
    }
  }

  @Test
  void aMessageThatNeverEndsIsClosedWith1008() throws Exception {
    try (var server = serve(stream -> stream.receive());
        var client = new RawSocket(server.port(), "/ws/t")) {
      open(server);
      client.frame(false, RawSocket.TEXT, "{".getBytes(StandardCharsets.UTF_8));
      client.frame(true, RawSocket.PING, new byte[0]);
      assertThat(client.read().opcode()).isEqualTo(RawSocket.PONG);
      for (int i = 0; i < 4; i++) {
        later(server, Duration.ofSeconds(9));
        client.frame(true, RawSocket.PING, new byte[0]);
        if (i < 3) {
          assertThat(client.read(RawSocket.PONG).opcode()).isEqualTo(RawSocket.PONG);
        }
      }
      assertThat(client.readClose()).isEqualTo(1008);
    }
  }

  @Test
  void aPeerThatDoesNotAnswerACloseIsCut() throws Exception {
    try (var server = serve(stream -> {});
        var client = new RawSocket(server.port(), "/ws/t")) {
      assertThat(client.read().closeCode()).isEqualTo(1000);
      later(server, Duration.ofSeconds(4));
      assertThat(server.pilcrow.stats().open()).isEqualTo(1);
      later(server, Duration.ofSeconds(2));
      Eventually.until("cut", () -> server.pilcrow.stats().open() == 0);
    }
  }
}
