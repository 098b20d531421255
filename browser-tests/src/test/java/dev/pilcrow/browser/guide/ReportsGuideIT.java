package dev.pilcrow.browser.guide;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.pilcrow.browser.Browsers;
import dev.pilcrow.docs.Reports;
import io.javalin.Javalin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of the guide to drafts and uploads, with the client and without. */
class ReportsGuideIT {
  private final Javalin app = new Reports().app();

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
  void aReportIsWrittenLostAndSent(boolean script) {
    try (BrowserContext context =
        Browsers.chromium()
            .newContext(new Browser.NewContextOptions().setJavaScriptEnabled(script))) {
      Page page = context.newPage();
      page.navigate("http://127.0.0.1:" + app.port() + "/reports");
      page.fill("[name=title]", "Leak <big>");
      page.fill("[name=text]", "In the cellar");
      if (script) {
        page.reload();
        assertThat(page.locator("[name=title]")).hasValue("Leak <big>");
        assertThat(page.locator("[name=text]")).hasValue("In the cellar");
        page.evaluate(
            "document.addEventListener('silcrow:upload', ({detail}) => { window.sent = detail; })");
      }
      page.setInputFiles(
          "[name=picture]", new FilePayload("leak.png", "image/png", new byte[50_000]));
      page.click("text=Send");
      assertThat(page.locator("li")).hasText("Leak <big>: 50000 bytes");
      assertThat(page.locator("[name=title]")).hasValue("");
      if (script) {
        assertThat(page.locator(".silcrow-toast")).containsText("Sent");
        assertThat(page.evaluate("sent.loaded === sent.total && sent.total > 50_000"))
            .isEqualTo(true);
        page.reload();
        assertThat(page.locator("[name=title]")).hasValue("");
      }
    }
  }
}
