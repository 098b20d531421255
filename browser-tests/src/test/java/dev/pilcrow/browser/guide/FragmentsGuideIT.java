package dev.pilcrow.browser.guide;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import dev.pilcrow.browser.Browsers;
import dev.pilcrow.docs.Fragments;
import io.javalin.Javalin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The search of the fragments guide, with the client and without. */
class FragmentsGuideIT {
  @ParameterizedTest
  @CsvSource({"/notes, true", "/notes, false", "/cut, true"})
  void aSearchChangesTheListAndItsCount(String path, boolean script) throws Exception {
    Javalin app = new Fragments().app().start("127.0.0.1", 0);
    try (BrowserContext context =
        Browsers.chromium()
            .newContext(new Browser.NewContextOptions().setJavaScriptEnabled(script))) {
      Page page = context.newPage();
      String address = "http://127.0.0.1:" + app.port() + path;
      page.navigate(address);
      assertThat(page.locator("#count")).hasText("3 notes");
      if (script) {
        page.evaluate("window.mark = 1");
      }
      page.fill("[name=q]", "Tea");
      Response answer =
          page.waitForResponse(
              response -> response.url().contains("q=Tea"), () -> page.click("text=Search"));
      assertThat(page.locator("#notes li")).hasText(new String[] {"Tea <hot>", "Tea and cake"});
      if (script) {
        assertThat(page.evaluate("window.mark")).isEqualTo(1);
        assertThat(answer.text()).doesNotContain("search");
      }
      assertThat(page.locator("#count")).hasText(path.equals("/cut") ? "3 notes" : "2 notes");
    } finally {
      app.stop();
    }
  }
}
