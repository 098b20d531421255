package dev.pilcrow.browser.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.WebSocketRoute;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people, one server, and the server goes away. */
class OutageIT {
  private static final Pattern SOCKETS = Pattern.compile("/ws/rooms/[^/]+$");

  @TempDir Path folder;

  private ChatServer server;
  private Guest ada;
  private Guest bob;

  @BeforeEach
  void start() throws Exception {
    server = new ChatServer(folder);
    ada = new Guest(server, Guest.Kind.DESKTOP, "Ada").enter("general");
    bob = new Guest(server, Guest.Kind.DARK, "Bob").enter("general");
  }

  @AfterEach
  void stop() {
    ada.close();
    bob.close();
    server.close();
  }

  @Test
  void bothPagesOutliveTheServer() throws Exception {
    ada.say("hello **Bob**");
    bob.sees("hello Bob");
    bob.say("hello Ada");
    ada.sees("hello Ada");
    for (Guest guest : List.of(ada, bob)) {
      guest.page.evaluate("window.neverReloaded = true");
    }

    server.stop();
    ada.page.waitForSelector("[data-live=offline]");
    bob.page.waitForSelector("[data-live=offline]");
    assertThat(ada.page.locator(".status")).containsText("Reconnecting");
    ada.page.locator("#text").fill("written in the dark");
    ada.page.keyboard().press("Enter");
    assertThat(ada.page.locator("#text")).hasValue("written in the dark");
    assertThat(ada.page.locator("#notice")).containsText("Waiting for the connection");

    server.startAgain();
    ada.awaitLive();
    bob.awaitLive();
    bob.sees("written in the dark");
    assertThat(ada.page.locator("#text")).hasValue("");
    bob.say("and back");
    ada.sees("and back");
    for (Guest guest : List.of(ada, bob)) {
      assertThat(guest.page.evaluate("window.neverReloaded")).isEqualTo(true);
      assertThat(guest.messages())
          .hasText(new String[] {"hello Bob", "hello Ada", "written in the dark", "and back"});
      assertThat(guest.page.locator("#people-list .name")).hasText(new String[] {"Ada", "Bob"});
      guest.hasNoComplaints();
      guest.hasNoAccessibilityViolations();
    }

    ada.page.waitForSelector(".foot[data-status=open]");
    bob.page.waitForSelector(".foot[data-status=open]");
    assertThat(bob.page.locator(".message").last().locator(".readers"))
        .hasAttribute("aria-label", "Read by Ada");
    ada.page.locator("#text").pressSequentially("so");
    assertThat(bob.page.locator("#typing")).hasText("Ada is typing…");
    ada.page.locator("#room-random a").click();
    assertThat(bob.page.locator("#typing")).hasText("");

    bob.page.reload();
    assertThat(bob.messages())
        .hasText(new String[] {"hello Bob", "hello Ada", "written in the dark", "and back"});
  }

  @Test
  void whatWasSaidDuringTheReconnectIsFilledIn() throws Exception {
    ada.say("before");
    bob.sees("before");
    bob.page.evaluate("Silcrow.disconnect(document.body)");
    bob.page.waitForSelector("[data-live=closed]");
    ada.say("while Bob was away 1");
    ada.say("while Bob was away 2");
    bob.page.evaluate("Silcrow.reconnect(document.body)");
    bob.sees("while Bob was away 2");
    assertThat(bob.messages())
        .hasText(new String[] {"before", "while Bob was away 1", "while Bob was away 2"});
  }

  @Test
  void aMessageLostOnItsWayIsSentAgainByItself() {
    AtomicBoolean lose = new AtomicBoolean(true);
    try (Guest eve = new Guest(server, Guest.Kind.DESKTOP, "Eve")) {
      eve.page.routeWebSocket(
          SOCKETS,
          client -> {
            WebSocketRoute upstream = client.connectToServer();
            client.onMessage(
                frame -> {
                  if (frame.text().contains("on its way") && lose.getAndSet(false)) {
                    client.close(new WebSocketRoute.CloseOptions().setCode(1012));
                  } else {
                    upstream.send(frame.text());
                  }
                });
          });
      eve.enter("general");
      eve.page.locator("#text").fill("on its way");
      eve.page.locator("#text").press("Enter");
      isThereOnce("on its way", eve);
    }
  }

  @Test
  void aMessageWhoseAnswerIsLostIsThereOnce() {
    AtomicBoolean lose = new AtomicBoolean(true);
    try (Guest eve = new Guest(server, Guest.Kind.DESKTOP, "Eve")) {
      eve.page.routeWebSocket(
          SOCKETS,
          client -> {
            WebSocketRoute upstream = client.connectToServer();
            upstream.onMessage(
                frame -> {
                  if (frame.text().contains("\"ack\",") && lose.getAndSet(false)) {
                    client.close(new WebSocketRoute.CloseOptions().setCode(1012));
                  } else {
                    client.send(frame.text());
                  }
                });
          });
      eve.enter("general");
      eve.page.locator("#text").fill("taken, but who knows");
      eve.page.locator("#text").press("Enter");
      isThereOnce("taken, but who knows", eve);
    }
  }

  private void isThereOnce(String text, Guest eve) {
    ada.sees(text);
    assertThat(eve.page.locator("#text")).hasValue("");
    assertThat(eve.page.locator("#notice")).hasText("");
    for (Guest guest : List.of(ada, bob, eve)) {
      assertThat(guest.messages()).hasText(new String[] {text});
    }
    eve.say("and on");
    ada.sees("and on");
    assertThat(ada.messages()).hasCount(2);
  }
}
