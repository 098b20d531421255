package dev.pilcrow.browser.guide;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.pilcrow.browser.Browsers;
import dev.pilcrow.docs.Sending;
import io.javalin.Javalin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The samples of the guide to sending, in a browser and with the real server. */
class SendingGuideIT {
  private final Sending notes = new Sending();
  private final Javalin app = notes.app();
  private final BrowserContext context = Browsers.chromium().newContext();
  private final Page page = context.newPage();

  @BeforeEach
  void start() {
    app.start("127.0.0.1", 0);
    open();
  }

  @AfterEach
  void close() {
    context.close();
    app.stop();
  }

  private void open() {
    page.navigate("http://127.0.0.1:" + app.port() + "/");
    assertThat(page.locator("#notes")).hasAttribute("data-live", "open");
  }

  private void note(String text) {
    page.fill("[name=text]", text);
    page.click("button");
  }

  @Test
  void aNoteIsSentWhenItIsStored() {
    note("tea");
    assertThat(page.locator("#state")).hasText("all sent");
    assertThat(page.locator("#notes b")).hasText("1");
    assertThat(notes.notes()).containsExactly("tea");
  }

  @Test
  void whatTheHandlerRejectsIsSaid() {
    note(" ");
    assertThat(page.locator("#state")).hasText("not sent: The handler failed.");
    assertThat(notes.notes()).isEmpty();
  }

  @Test
  void whatIsWrittenOfflineIsStoredOnceByTheNextPage() {
    page.evaluate("() => { WebSocket.prototype.send = () => {}; }");
    note("tea");
    note("cake");
    assertThat(page.locator("#state")).hasText("on its way");
    open();
    assertThat(page.locator("#notes b")).hasText("2");
    page.waitForFunction("() => localStorage.length === 0");
    open();
    assertThat(notes.notes()).containsExactlyInAnyOrder("tea", "cake");
  }
}
