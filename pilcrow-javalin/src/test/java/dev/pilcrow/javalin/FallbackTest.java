package dev.pilcrow.javalin;

import static dev.pilcrow.javalin.Upstream.key;
import static dev.pilcrow.javalin.Upstream.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import io.javalin.http.ForbiddenResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket routes without WebSockets: an event stream down, requests up, the same handlers. */
class FallbackTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/rooms/{room}");
  static final String PATH = "/ws/rooms/a?silcrow=1";

  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

  /** Answers with the room, the event's name and a number, until "stop". */
  private final WsHandler loop =
      stream -> {
        int n = 0;
        for (WsEvent event : stream.events()) {
          String name = ((WsEvent.Custom) event).event();
          if (name.equals("stop")) {
            break;
          }
          stream.send(WsEvent.custom(stream.pathParam("room") + " " + name, ++n));
        }
        calls.add("loop ended");
      };

  private static TestServer serve(Consumer<PilcrowConfig> settings, WsHandler handler) {
    return TestServer.start(settings, (config, pilcrow) -> pilcrow.ws(ROUTE, handler));
  }

  private String called() throws InterruptedException {
    return calls.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void aLoopServesBothWaysAndEndsTheStreamWhenItReturns() throws Exception {
    try (var server = serve(settings -> {}, loop);
        var client = TestStream.open(server.port(), PATH)) {
      String key = key(client);
      assertThat(post(server, key, 1, "{\"event\":\"x\"}")).isEqualTo(204);
      assertThat(client.next()).isEqualTo("event: custom\ndata: {\"event\":\"a x\",\"data\":1}");
      assertThat(post(server, key, 2, "{\"event\":\"y\"}")).isEqualTo(204);
      assertThat(client.next()).contains("\"a y\",\"data\":2");
      assertThat(post(server, key, 3, "{\"event\":\"stop\"}")).isEqualTo(204);
      assertThat(client.next()).isEqualTo("event: close\ndata: {\"code\":1000,\"reason\":\"\"}");
      assertThat(client.isEnded()).isTrue();
      assertThat(called()).isEqualTo("loop ended");
      assertThat(post(server, key, 4, "{\"event\":\"x\"}")).isEqualTo(404);
      assertThat(server.pilcrow.stats().received()).isEqualTo(3);
      Eventually.until("closed", () -> server.pilcrow.stats().open() == 0);
    }
  }

  @Test
  void switchedOffThereIsNothingButTheSocket() throws Exception {
    try (var server = serve(settings -> settings.noFallback(), loop);
        var client = TestStream.open(server.port(), PATH);
        var socket = TestSocket.open(server.ws("/ws/rooms/a"))) {
      assertThat(client.status).isEqualTo(426);
      assertThat(post(server, "any", 1, "{\"event\":\"x\"}")).isEqualTo(404);
      socket.send("{\"event\":\"x\"}");
      assertThat(socket.next()).contains("a x");
    }
  }

  @Test
  void callbacksServeTooAndSeeTheClose() throws Exception {
    WsCallbacks callbacks =
        WsCallbacks.create()
            .onOpen(stream -> stream.send(WsEvent.navigate("/opened")))
            .onEvent((stream, event) -> stream.send(event))
            .onMalformed((stream, reason) -> calls.add("malformed"))
            .onClose((stream, close) -> calls.add("close " + close.code()));
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.ws(ROUTE, callbacks));
        var client = TestStream.open(server.port(), PATH)) {
      String key = key(client);
      assertThat(client.next()).contains("/opened");
      assertThat(post(server, key, 1, "nonsense")).isEqualTo(204);
      assertThat(called()).isEqualTo("malformed");
      assertThat(post(server, key, 2, new byte[] {1}, "application/octet-stream")).isEqualTo(204);
      assertThat(called()).isEqualTo("malformed");
      assertThat(post(server, key, 3, "{\"event\":\"zoë\"}")).isEqualTo(204);
      assertThat(client.next()).contains("zoë");
      client.leave();
      assertThat(called()).isEqualTo("close 1006");
    }
  }

  @Test
  void aMessageThatIsSentAgainIsNotHandledAgain() throws Exception {
    try (var server = serve(settings -> {}, loop);
        var client = TestStream.open(server.port(), PATH)) {
      String key = key(client);
      for (int i = 0; i < 3; i++) {
        assertThat(post(server, key, 1, "{\"event\":\"x\"}")).isEqualTo(204);
      }
      assertThat(post(server, key, 2, "{\"event\":\"y\"}")).isEqualTo(204);
      assertThat(client.next()).contains("\"a x\",\"data\":1");
      assertThat(client.next()).contains("\"a y\",\"data\":2");
    }
  }

  @Test
  void aHandlerThatIsBusyMakesTheClientWait() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    WsHandler busy =
        stream -> {
          go.await();
          loop.handle(stream);
        };
    try (var server = serve(settings -> settings.receiveQueue(2), busy);
        var client = TestStream.open(server.port(), PATH)) {
      String key = key(client);
      assertThat(post(server, key, 1, "{\"event\":\"1\"}")).isEqualTo(204);
      assertThat(post(server, key, 2, "{\"event\":\"2\"}")).isEqualTo(204);
      assertThat(post(server, key, 3, "{\"event\":\"3\"}")).isEqualTo(503);
      go.countDown();
      Eventually.until("there is room", () -> post(server, key, 3, "{\"event\":\"3\"}") == 204);
      for (int n = 1; n <= 3; n++) {
        assertThat(client.next()).contains("\"a " + n + "\",\"data\":" + n);
      }
    }
  }

  @Test
  void theLimitsOfASocketHold() throws Exception {
    // With a clock that stands, since however long the messages take, none is earned meanwhile.
    Consumer<PilcrowConfig> small =
        settings -> {
          new FakeClock().in(settings);
          settings.maxMessageBytes(200).rateLimit(1, 3);
        };
    try (var server = serve(small, loop)) {
      try (var client = TestStream.open(server.port(), PATH)) {
        assertThat(post(server, key(client), 1, "x".repeat(201))).isEqualTo(413);
        assertThat(client.rest()).contains("\"code\":1009");
      }
      try (var client = TestStream.open(server.port(), PATH)) {
        String key = key(client);
        int outbox = 256;
        for (int n = 1; n <= outbox + 3; n++) {
          assertThat(postWithRoom(server, key, n)).isEqualTo(204);
        }
        assertThat(postWithRoom(server, key, outbox + 4)).isEqualTo(404);
        assertThat(client.rest()).contains("\"code\":1008");
      }
      try (var client = TestStream.open(server.port(), PATH)) {
        byte[] latin = {'"', (byte) 0xe9, '"'};
        assertThat(post(server, key(client), 1, latin, "text/plain")).isEqualTo(404);
        assertThat(client.rest()).contains("\"code\":1007");
      }
    }
  }

  /** The status of an event, sent again as long as the handler has yet to make room for it. */
  private static int postWithRoom(TestServer server, String key, int n) throws Exception {
    var status = new AtomicInteger(503);
    Eventually.until(
        "there is room",
        () -> {
          status.set(post(server, key, n, "{\"event\":\"e\"}"));
          return status.get() != 503;
        });
    return status.get();
  }

  @Test
  void aHandlerThatTakesNothingForTooLongIsClosed() throws Exception {
    FakeClock clock = new FakeClock();
    WsHandler stuck = stream -> new CountDownLatch(1).await();
    try (var server =
            serve(
                settings -> {
                  clock.in(settings);
                  settings.receiveQueue(1);
                },
                stuck);
        var client = TestStream.open(server.port(), PATH)) {
      assertThat(post(server, key(client), 1, "{\"event\":\"1\"}")).isEqualTo(204);
      clock.advance(Duration.ofSeconds(31));
      server.pilcrow.sweep();
      assertThat(client.rest()).contains("\"code\":1013");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "0"})
  void aKeyThatIsNotTheStreamsOpensNothing(String key) throws Exception {
    try (var server = serve(settings -> {}, loop);
        var client = TestStream.open(server.port(), PATH)) {
      String right = key(client);
      assertThat(post(server, key, 1, "{\"event\":\"x\"}")).isEqualTo(404);
      assertThat(post(server, right, 0, "{\"event\":\"x\"}")).isEqualTo(400);
      assertThat(post(server, right, 1, "{\"event\":\"x\"}", "Sec-Fetch-Site", "cross-site"))
          .isEqualTo(403);
      assertThat(post(server, right, 1, "{\"event\":\"x\"}", "Origin", "http://evil.example"))
          .isEqualTo(403);
      assertThat(server.pilcrow.stats().received()).isZero();
    }
  }

  @Test
  void whatMayOpenNoSocketMayOpenNoStreamInItsPlace() throws Exception {
    try (var server =
        TestServer.start(
            settings -> settings.maxConnectionsPerAddress(1),
            (config, pilcrow) -> {
              config.routes.wsBeforeUpgrade(
                  "/ws/rooms/{room}",
                  ctx -> {
                    ctx.attribute("who", "me");
                    switch (ctx.pathParam("room")) {
                      case "thrown" -> throw new ForbiddenResponse("private");
                      case "told" -> ctx.status(401).result("log in").skipRemainingHandlers();
                      case "skipped" -> ctx.skipRemainingHandlers();
                      default -> {}
                    }
                  });
              pilcrow.ws(
                  ROUTE,
                  stream ->
                      stream.send(
                          WsEvent.custom(
                              stream.ctx().attribute("who") + " " + stream.ctx().header("X-Test"),
                              stream.ctx().queryParam("q"))));
            })) {
      for (String room : new String[] {"thrown:403", "told:401", "skipped:403"}) {
        String[] parts = room.split(":", 2);
        try (var refused = TestStream.open(server.port(), "/ws/rooms/" + parts[0] + "?silcrow=1")) {
          assertThat(refused.status).as(room).isEqualTo(Integer.parseInt(parts[1]));
        }
      }
      for (String header :
          new String[] {"Sec-Fetch-Site: cross-site", "Origin: http://e.example"}) {
        try (var refused =
            TestStream.open(server.port(), PATH, "Accept: text/event-stream", header)) {
          assertThat(refused.status).isEqualTo(403);
        }
      }
      try (var client =
          TestStream.open(server.port(), PATH + "&q=1", "Accept: text/event-stream", "X-Test: x")) {
        assertThat(client.headers).doesNotContainKey("Set-Cookie");
        key(client);
        assertThat(client.next()).contains("{\"event\":\"me x\",\"data\":\"1\"}");
      }
    }
  }

  @Test
  void requestsThatAreNotOursPass() throws Exception {
    try (var server =
        TestServer.start(
            (config, pilcrow) -> {
              config.routes.get("/ws/page", ctx -> ctx.result("page"));
              config.routes.post("/ws/page", ctx -> ctx.result("posted"));
              pilcrow.ws(WsRoute.of("/ws/page"), loop).ws(ROUTE, loop);
            })) {
      assertThat(server.send("GET", "/ws/page").body()).isEqualTo("page");
      assertThat(server.send("POST", "/ws/page").body()).isEqualTo("posted");
      assertThat(server.send("GET", PATH).statusCode()).isEqualTo(426);
      assertThat(server.send("GET", "/ws/rooms/a", "Accept", "text/event-stream").statusCode())
          .isEqualTo(426);
      assertThat(server.send("POST", "/ws/rooms/a").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aSessionThatIsNotThereSaysWhatToUse() throws Exception {
    WsHandler curious =
        stream -> {
          try {
            stream.ctx().send("past the queue");
          } catch (UnsupportedOperationException e) {
            calls.add(String.valueOf(e.getMessage()));
          }
        };
    try (var server = serve(settings -> {}, curious);
        var client = TestStream.open(server.port(), PATH)) {
      key(client);
      assertThat(called()).contains("Send and close through WsStream");
    }
  }

  @Test
  void stoppingEndsHandlersAndStreams() throws Exception {
    TestServer server = serve(settings -> {}, loop);
    try (var client = TestStream.open(server.port(), PATH)) {
      assertThat(post(server, key(client), 1, "{\"event\":\"x\"}")).isEqualTo(204);
      assertThat(client.next()).as("its handler runs").contains("\"a x\"");
      server.close();
      assertThat(client.rest()).contains("event: drain", "\"code\":1012");
      assertThat(called()).isEqualTo("loop ended");
      assertThat(server.pilcrow.stats().open()).isZero();
    }
  }
}
