package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.route.SseRoute;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may open an event stream, how many, and what a reader that does not read does to others. */
class SseLimitsTest {
  private static final SseRoute ROUTE = SseRoute.of("/events");

  private static TestServer subscribers(Consumer<PilcrowConfig> settings) {
    return TestServer.start(
        settings, (config, pilcrow) -> pilcrow.sse(ROUTE, pilcrow.hub().topic("t")::subscribe));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "Accept: text/event-stream | 200",
        "Accept: */* | 200",
        "Accept: text/html, TEXT/Event-Stream;q=0.5 | 200",
        "Accept: text/html, text/*;q=0.1 | 200",
        "X-None: 1 | 200",
        "Accept: application/json | 406",
        "Accept: text/html | 406",
        "Sec-Fetch-Site: same-origin | 200",
        "Sec-Fetch-Site: none | 200",
        "Sec-Fetch-Site: cross-site | 403",
        "Sec-Fetch-Site: same-site | 403",
        "Origin: http://evil.example | 403",
        "Origin: null | 403",
        "Origin: http://friend.example | 200",
      })
  void whoMayOpenAStream(String header, int status) throws Exception {
    try (var server = subscribers(settings -> settings.allowOrigin("http://friend.example"));
        var client = TestStream.open(server.port(), "/events", header, "Cookie: session=1")) {
      assertThat(client.status).isEqualTo(status);
      assertThat(server.pilcrow.stats().refused()).isEqualTo(status == 200 ? 0 : 1);
    }
  }

  @Test
  void theOwnOriginMayAndARefusalSaysWhatToDo() throws Exception {
    try (var server = subscribers(settings -> {})) {
      try (var own =
          TestStream.open(server.port(), "/events", "Origin: http://127.0.0.1:" + server.port())) {
        assertThat(own.status).isEqualTo(200);
      }
      var refused = server.send("GET", "/events", "Origin", "http://evil.example");
      assertThat(refused.body()).contains("allowOrigin");
      var wrong = server.send("GET", "/events", "Accept", "text/html");
      assertThat(wrong.body()).contains("Accept: text/event-stream");
    }
  }

  @Test
  void connectionsOfAnAddressAreBoundedAndPlacesComeBack() throws Exception {
    try (var server = subscribers(settings -> settings.maxConnectionsPerAddress(2));
        var first = TestStream.open(server.port(), "/events");
        var second = TestStream.open(server.port(), "/events")) {
      assertThat(List.of(first.status, second.status)).containsOnly(200);
      try (var third = TestStream.open(server.port(), "/events")) {
        assertThat(third.status).isEqualTo(429);
        assertThat(third.headers).containsKey("Retry-After");
      }
      first.leave();
      Eventually.until("a place is free", () -> server.pilcrow.stats().open() == 1);
      try (var fourth = TestStream.open(server.port(), "/events")) {
        assertThat(fourth.status).isEqualTo(200);
      }
    }
  }

  @Test
  void aReaderThatDoesNotReadDelaysNeitherPublisherNorOthersAndIsCut() throws Exception {
    FakeClock clock = new FakeClock();
    BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    try (var server =
            TestServer.start(
                settings -> {
                  clock.in(settings);
                  settings.writeTimeout(Duration.ofSeconds(10));
                },
                (config, pilcrow) ->
                    pilcrow.sse(
                        ROUTE,
                        stream -> {
                          pilcrow.hub().topic("t").subscribe(stream);
                          stream.onClose(
                              () -> ended.add(String.valueOf(stream.ctx().queryString())));
                        }));
        var stalled = TestStream.slow(server.port(), "/events?stalled");
        var reading = TestStream.open(server.port(), "/events?reading")) {
      Topic topic = server.pilcrow.hub().topic("t");
      String markup = "x".repeat(50_000);
      for (int i = 0; i < 300; i++) {
        topic.publish(WsEvent.html(i + markup, "#a"));
        assertThat(reading.next()).contains("\"html\":\"" + i + "x");
      }
      // Its buffers are full and the log has moved on, which shows when it reads again, or never.
      assertThat(ended).isEmpty();
      Eventually.until(
          "cut",
          () -> {
            // What has been read may not have been reported as written yet: that begins anew here.
            topic.publish(WsEvent.navigate("/meanwhile"));
            assertThat(reading.next()).contains("/meanwhile");
            clock.advance(Duration.ofSeconds(6));
            server.pilcrow.sweep();
            return ended.contains("stalled");
          });
      assertThat(stalled.isEnded()).isTrue();
      assertThat(server.pilcrow.stats().tooSlow()).isEqualTo(1);
      topic.publish(WsEvent.navigate("/still"));
      assertThat(reading.next()).contains("/still");
    }
  }

  @Test
  void aReaderThatTheLogHasMovedPastIsCutWhenItReadsAgain() throws Exception {
    FakeClock clock = new FakeClock();
    try (var server = subscribers(clock::in);
        var slow = TestStream.slow(server.port(), "/events")) {
      Topic topic = server.pilcrow.hub().topic("t");
      for (int i = 0; i < 300; i++) {
        topic.publish(WsEvent.html(i + "x".repeat(50_000), "#a"));
      }
      assertThat(slow.isEnded()).isTrue();
      Eventually.until("counted", () -> server.pilcrow.stats().tooSlow() == 1);
    }
  }

  @Test
  void aFullQueueCutsTheStreamAndTheSenderHearsOfIt() throws Exception {
    BlockingQueue<String> results = new LinkedBlockingQueue<>();
    SseHandler flooding =
        stream -> {
          while (stream.send(WsEvent.html("x".repeat(100_000), "#a"))
              == dev.pilcrow.ws.SendResult.QUEUED) {
            results.add("queued");
          }
          results.add("closed");
        };
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.sse(ROUTE, flooding));
        var slow = TestStream.slow(server.port(), "/events")) {
      Eventually.until("full", () -> results.contains("closed"));
      assertThat(slow.isEnded()).isTrue();
      assertThat(server.pilcrow.stats().tooSlow()).isEqualTo(1);
    }
  }

  @Test
  void everyClientHearsSomethingEveryFifteenSeconds() throws Exception {
    FakeClock clock = new FakeClock();
    try (var server = subscribers(clock::in);
        var plain = TestStream.open(server.port(), "/events");
        var silcrow = TestStream.open(server.port(), "/events?silcrow=1")) {
      assertThat(plain.block()).isEqualTo(":");
      assertThat(silcrow.block()).startsWith("event: hello");
      assertThat(plain.block()).as("where it starts").startsWith("id: ");
      assertThat(silcrow.block()).contains("event: skip");
      for (int i = 0; i < 3; i++) {
        clock.advance(Duration.ofSeconds(14));
        server.pilcrow.sweep();
        clock.advance(Duration.ofSeconds(1));
        sweepUntilHeard(server, plain);
        sweepUntilHeard(server, silcrow);
        assertThat(plain.block()).isEqualTo(":");
        assertThat(silcrow.block()).isEqualTo("event: ping\ndata: {}");
      }
      server.pilcrow.hub().topic("t").publish(WsEvent.navigate("/x"));
      assertThat(plain.block()).contains("/x");
      assertThat(silcrow.block()).contains("/x");
    }
  }

  private static void sweepUntilHeard(TestServer server, TestStream client) throws Exception {
    Eventually.until(
        "a sign of life",
        () -> {
          server.pilcrow.sweep();
          return client.hasMore();
        });
  }

  @Test
  void aHeartbeatShorterThanThatIsKeptToo() throws Exception {
    FakeClock clock = new FakeClock();
    try (var server =
            subscribers(
                settings -> {
                  clock.in(settings);
                  settings.heartbeat(Duration.ofSeconds(2), Duration.ofSeconds(2));
                });
        var client = TestStream.open(server.port(), "/events?silcrow=1")) {
      assertThat(client.block()).contains("\"heartbeat\":2000");
      assertThat(client.block()).contains("event: skip");
      clock.advance(Duration.ofSeconds(2));
      sweepUntilHeard(server, client);
      assertThat(client.block()).startsWith("event: ping");
    }
  }

  @Test
  void theServersIdleTimeoutIsNotForStreams() throws Exception {
    try (var server = subscribers(settings -> {})) {
      ((ServerConnector) server.app.jettyServer().server().getConnectors()[0])
          .setIdleTimeout(1_000);
      try (var stream = TestStream.open(server.port(), "/events");
          var idle = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        assertThat(stream.block()).isEqualTo(":");
        assertThat(idle.getInputStream().read()).as("closed by the server").isEqualTo(-1);
        server.pilcrow.hub().topic("t").publish(WsEvent.navigate("/x"));
        assertThat(stream.next()).contains("/x");
      }
    }
  }

  @Test
  void stoppingTellsEveryClientWhenToComeBackAndEndsEveryThread() throws Exception {
    TestServer server =
        TestServer.start(
            (config, pilcrow) ->
                pilcrow.sse(
                    ROUTE,
                    stream ->
                        stream.interval(Duration.ofMillis(10), () -> WsEvent.custom("tick", 1))));
    try (var plain = TestStream.open(server.port(), "/events");
        var silcrow = TestStream.open(server.port(), "/events?silcrow=1")) {
      assertThat(plain.next()).contains("tick");
      assertThat(silcrow.next()).contains("hello");
      server.close();
      assertThat(plain.isEnded()).isTrue();
      assertThat(silcrow.rest())
          .contains("event: drain\ndata: {\"retryAfterMs\":")
          .endsWith("event: close\ndata: {\"code\":1012,\"reason\":\"service restart\"}\n\n");
      assertThat(server.pilcrow.stats().open()).isZero();
      Eventually.until("no thread of ours is left", () -> threads("pilcrow-") == 0);
    }
  }

  private static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }

  @Test
  void idleStreamsHoldNoThreadEach() throws Exception {
    List<TestStream> clients = new ArrayList<>();
    try (var server = subscribers(settings -> settings.maxConnectionsPerAddress(1_000))) {
      clients.add(TestStream.open(server.port(), "/events"));
      assertThat(clients.get(0).block()).isEqualTo(":");
      long before = Thread.activeCount();
      for (int i = 1; i < 500; i++) {
        clients.add(TestStream.open(server.port(), "/events"));
      }
      Topic topic = server.pilcrow.hub().topic("t");
      Eventually.until("all subscribed", () -> topic.subscribers() == 500);
      topic.publish(WsEvent.navigate("/all"));
      for (TestStream client : clients) {
        assertThat(client.next()).contains("/all");
      }
      assertThat(Thread.activeCount() - before).isLessThan(60);
      for (TestStream client : clients) {
        client.close();
      }
      Eventually.until("all are noticed to be gone", () -> server.pilcrow.stats().open() == 0);
      Eventually.until("none subscribed", () -> topic.subscribers() == 0);
    } finally {
      for (TestStream client : clients) {
        client.close();
      }
    }
  }
}
