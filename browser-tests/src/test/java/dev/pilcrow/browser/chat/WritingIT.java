package dev.pilcrow.browser.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing and reading: keys, drafts, refusals, what is new. */
class WritingIT {
  @TempDir Path folder;

  private ChatServer server;
  private Guest ada;
  private Guest bob;

  @BeforeEach
  void start() throws Exception {
    server = new ChatServer(folder);
    ada = new Guest(server, Guest.Kind.DESKTOP, "Ada").enter("general");
    bob = new Guest(server, Guest.Kind.DESKTOP, "Bob").enter("general");
  }

  @AfterEach
  void stop() {
    ada.close();
    bob.close();
    server.close();
  }

  @Test
  void enterSendsAndShiftEnterStartsALine() {
    Locator text = ada.page.locator("#text");
    assertThat(text).isFocused();
    ada.page.keyboard().type("first");
    ada.page.keyboard().press("Shift+Enter");
    ada.page.keyboard().type("second");
    assertThat(text).hasValue("first\nsecond");
    ada.page.keyboard().press("Enter");
    assertThat(bob.messages().last().locator("br")).hasCount(1);
    assertThat(text).hasValue("");
    assertThat(text).isFocused();
    ada.page.keyboard().type("by button");
    ada.page.locator(".send").click();
    bob.sees("by button");
    assertThat(text).isFocused();
    ada.hasNoComplaints();
  }

  @Test
  void aDraftSurvivesMessagesOfOthersAndAReload() {
    Locator text = ada.page.locator("#text");
    text.fill("half a thou");
    text.evaluate("element => element.setSelectionRange(4, 6)");
    bob.say("interrupting");
    ada.sees("interrupting");
    assertThat(text).hasValue("half a thou");
    assertThat(text.evaluate("element => [element.selectionStart, element.selectionEnd].join()"))
        .isEqualTo("4,6");
    ada.page.reload();
    assertThat(ada.page.locator("#text")).hasValue("half a thou");
  }

  @Test
  void whatIsRefusedStays() {
    Locator text = ada.page.locator("#text");
    ada.page.keyboard().press("Enter");
    assertThat(ada.page.locator("#notice")).hasText("Write something first.");
    String tooLong = "x".repeat(5_000);
    text.fill(tooLong);
    text.press("Enter");
    assertThat(ada.page.locator("#notice")).containsText("5,000 characters");
    assertThat(text).hasValue(tooLong);

    // The server refuses too, and what it refuses comes back.
    text.fill("");
    ada.page.evaluate(
        "text => Silcrow.send(document.body, {event: 'chat', data: {text}})", tooLong);
    assertThat(ada.page.locator("#notice")).containsText("5,000 characters");
    assertThat(text).hasValue(tooLong);
    text.fill("short");
    text.press("Enter");
    bob.sees("short");
    assertThat(ada.page.locator("#notice")).hasText("");
  }

  @Test
  void newMessagesAreCountedWhileSomebodyReadsAbove() {
    for (int i = 0; i < 15; i++) {
      bob.say("line " + i);
    }
    ada.sees("line 14");
    Locator scroller = ada.page.locator("#scroller");
    assertThat(scroller.evaluate("element => Math.round(element.scrollTop)")).isEqualTo(0);
    scroller.evaluate("element => { element.scrollTop = -300; }");
    bob.say("news");
    ada.sees("news");
    Locator pill = ada.page.locator("#pill");
    assertThat(pill).hasText("1 new message ↓");
    assertThat(ada.page).hasTitle("(1) #General · Pilcrow chat");
    assertThat(ada.page.locator(".message:has(.new) .text")).hasText("news");
    pill.click();
    assertThat(pill).isHidden();
    assertThat(ada.page).hasTitle("#General · Pilcrow chat");
    assertThat(scroller.evaluate("element => Math.round(element.scrollTop)")).isEqualTo(0);
  }

  @Test
  void otherRoomsSayThatTheyHaveNews() {
    Guest eve = new Guest(server, Guest.Kind.DESKTOP, "Eve").enter("random");
    try {
      eve.say("over here");
      assertThat(ada.page.locator("#room-random .badge")).hasText("1 unread");
      ada.page.locator("#room-random a").click();
      ada.sees("over here");
      assertThat(ada.page.locator("#room-random .badge")).isHidden();
    } finally {
      eve.close();
    }
  }

  @Test
  void timesAndOnesOwnMessagesAreOnesOwn() {
    bob.say("one");
    bob.say("two");
    ada.sees("two");
    assertThat(ada.page.locator(".message.mine")).hasCount(0);
    assertThat(bob.page.locator(".message.mine")).hasCount(2);
    assertThat(bob.page.locator(".message.grouped")).hasCount(1);
    assertThat(bob.page.locator(".person.mine")).hasText("B Bob");
    String local =
        "time => new Intl.DateTimeFormat([], {hour: '2-digit', minute: '2-digit'})"
            + ".format(new Date(time.dateTime))";
    Locator time = ada.page.locator(".at").first();
    assertThat(time).hasText(String.valueOf(time.evaluate(local)));
    ada.page.reload();
    assertThat(time).hasText(String.valueOf(time.evaluate(local)));
  }

  @Test
  void hostileMarkupIsInertOnEveryPage() {
    String hostile =
        "<img src=x onerror=\"window.hit=1\"> <b s-live=\"/ws/x\" :text=\"y\">b</b>"
            + " [click](javascript:window.hit=1) <script>window.hit=1</script>";
    ada.say(hostile);
    bob.sees(hostile);
    bob.page.reload();
    bob.sees(hostile);
    assertThat(bob.page.evaluate("window.hit")).isNull();
    assertThat(bob.page.locator("#messages :is(img, b, script, a)")).hasCount(0);
    bob.hasNoComplaints();
  }

  @Test
  void aNewRoomAppearsAndANewNameShows() {
    ada.open("/rooms/new");
    ada.page.locator("#name").fill("Tea");
    ada.page.getByText("Open the room").click();
    ada.awaitLive();
    assertThat(ada.page.locator("h1")).hasText("# Tea");
    assertThat(ada.page.locator(".silcrow-toast")).containsText("#Tea is open");
    assertThat(bob.page.locator("#rooms")).containsText("Tea");
    bob.page.locator("#room-tea a").click();
    bob.awaitLive();
    assertThat(ada.page.locator("#people-list .name")).hasText(new String[] {"Ada", "Bob"});
    bob.open("/me");
    bob.page.locator("#name").fill("Robert");
    bob.page.getByText("Save name").click();
    bob.enter("tea");
    assertThat(ada.page.locator("#people-list .name")).hasText(new String[] {"Ada", "Robert"});
    ada.hasNoComplaints();
    bob.hasNoComplaints();
  }
}
