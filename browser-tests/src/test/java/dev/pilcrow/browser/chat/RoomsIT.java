package dev.pilcrow.browser.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding, opening and renaming rooms, and going from page to page, all in one document. */
class RoomsIT {
  @TempDir Path folder;

  private ChatServer server;
  private Guest ada;
  private Guest bob;

  @BeforeEach
  void start() throws Exception {
    server = new ChatServer(folder);
    ada = new Guest(server, Guest.Kind.DESKTOP, "Ada");
    bob = new Guest(server, Guest.Kind.DESKTOP, "Bob");
  }

  @AfterEach
  void stop() {
    ada.close();
    bob.close();
    server.close();
  }

  @Test
  void theListFollowsWhatIsTyped() {
    ada.open("/rooms");
    ada.awaitLive();
    ada.page.evaluate("window.neverReloaded = true");
    Locator rooms = ada.page.locator(".directory li");
    assertThat(rooms).hasCount(4);
    Locator search = ada.page.locator("#q");
    search.pressSequentially("LINKS");
    assertThat(ada.page.locator("#summary")).hasText("1 room matches “LINKS”");
    assertThat(rooms).hasCount(1);
    assertThat(ada.page.locator("mark")).hasText("links");
    assertThat(search).isFocused();
    assertThat(search).hasValue("LINKS");
    search.pressSequentially("x");
    assertThat(ada.page.locator("#summary")).hasText("No rooms match “LINKSx”");
    search.fill("");
    assertThat(rooms).hasCount(4);
    assertThat(ada.page.evaluate("window.neverReloaded")).isEqualTo(true);
    assertThat(ada.page).hasURL(Pattern.compile("/rooms$"));
    ada.hasNoComplaints();
  }

  @Test
  void aNewRoomIsFilledInOnceMore() {
    bob.enter("general");
    ada.open("/rooms");
    ada.page.locator(".sheet-head .button").click();
    ada.page.locator("#name").fill("General");
    ada.page.locator("#purpose").fill("For tea");
    ada.page.locator(".actions .button").first().click();
    assertThat(ada.page.locator("#name-error")).hasText("There is a room of that name already.");
    assertThat(ada.page.locator("#name")).hasAttribute("aria-invalid", "true");
    assertThat(ada.page.locator("#name")).isFocused();
    assertThat(ada.page.locator("#purpose")).hasValue("For tea");
    ada.hasNoAccessibilityViolations();

    ada.page.locator("#name").fill("Tea");
    ada.page.locator("#name").press("Enter");
    ada.awaitLive();
    assertThat(ada.page.locator("h1")).hasText("# Tea");
    assertThat(ada.page.locator(".silcrow-toast")).containsText("#Tea is open");
    assertThat(bob.page.locator("#rooms")).containsText("Tea");
    bob.hasNoComplaints();
  }

  @Test
  void aNewNameShowsOnOpenPages() {
    ada.enter("ideas");
    bob.enter("ideas");
    bob.page.locator("#text").fill("half a thou");
    ada.page.locator(".tool").click();
    ada.page.locator("#name").fill("Good ideas");
    ada.page.locator("#purpose").fill("Fully baked");
    ada.page.getByText("Save").click();
    ada.awaitLive();
    assertThat(ada.page.locator("h1")).hasText("# Good ideas");
    assertThat(bob.page.locator("h1")).hasText("# Good ideas");
    assertThat(bob.page.locator("#room-purpose")).hasText("Fully baked");
    assertThat(bob.page.locator("#room-ideas .room-name")).hasText("Good ideas");
    assertThat(bob.page.locator("#text")).hasValue("half a thou");
    bob.hasNoComplaints();
  }

  @Test
  void everyPageComesIntoTheSameDocument() {
    ada.enter("general");
    bob.enter("general");
    ada.page.evaluate("window.neverReloaded = true");
    ada.say("before the tour");
    for (String[] step :
        List.of(
            new String[] {"#room-random a", "# Random"},
            new String[] {".tabs a[href='/rooms']", "Rooms"},
            new String[] {".sheet-head .button", "New room"},
            new String[] {".actions .quiet", "Rooms"},
            new String[] {".tabs a[href='/operator']", "Operator"},
            new String[] {".tabs .me", "You"},
            new String[] {"#room-general a", "# General"})) {
      ada.page.locator(step[0]).click();
      assertThat(ada.page.locator("h1")).hasText(step[1]);
      ada.awaitLive();
    }
    bob.say("welcome back");
    ada.sees("welcome back");
    ada.say("good to be here");
    bob.sees("good to be here");
    assertThat(ada.messages())
        .hasText(new String[] {"before the tour", "welcome back", "good to be here"});

    ada.page.goBack();
    assertThat(ada.page.locator("h1")).hasText("You");
    ada.page.goBack();
    assertThat(ada.page.locator("h1")).hasText("Operator");
    ada.page.goForward();
    ada.page.goForward();
    ada.awaitLive();
    ada.sees("good to be here");
    assertThat(ada.page.evaluate("window.neverReloaded")).isEqualTo(true);
    ada.hasNoComplaints();
  }

  @Test
  void draftsStayWithTheirRoom() {
    ada.enter("general");
    Locator text = ada.page.locator("#text");
    text.fill("for general");
    ada.page.locator("#room-random a").click();
    assertThat(ada.page.locator("h1")).hasText("# Random");
    assertThat(text).hasValue("");
    ada.page.locator("#room-general a").click();
    assertThat(ada.page.locator("h1")).hasText("# General");
    assertThat(text).hasValue("for general");
  }

  @Test
  void pagesOutsideARoomCountWhatIsUnread() {
    bob.enter("random");
    ada.enter("random");
    ada.page.locator(".tabs .me").click();
    assertThat(ada.page.locator("h1")).hasText("You");
    ada.awaitLive();
    bob.say("anyone?");
    assertThat(ada.page.locator("#room-random .badge")).hasText("1 unread");
    ada.page.locator(".tabs a[href='/rooms']").click();
    assertThat(ada.page.locator("#card-random .badge")).hasText("1 unread");
    ada.awaitLive();
    bob.say("hello?");
    assertThat(ada.page.locator("#card-random .badge")).hasText("2 unread");
  }
}
