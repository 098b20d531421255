package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import dev.pilcrow.browser.Browsers;
import dev.pilcrow.channel.Tuple;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.TypedHandler;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/**
 * A page under the strict policy, served by the application whose typed channel it opens. After
 * each test the page must have broken no policy, thrown nothing and logged no error but of servers
 * that are not there.
 */
abstract class SocketTest {
  sealed interface ClientEvent {
    @Tuple
    record TextInput(String text) implements ClientEvent {}

    record Move(int x, int y) implements ClientEvent {}

    record Leave() implements ClientEvent {}
  }

  sealed interface ServerEvent {
    @Tuple
    record Uppercase(String text) implements ServerEvent {}
  }

  record Guest(String name, int age) {}

  static final WsChannel<ClientEvent, ServerEvent> ECHO =
      WsChannel.of(WsRoute.of("/api/echo"), Codecs.json(), ClientEvent.class, ServerEvent.class)
          .or(Codecs.cbor())
          .or(Codecs.messagePack());

  /** What handlers have seen. */
  final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

  private final List<String> errors = new ArrayList<>();
  private final BrowserContext context = Browsers.chromium().newContext();
  final Page page = context.newPage();
  private Javalin app = Javalin.create();

  /** Serves ECHO by this handler, and opens a page with this body. */
  void open(String body, TypedHandler<ClientEvent, ServerEvent> handler) {
    serve(0, body, ECHO, handler);
    openPage(app.port());
  }

  /** Opens the page of the server at this port. */
  void openPage(int port) {
    context.onConsoleMessage(this::note);
    context.onWebError(error -> errors.add("thrown: " + error.error()));
    page.navigate("http://127.0.0.1:" + port + "/");
  }

  void serve(
      int port,
      String body,
      WsChannel<ClientEvent, ServerEvent> channel,
      TypedHandler<ClientEvent, ServerEvent> handler) {
    app = start(port, body, channel, handler);
  }

  static Javalin start(
      int port,
      String body,
      WsChannel<ClientEvent, ServerEvent> channel,
      TypedHandler<ClientEvent, ServerEvent> handler) {
    return Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              Pilcrow pilcrow =
                  Pilcrow.install(
                      config,
                      settings -> settings.rateLimit(100_000, 100_000).sendQueue(10_000, 1 << 22));
              config.routes.before(ctx -> ctx.header("Content-Security-Policy", TestServer.CSP));
              config.routes.get("/favicon.ico", ctx -> ctx.status(204));
              config.routes.get(
                  "/",
                  ctx ->
                      ctx.html(
                          "<!doctype html><html lang=\"en\"><head><title>Socket</title>"
                              + pilcrow.scriptTag()
                              + "</head><body>"
                              + body
                              + "</body></html>"));
              pilcrow.ws(channel, handler);
            })
        .start("127.0.0.1", port);
  }

  int port() {
    return app.port();
  }

  void stopServer() {
    app.stop();
  }

  private void note(ConsoleMessage message) {
    String text = message.text();
    boolean network =
        text.startsWith("WebSocket connection to") || text.startsWith("Failed to load resource");
    if (message.type().equals("error") && !network) {
      errors.add(text);
    }
  }

  @AfterEach
  void closePage() {
    context.close();
    app.stop();
    assertThat(errors).as("errors of the page").isEmpty();
  }

  static ServerEvent answer(ClientEvent event) {
    return new ServerEvent.Uppercase(
        event instanceof ClientEvent.TextInput input
            ? input.text().toUpperCase(Locale.ROOT)
            : event.toString());
  }

  Object seen() throws InterruptedException {
    Object next = seen.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("what the server has seen within 10 s").isNotNull();
    return next;
  }

  /** Runs statements in the page; {@code await} is allowed, and what they return comes back. */
  Object js(String statements) {
    return page.evaluate("async () => {" + statements + "}");
  }
}
