package dev.pilcrow.browser.guide;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.pilcrow.browser.Browsers;
import dev.pilcrow.docs.Feedback;
import io.javalin.Javalin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The samples of the guide to feedback, in a browser. */
class FeedbackGuideIT {
  private final List<String> errors = new ArrayList<>();
  private final Javalin app = new Feedback().app();
  private final BrowserContext context = Browsers.chromium().newContext();
  private final Page page = context.newPage();

  @BeforeEach
  void open() {
    app.start("127.0.0.1", 0);
    context.route(
        "**/favicon.ico", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
    page.onPageError(errors::add);
    page.navigate("http://127.0.0.1:" + app.port() + "/");
  }

  @AfterEach
  void close() {
    context.close();
    app.stop();
    assertThat(errors).isEmpty();
  }

  @Test
  void atomsShowInElementsAndScripts() {
    assertThat(page.locator("a[s-atom]")).hasText("Cart (2)");
    assertThat(page.locator("p[s-atom=cart]")).hasText("You have 2 things in your basket.");
    assertThat(page).hasTitle("2 in the cart");
    page.evaluate("Silcrow.publish('cart', {count: 3})");
    assertThat(page.locator("a[s-atom]")).hasText("Cart (3)");
    assertThat(page).hasTitle("3 in the cart");
    assertThat(page.locator("p[s-atom^=stream]")).hasText("Tea is at 4.");
  }

  @Test
  void aLikeShowsAtOnceAndIsConfirmedOrTakenBack() {
    assertThat(page.locator("#post")).hasAttribute("data-live", "open");
    page.click("#like");
    assertThat(page.locator("#post b")).hasText("4");
    // When this one is answered, so is the one before.
    page.evaluate("Silcrow.send('#post', {event: 'like'})");
    assertThat(page.locator("#post b")).hasText("5");
    page.evaluate("Silcrow.disconnect('#post')");
    page.click("#like");
    assertThat(page.locator("#post b")).hasText("5");
    page.evaluate("Silcrow.reconnect('#post')");
    assertThat(page.locator("#post")).hasAttribute("data-live", "open");
    page.click("#like");
    assertThat(page.locator("#post b")).hasText("6");
  }

  @Test
  void aNameIsKeptOrTakenBack() {
    page.evaluate("rename('Mine')");
    assertThat(page.locator("#title")).hasText("Mine");
    page.evaluate("rename('')");
    assertThat(page.locator("#title")).hasText("Mine");
  }

  @Test
  void toastsGoWhereThePageWantsThem() {
    List<String> lines = new ArrayList<>();
    page.onConsoleMessage(message -> lines.add(message.text()));
    page.evaluate("logToasts(); Silcrow.patch({_toasts: [{message: 'Hi'}]}, 'body')");
    page.waitForCondition(() -> !lines.isEmpty());
    assertThat(lines).containsExactly("info Hi");
  }
}
