package dev.pilcrow.browser.guide;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.pilcrow.browser.Axe;
import dev.pilcrow.browser.Browsers;
import dev.pilcrow.docs.Errors;
import io.javalin.Javalin;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user sees of errors: the pages of the errors guide in a browser. */
class ErrorsGuideIT {
  private static void with(
      boolean development, Browser.NewContextOptions options, BiConsumer<Page, String> test) {
    Javalin app = new Errors().app(development).start("127.0.0.1", 0);
    try (BrowserContext context = Browsers.chromium().newContext(options)) {
      Page page = context.newPage();
      String origin = "http://127.0.0.1:" + app.port();
      page.navigate(origin + "/");
      page.fill("#note", "typed");
      page.evaluate(
          "window.codes = [];document.addEventListener('silcrow:error', (e) =>"
              + " window.codes.push(e.detail.code))");
      test.accept(page, origin);
    } finally {
      app.stop();
    }
  }

  private static Browser.NewContextOptions plain() {
    return new Browser.NewContextOptions();
  }

  @Test
  void aPageThatIsShownKeepsItsStateWhenAnActionFails() {
    with(
        false,
        plain(),
        (page, origin) -> {
          page.click("#pay");
          assertThat(page.locator(".silcrow-toast"))
              .containsText("Something went wrong on the server.");
          assertThat(page.locator(".silcrow-toast")).not().containsText("till");
          assertThat(page.locator("#note")).hasValue("typed");
          assertThat(page).hasURL(origin + "/");
          assertThat(page.evaluate("window.codes.join()")).isEqualTo("http-status");
          page.click("#order");
          page.waitForFunction("() => window.codes.length === 2");
          assertThat(page.locator("h1")).hasText("Shop");
          assertThat(page.locator("[aria-busy]")).hasCount(0);
        });
  }

  @Test
  void inDevelopmentTheToastNamesTheExceptionAndItsPlace() {
    with(
        true,
        plain(),
        (page, origin) -> {
          page.click("#pay");
          assertThat(page.locator(".silcrow-toast")).containsText("the till is empty");
          assertThat(page.locator("#note")).hasValue("typed");
        });
  }

  @Test
  void aVisitShowsTheErrorPageAndBackReturns() {
    with(
        false,
        plain(),
        (page, origin) -> {
          page.evaluate("window.mark = 1");
          page.click("#gone");
          assertThat(page.locator("h1")).hasText("Not Found");
          assertThat(page.locator("p")).hasText("There is no room 7 any more.");
          assertThat(page).hasURL(origin + "/rooms/7");
          assertThat(page).hasTitle("Not Found");
          page.goBack();
          assertThat(page.locator("h1")).hasText("Shop");
          assertThat(page.evaluate("window.mark")).isEqualTo(1);
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void thePlainPagesAreReadableAndAccessible(ColorScheme scheme) {
    with(
        true,
        plain().setColorScheme(scheme),
        (page, origin) -> {
          page.navigate(origin + "/nowhere");
          assertThat(page.locator("h1")).hasText("Not Found");
          assertThat(violations(page)).isEmpty();
          assertThat(page.evaluate("getComputedStyle(document.body).color"))
              .isEqualTo(scheme == ColorScheme.DARK ? "rgb(255, 255, 255)" : "rgb(0, 0, 0)");
          page.navigate(origin + "/broken");
          assertThat(page.locator("h2"))
              .containsText("IllegalArgumentException: the price is missing");
          assertThat(page.locator("details pre")).containsText("dev.pilcrow.docs.Errors");
          assertThat(violations(page)).isEmpty();
        });
  }

  /** The colours are the browser's own; axe takes its dark background for white. */
  private static List<String> violations(Page page) {
    return Axe.violations(page, "color-contrast");
  }
}
