package dev.pilcrow.browser.guide;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.pilcrow.browser.Browsers;
import dev.pilcrow.docs.ChatGuide;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The button and the attribute of Pilcrow's WebSocket guide, taken literally. */
class SeedGuideIT {
  private final List<String> errors = new ArrayList<>();
  private Javalin app = Javalin.create();
  private BrowserContext context = Browsers.chromium().newContext();
  private Page page = context.newPage();

  @BeforeEach
  void watch() {
    context.route(
        "**/favicon.ico", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
    page.onPageError(errors::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            errors.add(message.text());
          }
        });
  }

  @AfterEach
  void close() {
    context.close();
    app.stop();
    assertThat(errors).isEmpty();
  }

  @Test
  void theButtonArrivesAsCustomChatWithItsText() throws Exception {
    BlockingQueue<WsEvent> received = new LinkedBlockingQueue<>();
    String sample = Files.readString(Path.of("../docs/src/test/resources/samples/seed-chat.html"));
    start(
        Javalin.create(
            config -> {
              var pilcrow = Pilcrow.install(config);
              config.routes.get(
                  "/",
                  ctx ->
                      ctx.html(
                          "<!doctype html><html lang=\"en\"><head><title>Seed</title>"
                              + pilcrow.scriptTag()
                              + "</head><body>"
                              + sample
                              + "</body></html>"));
              pilcrow.ws(
                  WsRoute.of("/ws/chat"),
                  stream -> {
                    for (WsEvent event : stream.events()) {
                      received.add(event);
                    }
                  });
            }));
    page.navigate("http://127.0.0.1:" + app.port() + "/");
    page.fill("#msg", "Zoë says <hi> 🎉");
    page.click("text=Send");
    WsEvent event = received.poll(10, TimeUnit.SECONDS);
    assertThat(event).isInstanceOf(WsEvent.Custom.class);
    var custom = (WsEvent.Custom) event;
    assertThat(custom.event()).isEqualTo("chat");
    assertThat(String.valueOf(custom.data())).isEqualTo("{\"text\":\"Zoë says <hi> 🎉\"}");
    assertThat(received).isEmpty();
  }

  @Test
  void theChatOfTheGuideWorksInABrowser() {
    start(new ChatGuide().app());
    page.navigate("http://127.0.0.1:" + app.port() + "/chat");
    assertThat(page.locator("#chat-status")).hasText("connected");
    assertThat(page.locator("#chat")).hasAttribute("data-live", "open");
    page.fill("#msg", "Hello <b>you</b>");
    page.click("text=Send");
    assertThat(page.locator("#messages .message span")).hasText("Hello <b>you</b>");
    assertThat(page.locator("#messages strong")).hasText("Alice:");
  }

  private void start(Javalin javalin) {
    app = javalin;
    app.start("127.0.0.1", 0);
  }
}
