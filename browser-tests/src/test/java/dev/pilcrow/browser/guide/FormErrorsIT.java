package dev.pilcrow.browser.guide;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.pilcrow.browser.Axe;
import dev.pilcrow.browser.Browsers;
import dev.pilcrow.docs.Forms;
import io.javalin.Javalin;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of the forms guide when it is refused, with the client and without. */
class FormErrorsIT {
  private static final String VIOLATIONS =
      "window.broken = [];"
          + "document.addEventListener('securitypolicyviolation',"
          + " (event) => window.broken.push(event.violatedDirective + ' ' + event.blockedURI))";

  private final Javalin app = new Forms().app();

  @BeforeEach
  void start() {
    app.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    app.stop();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + app.port() + path;
  }

  private Page open(BrowserContext context) {
    context.addInitScript(VIOLATIONS);
    Page page = context.newPage();
    page.navigate(url("/signup"));
    return page;
  }

  private static BrowserContext context(boolean script) {
    return Browsers.chromium()
        .newContext(new Browser.NewContextOptions().setJavaScriptEnabled(script));
  }

  private static void submit(Page page, String name, String mail, String seats) {
    page.fill("#name", name);
    page.fill("#mail", mail);
    page.fill("#seats", seats);
    page.click("main button");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRefusedFormComesBackWithMessagesTiedToItsFields(boolean script) {
    try (BrowserContext context = context(script)) {
      Page page = open(context);
      if (script) {
        page.evaluate("window.mark = 1");
      }
      submit(page, "Zoë \"<b>\"", "zoe", "9");
      assertThat(page.locator("#mail-error"))
          .hasText("Please enter an e-mail address such as name@example.org.");
      assertThat(page.locator("#mail")).hasAttribute("aria-invalid", "true");
      assertThat(page.locator("#mail"))
          .hasAccessibleDescription("Please enter an e-mail address such as name@example.org.");
      assertThat(page.locator("#seats"))
          .hasAccessibleDescription("Please enter a whole number from 1 to 8.");
      assertThat(page.locator("#name")).hasValue("Zoë \"<b>\"");
      assertThat(page.locator("#name")).not().hasAttribute("aria-invalid", "true");
      assertThat(page.locator("#mail")).hasValue("zoe");
      assertThat(page.locator(".field-error")).hasCount(2);
      page.fill("#mail", "zoe@example.org");
      page.fill("#seats", "2");
      page.click("main button");
      assertThat(page).hasURL(url("/members"));
      assertThat(page.locator("#count")).hasText("1");
      if (script) {
        assertThat(page.evaluate("window.mark")).as("the document stayed").isEqualTo(1);
        assertThat(page.locator(".silcrow-toast")).containsText("Welcome, Zoë");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',  '',                  '',  name",
    "Ada, nobody,              '2', mail",
    "Ada, ada@example.org,     '0', seats",
    "A,   ada,                 '0', name",
  })
  void theFirstFieldThatIsWrongGetsTheFocus(String name, String mail, String seats, String field) {
    try (BrowserContext context = context(true)) {
      Page page = open(context);
      submit(page, name, mail, seats);
      assertThat(page.locator("#" + field)).isFocused();
      assertThat(page.locator("#" + field)).hasAttribute("aria-invalid", "true");
    }
  }

  @Test
  void theFocusGoesToTheNextMistakeWhenOneIsMended() {
    try (BrowserContext context = context(true)) {
      Page page = open(context);
      submit(page, "", "ada", "9");
      assertThat(page.locator("#name")).isFocused();
      page.fill("#name", "Ada");
      page.press("#name", "Enter");
      assertThat(page.locator("#mail")).isFocused();
      assertThat(page.locator("#name-error")).hasCount(0);
      assertThat(page.locator("#name")).not().hasAttribute("aria-describedby", "name-error");
      page.fill("#mail", "ada@example.org");
      page.press("#mail", "Enter");
      assertThat(page.locator("#seats")).isFocused();
      assertThat(page.locator(".field-error")).hasCount(1);
    }
  }

  /** Without script nobody holds the second click back, and the browser sends the form again. */
  @Test
  void aDoubleClickIsOneMember() {
    try (BrowserContext context = context(false)) {
      Page page = open(context);
      page.fill("#name", "Ada");
      page.fill("#mail", "ada@example.org");
      page.dblclick("main button");
      assertThat(page).hasURL(url("/members"));
      assertThat(page.locator("#count")).hasText("1");
    }
  }

  @Test
  void aStrictPolicyHoldsThroughout() {
    try (BrowserContext context = context(true)) {
      Page page = open(context);
      submit(page, "", "", "");
      assertThat(page.locator("#name")).isFocused();
      assertThat((List<?>) page.evaluate("window.broken")).isEmpty();
      submit(page, "Ada", "ada@example.org", "1");
      assertThat(page).hasURL(url("/members"));
      assertThat(page.locator(".silcrow-toast")).isVisible();
      assertThat((List<?>) page.evaluate("window.broken")).isEmpty();
    }
  }

  @Test
  void theRefusedFormHasNoAccessibilityProblem() {
    try (BrowserContext context = context(true)) {
      Page page = open(context);
      submit(page, "", "", "");
      assertThat(page.locator("#name")).isFocused();
      assertThat(Axe.violations(page)).isEmpty();
    }
  }
}
