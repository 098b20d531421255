package dev.pilcrow.browser.guide;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.pilcrow.browser.Browsers;
import dev.pilcrow.docs.Navigation;
import io.javalin.Javalin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The notes of the navigation guide, with the client and, as far as that goes, without. */
class NavigationGuideIT {
  private final Javalin app = new Navigation().app();

  @BeforeEach
  void start() {
    app.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    app.stop();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void notesAreAddedFoundAndDeleted(boolean script) {
    try (BrowserContext context =
        Browsers.chromium()
            .newContext(new Browser.NewContextOptions().setJavaScriptEnabled(script))) {
      Page page = context.newPage();
      page.navigate("http://127.0.0.1:" + app.port() + "/about");
      if (script) {
        page.evaluate("window.mark = 1");
      }
      page.click("nav a:has-text('Notes')");
      assertThat(page).hasTitle("Notes");
      for (String note : new String[] {"Milk", "Tea <hot>"}) {
        page.fill("[name=text]", note);
        page.click("text=Add");
        if (script) {
          assertThat(page.locator(".silcrow-toast").last()).containsText("Added");
        }
        assertThat(page.locator("#notes li:last-child span")).hasText(note);
        assertThat(page.locator("[name=text]")).hasValue("");
      }
      assertThat(page).hasURL("http://127.0.0.1:" + app.port() + "/notes");
      page.fill("[name=q]", "Tea");
      page.click("text=Search");
      assertThat(page.locator("#notes li")).hasCount(1);
      if (script) {
        page.click("text=Delete");
        assertThat(page.locator("#notes li")).hasCount(0);
        page.goBack();
        assertThat(page).hasTitle("About");
        assertThat(page.evaluate("window.mark")).isEqualTo(1);
      }
    }
  }
}
