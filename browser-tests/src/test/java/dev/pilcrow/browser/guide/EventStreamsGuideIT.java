package dev.pilcrow.browser.guide;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import dev.pilcrow.browser.Browsers;
import dev.pilcrow.docs.EventStreams;
import dev.pilcrow.event.SseEvent;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.SseStream;
import dev.pilcrow.route.SseRoute;
import io.javalin.Javalin;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The dashboard of the guide to event streams, and streams that end and come back. */
class EventStreamsGuideIT {
  private final BrowserContext context = Browsers.chromium().newContext();
  private final Page page = context.newPage();
  private Javalin app = Javalin.create();

  @AfterEach
  void close() {
    context.close();
    app.stop();
  }

  @Test
  void theDashboardShowsWhatIsSentPublishedAndMeasured() {
    app = new EventStreams().app();
    app.start("127.0.0.1", 0);
    String url = "http://127.0.0.1:" + app.port();
    page.navigate(url + "/dashboard");
    assertThat(page.locator("#state")).hasText("connected");
    assertThat(page.locator("#load b")).hasText("1");
    assertThat(page.locator("#dashboard")).hasAttribute("data-live", "open");
    context.request().post(url + "/news", RequestOptions.create().setData("Tea & <b>cake</b>"));
    assertThat(page.locator("#news li")).hasText("Tea & <b>cake</b>");
    try (Page second = context.newPage()) {
      second.navigate(url + "/dashboard");
      assertThat(page.locator("#load b")).hasText("2");
    }
    assertThat(page.locator("#load b")).hasText("1");
  }

  private static SseStream next(BlockingQueue<SseStream> streams) throws InterruptedException {
    return Objects.requireNonNull(streams.poll(10, TimeUnit.SECONDS), "a stream");
  }

  @Test
  void aStreamThatTheServerClosesComesBackWithItsLastId() throws Exception {
    BlockingQueue<SseStream> streams = new LinkedBlockingQueue<>();
    app =
        Javalin.create(
            config -> {
              Pilcrow pilcrow = Pilcrow.install(config);
              config.routes.get(
                  "/",
                  ctx ->
                      ctx.html(
                          "<!doctype html><html lang=\"en\"><head><title>Live</title>"
                              + pilcrow.scriptTag()
                              + "</head><body><p id=\"a\" s-live=\"/events\" :text=\"n\"></p>"
                              + "</body></html>"));
              pilcrow.sse(SseRoute.of("/events"), streams::add);
            });
    app.start("127.0.0.1", 0);
    page.navigate("http://127.0.0.1:" + app.port() + "/");
    SseStream first = next(streams);
    assertThat(first.lastEventId()).isEmpty();
    first.send(SseEvent.of(WsEvent.patch(Map.of("n", 1), "#a")).id("é 1&2"));
    assertThat(page.locator("#a")).hasText("1");
    first.close();
    SseStream second = next(streams);
    assertThat(second.lastEventId()).contains("é 1&2");
    second.send(WsEvent.patch(Map.of("n", 2), "#a"));
    assertThat(page.locator("#a")).hasText("2");
    assertThat(page.locator("#a")).hasAttribute("data-live", "open");
  }
}
