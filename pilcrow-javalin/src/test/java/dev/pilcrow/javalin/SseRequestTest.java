package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.hub.Position;
import dev.pilcrow.route.SseRoute;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The request that an event stream answers: its data, and the handlers around it. */
class SseRequestTest {
  private static final SseRoute ROUTE = SseRoute.of("/events");

  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

  private static TestServer serve(SseHandler handler) {
    return TestServer.start((config, pilcrow) -> pilcrow.sse(ROUTE, handler));
  }

  private String called() throws InterruptedException {
    return calls.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void theRequestIsAtHand() throws Exception {
    SseHandler asking =
        stream ->
            calls.add(
                stream.pathParam("room")
                    + " "
                    + stream.ctx().queryParam("q")
                    + " "
                    + stream.ctx().header("X-Test")
                    + " "
                    + stream.ctx().cookie("c")
                    + " "
                    + stream.ctx().attribute("who")
                    + " "
                    + stream
                        .lastEventId()
                        .flatMap(Position::parse)
                        .map(Position::offset)
                        .orElse(-1L));
    try (var server =
            TestServer.start(
                (config, pilcrow) -> {
                  config.routes.before(ctx -> ctx.attribute("who", "me"));
                  pilcrow.sse(SseRoute.of("/rooms/{room}/events"), asking);
                });
        var client =
            TestStream.open(
                server.port(),
                "/rooms/a%20b/events?q=1",
                "Accept: text/event-stream",
                "X-Test: x",
                "Cookie: c=2",
                "Last-Event-ID: k3f9:17")) {
      assertThat(client.status).isEqualTo(200);
      assertThat(called()).isEqualTo("a b 1 x 2 me 17");
    }
  }

  @Test
  void theLastEventIdComesBackAsItWasSent() throws Exception {
    try (var server = serve(stream -> calls.add(stream.lastEventId().orElse("none")));
        var first = TestStream.open(server.port(), "/events");
        var header =
            TestStream.open(
                server.port(),
                "/events",
                "Accept: */*",
                "Last-Event-ID: é 你好",
                "Connection: close");
        var query = TestStream.open(server.port(), "/events?silcrow-last=%C3%A9%3A1")) {
      assertThat(List.of(first.status, header.status, query.status)).containsOnly(200);
      assertThat(List.of(called(), called(), called()))
          .containsExactlyInAnyOrder("none", "é 你好", "é:1");
    }
  }

  @Test
  void handlersAfterTheStreamAndTheRequestLoggerRunWhenItHasEnded() throws Exception {
    BlockingQueue<SseStream> kept = new LinkedBlockingQueue<>();
    try (var server =
            TestServer.start(
                (config, pilcrow) -> {
                  config.routes.after(ctx -> calls.add("after " + ctx.path()));
                  config.requestLogger.http(
                      (ctx, ms) -> calls.add("log " + ctx.status().getCode()));
                  pilcrow.sse(ROUTE, kept::add);
                });
        var client = TestStream.open(server.port(), "/events")) {
      assertThat(client.block()).isEqualTo(":");
      assertThat(calls).isEmpty();
      kept.take().close();
      assertThat(client.isEnded()).isTrue();
      assertThat(called()).isEqualTo("after /events");
      assertThat(called()).isEqualTo("log 200");
    }
  }

  @Test
  void aHeadRequestOpensNothing() throws Exception {
    try (var server = serve(stream -> calls.add("opened"))) {
      assertThat(server.send("HEAD", "/events").statusCode()).isEqualTo(200);
      assertThat(calls).isEmpty();
    }
  }
}
