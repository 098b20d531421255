package dev.pilcrow.browser.guide;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.navigate;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.pilcrow.browser.Browsers;
import dev.pilcrow.javalin.Pilcrow;
import io.javalin.Javalin;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A submission whose answer gets lost on the way has one effect, at both ends. */
class SubmissionsIT {
  private final List<String> orders = new CopyOnWriteArrayList<>();
  private final Javalin app =
      Javalin.create(
          config -> {
            var pilcrow = Pilcrow.install(config);
            String script = pilcrow.scriptTag();
            config.routes.get("/orders", ctx -> respond(ctx, html(() -> page(script))));
            config.routes.post(
                "/orders",
                pilcrow.once(
                    ctx -> {
                      orders.add(String.valueOf(ctx.formParam("what")));
                      respond(ctx, navigate("/orders").toast("Ordered"));
                    }));
          });

  private String page(String script) {
    return "<!doctype html><html lang='en'><head><title>Orders</title>"
        + script
        + "</head><body><main><h1>Orders</h1><form id='f' action='/orders' method='post' s-action>"
        + "<input name='what' aria-label='What'><button>Order</button></form><p>"
        + orders.size()
        + " orders</p></main></body></html>";
  }

  @BeforeEach
  void start() {
    app.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    app.stop();
  }

  @Test
  void whatIsSentAgainBecauseTheAnswerGotLostHappensOnce() {
    try (BrowserContext context = Browsers.chromium().newContext()) {
      Page page = context.newPage();
      page.navigate("http://127.0.0.1:" + app.port() + "/orders");
      page.evaluate("window.mark = 1");
      var lost = new AtomicInteger();
      page.route(
          "**/orders",
          route -> {
            if (route.request().method().equals("POST") && lost.getAndIncrement() < 2) {
              route.fetch(new com.microsoft.playwright.Route.FetchOptions().setMaxRedirects(0));
              route.abort();
            } else {
              route.resume();
            }
          });
      page.fill("[name=what]", "tea");
      for (int i = 1; i <= 2; i++) {
        page.click("button:has-text(\"Order\")");
        assertThat(page.locator(".silcrow-toast-error")).hasCount(1);
        assertThat(page.locator("[aria-disabled]")).hasCount(0);
        assertThat(page.locator("[name=what]")).hasValue("tea");
      }
      assertThat(orders).containsExactly("tea");
      page.click("button:has-text(\"Order\")");
      assertThat(page.locator("p")).hasText("1 orders");
      assertThat(orders).as("three requests, one order").containsExactly("tea");
      page.fill("[name=what]", "milk"); // the same again at once would count as a double click
      page.click("button:has-text(\"Order\")");
      assertThat(page.locator("p")).hasText("2 orders");
      assertThat(page.evaluate("window.mark")).isEqualTo(1);
    }
  }
}
