package dev.pilcrow.browser.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's page, which follows the chat over an event stream. */
class OperatorIT {
  @TempDir Path folder;

  @Test
  void theChartsFollowTheChat() throws Exception {
    try (ChatServer server = new ChatServer(folder);
        Guest operator = new Guest(server, Guest.Kind.DESKTOP, "Op").open("/operator");
        Guest ada = new Guest(server, Guest.Kind.DESKTOP, "Ada").enter("general")) {
      operator.awaitLive();
      assertThat(operator.page.locator(".state-open")).isVisible();
      assertThat(operator.page.locator("#gauge-people .figure")).hasText("1");
      assertThat(operator.page.locator(".by-room li").first()).containsText("General");
      ada.say("one");
      ada.say("two");
      Locator bars = operator.page.locator("#gauge-messages .bar:not(.empty)");
      assertThat(bars).not().hasCount(0);
      assertThat(operator.page.locator("#gauge-messages svg"))
          .hasAttribute("aria-label", Pattern.compile("2 in all in 30 minutes"));
      assertThat(operator.page.locator("#room-general .badge")).hasText("2 unread");
      operator.hasNoAccessibilityViolations();
      operator.hasNoComplaints();
    }
  }

  @Test
  void itCanBeMadeToStandStillAndOutlivesTheServer() throws Exception {
    try (ChatServer server = new ChatServer(folder);
        Guest operator = new Guest(server, Guest.Kind.DESKTOP, "Op").open("/operator")) {
      operator.awaitLive();
      operator.page.evaluate("window.neverReloaded = true");
      operator.page.locator("#pace").click();
      assertThat(operator.page.locator("#pace")).hasText("Resume");
      assertThat(operator.page.locator("body"))
          .not()
          .hasAttribute("data-live", Pattern.compile(".*"));
      operator.page.locator("#pace").click();
      operator.awaitLive();

      server.stop();
      operator.page.waitForSelector("[data-live=offline]");
      assertThat(operator.page.locator(".state-offline")).isVisible();
      server.startAgain();
      operator.awaitLive();
      try (Guest ada = new Guest(server, Guest.Kind.DESKTOP, "Ada").enter("help")) {
        assertThat(operator.page.locator("#gauge-people .figure")).hasText("1");
        ada.hasNoComplaints();
      }
      assertThat(operator.page.evaluate("window.neverReloaded")).isEqualTo(true);
    }
  }
}
