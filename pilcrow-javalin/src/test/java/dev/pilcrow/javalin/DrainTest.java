package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.SseRoute;
import dev.pilcrow.route.WsRoute;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An application that stops while others go on: its pages move before they leave. */
class DrainTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/s");

  private static void patient(PilcrowConfig settings) {
    settings.drainTimeout(Duration.ofMinutes(10));
  }

  private final CountDownLatch handlerEnded = new CountDownLatch(1);

  private TestServer serve(Consumer<PilcrowConfig> settings) {
    return TestServer.start(
        settings,
        (config, pilcrow) -> {
          pilcrow
              .ws(
                  ROUTE,
                  stream -> {
                    pilcrow.hub().topic("t").subscribe(stream);
                    for (WsEvent event : stream.events()) {
                      stream.send(event);
                    }
                    handlerEnded.countDown();
                  })
              .sse(SseRoute.of("/events"), pilcrow.hub().topic("t")::subscribe);
          config.routes.get("/ready", ctx -> ctx.status(pilcrow.isStopping() ? 503 : 200));
        });
  }

  private static CompletableFuture<Void> stop(TestServer server) throws Exception {
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
    Eventually.until("stopping", server.pilcrow::isStopping);
    return stopped;
  }

  @Test
  void aPageIsAskedToMoveAndServedUntilItLeaves() throws Exception {
    TestServer server = serve(DrainTest::patient);
    try (var socket = ResumingSocket.open(server, "/ws/s");
        var stream = TestStream.open(server.port(), "/events?silcrow=1")) {
      assertThat(socket.take(1)).containsExactly("skip @0");
      assertThat(stream.next()).startsWith("event: hello");
      assertThat(stream.next()).startsWith("event: skip");
      assertThat(server.send("GET", "/ready").statusCode()).isEqualTo(200);
      CompletableFuture<Void> stopped = stop(server);
      assertThat(socket.next().toString())
          .isEqualTo("{\"type\":\"drain\",\"retryAfterMs\":300000}");
      assertThat(stream.next()).isEqualTo("event: drain\ndata: {\"retryAfterMs\":300000}");
      assertThat(server.send("GET", "/ready").statusCode()).isEqualTo(503);

      server.pilcrow.hub().topic("t").publish(WsEvent.custom("n", 1));
      assertThat(socket.take(1)).containsExactly("1 @1");
      assertThat(stream.next()).contains("\"data\":1");
      socket.socket().send("{\"event\":\"custom\",\"data\":7}");
      assertThat(socket.next().get("data").intValue()).isEqualTo(7);

      socket.socket().sendClose(1000);
      assertThat(handlerEnded.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(stopped).as("a stream is left").isNotDone();
      stream.leave();
      stopped.get(20, TimeUnit.SECONDS);
      assertThat(server.pilcrow.stats().open()).isZero();
    }
  }

  @Test
  void newConnectionsAreSentElsewhereAndPlainOnesAreClosedAtOnce() throws Exception {
    TestServer server = serve(DrainTest::patient);
    try (var page = ResumingSocket.open(server, "/ws/s");
        var plain = TestSocket.open(server.ws("/ws/s"));
        var plainStream = TestStream.open(server.port(), "/events")) {
      assertThat(page.take(1)).containsExactly("skip @0");
      Eventually.until("open", () -> server.pilcrow.stats().open() == 3);
      CompletableFuture<Void> stopped = stop(server);
      assertThat(plain.closeCode()).isEqualTo(1012);
      assertThat(plainStream.isEnded()).isTrue();
      try (var late = new RawSocket(server.port(), "/ws/s?silcrow=1")) {
        assertThat(late.status).isEqualTo(503);
      }
      try (var late = TestStream.open(server.port(), "/events?silcrow=1")) {
        assertThat(late.status).isEqualTo(503);
      }
      assertThat(stopped).isNotDone();
      page.socket().sendClose(1000);
      stopped.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void whoDoesNotMoveIsClosedWhenTheTimeIsUp() throws Exception {
    TestServer server = serve(settings -> settings.drainTimeout(Duration.ofMillis(200)));
    try (var page = ResumingSocket.open(server, "/ws/s")) {
      assertThat(page.take(1)).containsExactly("skip @0");
      server.close();
      assertThat(page.take(1)).containsExactly("drain @-");
      assertThat(page.socket().closeCode()).isEqualTo(1012);
    }
  }

  @Test
  void aTimeOutOfRangeIsRefused() {
    assertThatThrownBy(() -> serve(settings -> settings.drainTimeout(Duration.ofDays(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("drainTimeout");
  }
}
