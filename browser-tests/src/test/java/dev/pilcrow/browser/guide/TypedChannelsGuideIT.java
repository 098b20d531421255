package dev.pilcrow.browser.guide;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.pilcrow.browser.Browsers;
import dev.pilcrow.docs.TypedChannels;
import dev.pilcrow.docs.UppercaseEcho;
import dev.pilcrow.javalin.Pilcrow;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The browser's part of the guide to typed channels. */
class TypedChannelsGuideIT {
  private final BrowserContext context = Browsers.chromium().newContext();
  private final Page page = context.newPage();
  private Javalin app = Javalin.create();

  @AfterEach
  void close() {
    context.close();
    app.stop();
  }

  private static InputStream sample(String name) {
    return Objects.requireNonNull(TypedChannels.class.getResourceAsStream("/samples/" + name));
  }

  private static void page(JavalinConfig config, Pilcrow pilcrow, String sample) {
    config.routes.get(
        "/",
        ctx ->
            ctx.html(
                "<!doctype html><html lang=\"en\"><head><title>Typed</title>"
                    + pilcrow.scriptTag()
                    + "<script type=\"module\" src=\"/sample.js\"></script></head><body>"
                    + "<b s-status=\"/api/uppercase_ws\"></b><output></output>"
                    + "</body></html>"));
    config.routes.get(
        "/sample.js", ctx -> ctx.contentType("text/javascript").result(sample(sample)));
  }

  @Test
  void theEchoAnswersABrowserToo() {
    app =
        Javalin.create(
            config -> {
              Pilcrow pilcrow = Pilcrow.install(config);
              UppercaseEcho.strings(pilcrow);
              page(config, pilcrow, "uppercase.js");
            });
    app.start("127.0.0.1", 0);
    page.navigate("http://127.0.0.1:" + app.port() + "/");
    assertThat(page.locator("output")).hasText("Hello! ABC");
  }

  @Test
  void theSamplesTalkToTheServerOfTheGuide() {
    app =
        Javalin.create(
            config -> {
              Pilcrow pilcrow = Pilcrow.install(config);
              TypedChannels.server(pilcrow);
              page(config, pilcrow, "typed-channels.js");
            });
    app.start("127.0.0.1", 0);
    page.navigate("http://127.0.0.1:" + app.port() + "/");
    assertThat(page.locator("output")).containsText("John: HELLO");
    assertThat(page.locator("output")).containsText("Ann: HI pilcrow.cbor");
    assertThat(page.locator("b")).hasText("open");
  }
}
