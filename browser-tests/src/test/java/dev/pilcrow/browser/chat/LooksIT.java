package dev.pilcrow.browser.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every page on every screen in every theme: no violation, no overflow, and a picture to look at.
 */
class LooksIT {
  private static final Map<String, Guest.Kind> KINDS =
      Map.of(
          "light", Guest.Kind.DESKTOP,
          "dark", Guest.Kind.DARK,
          "tablet", Guest.Kind.TABLET,
          "phone", Guest.Kind.PHONE,
          "dark-phone", Guest.Kind.DARK_PHONE);

  @TempDir Path folder;

  @Test
  void everyPageIsAccessible() throws Exception {
    try (ChatServer server = new ChatServer(folder);
        Guest ada = new Guest(server, Guest.Kind.DESKTOP, "Ada Lovelace").enter("general");
        Guest grace = new Guest(server, Guest.Kind.DARK, "Grace Hopper").enter("general");
        Guest alan = new Guest(server, Guest.Kind.PHONE, "Alan").enter("general")) {
      Guest chatter = new Guest(server, Guest.Kind.DESKTOP, "Alan").enter("random");
      converse(ada, grace, alan);
      chatter.say("Anyone up for lunch?");
      chatter.say("Noodles?");
      assertThat(ada.page.locator("#room-random .badge")).hasText("2 unread");
      alan.page.locator("#text").pressSequentially("Sold. ");
      assertThat(ada.page.locator("#typing")).hasText("Alan is typing…");
      assertThat(ada.page.locator(".readers")).hasAttribute("aria-label", "Read by Alan");
      ada.awaitStillness();
      ada.screenshot("chat");
      for (Guest guest : List.of(ada, grace, alan)) {
        guest.hasNoAccessibilityViolations();
        guest.hasNoComplaints();
      }
      alan.page.locator("#online").click();
      assertThat(alan.page.locator("#people")).isVisible();
      alan.page.waitForFunction(
          "() => document.querySelector('#people').getAnimations().length === 0");
      alan.hasNoAccessibilityViolations();
      alan.screenshot("people-phone");
      chatter.close();

      KINDS.forEach(
          (name, kind) -> {
            try (Guest guest = new Guest(server, kind, "Radia")) {
              guest.enter("general");
              assertThat(guest.page.locator(".readers .avatar")).hasCount(2);
              alan.page.locator("#text").pressSequentially("…");
              assertThat(guest.page.locator("#typing")).hasText("Alan is typing…");
              guest.awaitStillness();
              guest.screenshot("room-" + name);
              check(guest);
              guest.open("/rooms").screenshot("rooms-" + name);
              check(guest);
              guest.open("/rooms/new").screenshot("new-room-" + name);
              check(guest);
              guest.open("/me").screenshot("me-" + name);
              check(guest);
              guest.open("/operator");
              guest.awaitLive();
              guest.screenshot("operator-" + name);
              check(guest);
              guest.hasNoComplaints();
              guest.open("/rooms/nowhere").screenshot("nowhere-" + name);
              check(guest);
            }
            try (Guest stranger = new Guest(server, kind, null)) {
              stranger.enter("help").screenshot("first-visit-" + name);
              check(stranger);
              stranger.page.locator(".hello input[name=name]").fill("z".repeat(32));
              stranger.page.getByText("Use this name").click();
              assertThat(stranger.page.locator(".hello")).hasCount(0);
              check(stranger);
            }
          });
    }
  }

  @Test
  void theKeyboardReachesEverythingAndFocusShows() throws Exception {
    try (ChatServer server = new ChatServer(folder);
        Guest ada = new Guest(server, Guest.Kind.DESKTOP, "Ada").open("/rooms/general#nothing")) {
      ada.awaitLive();
      ada.page.keyboard().press("Tab");
      assertThat(ada.page.locator(".skip")).isFocused();
      assertThat(ada.page.locator(".skip")).isInViewport();
      ada.page.keyboard().press("Enter");
      assertThat(ada.page.locator("#main")).isFocused();
      ada.page.keyboard().press("Tab");
      assertThat(ada.page.locator(".tool")).isFocused();
      ada.page.keyboard().press("Tab");
      assertThat(ada.page.locator("#scroller")).isFocused();
      assertThat(ada.page.locator("#scroller")).hasCSS("outline-style", "solid");
      ada.page.keyboard().press("Tab");
      assertThat(ada.page.locator("#text")).isFocused();
      ada.page.keyboard().press("Tab");
      assertThat(ada.page.locator(".send")).isFocused();
      assertThat(ada.page.locator(".send")).hasCSS("outline-style", "solid");
    }
  }

  private static void converse(Guest ada, Guest grace, Guest alan) {
    sayInTurn(
        grace, "Morning! The new build is up. It starts in **about a second** now.", ada, alan);
    sayInTurn(
        ada, "Lovely. I pulled the plug twice while typing, and nothing was lost 🎉", grace, alan);
    sayInTurn(alan, "And the people on the train?", ada, grace);
    sayInTurn(
        ada,
        "They miss nothing:\n- the page keeps what it has\n- it *reconnects* by itself\n"
            + "- and fetches what was said meanwhile",
        grace,
        alan);
    sayInTurn(
        grace,
        "The whole server side is a loop:\n```\nfor (WsEvent event : stream.events()) {\n"
            + "  room.publish(html(message(event), \"#messages\").append());\n}\n```",
        ada,
        alan);
  }

  private static void sayInTurn(Guest speaker, String text, Guest... others) {
    int before = speaker.messages().count();
    speaker.say(text);
    assertThat(speaker.messages()).hasCount(before + 1);
    for (Guest other : others) {
      assertThat(other.messages()).hasCount(before + 1);
    }
  }

  /** No violations, and nothing that makes the page scroll sideways. */
  private static void check(Guest guest) {
    guest.hasNoAccessibilityViolations();
    assertThat(
            guest.page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
        .as("no sideways scrolling on " + guest.page.url())
        .isEqualTo(true);
  }
}
