package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.hub.Position;
import dev.pilcrow.route.SseRoute;
import io.javalin.Javalin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
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

  private static Server container(Javalin app) {
    Server container = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    ServletContextHandler context = new ServletContextHandler();
    JettyWebSocketServletContainerInitializer.configure(context, null);
    ServletHolder servlet = new ServletHolder(app.javalinServlet());
    servlet.setInitOrder(1);
    context.addServlet(servlet, "/*");
    container.setHandler(context);
    return container;
  }

  @Test
  void anotherContainerDoesNotStartAndSaysWhy() throws Exception {
    Javalin app =
        Javalin.create(config -> Pilcrow.install(config).sse(ROUTE, stream -> calls.add("opened")));
    Server container = container(app);
    try {
      assertThatThrownBy(container::start)
          .hasStackTraceContaining(
              "Expected Pilcrow's filter in front of Javalin but found a servlet")
          .hasStackTraceContaining("Start the application with Javalin.start");
    } finally {
      container.stop();
    }
  }

  @Test
  void aRequestPastPilcrowsFilterGetsAnErrorAndNoPlace() throws Exception {
    try (var server =
        TestServer.start(
            settings -> settings.maxConnectionsPerAddress(1),
            (config, pilcrow) -> {
              pilcrow.sse(ROUTE, stream -> calls.add("opened"));
              config.routes.exception(
                  IllegalStateException.class, (e, ctx) -> ctx.result(e.getMessage()));
            })) {
      Server container = container(server.app);
      container.start();
      try {
        for (int i = 0; i < 2; i++) {
          try (var client =
              TestStream.open(container.getURI().getPort(), "/events", "Connection: close")) {
            assertThat(client.rest())
                .contains("Expected Pilcrow's filter in front of Javalin but found a request");
          }
        }
        assertThat(calls).isEmpty();
      } finally {
        container.stop();
      }
    }
  }
}
