package dev.pilcrow.browser.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is writing, and who has read what. */
class SignsIT {
  private static final Pattern SIGNS = Pattern.compile("/signs$");

  @TempDir Path folder;

  private ChatServer server;
  private Guest ada;
  private Guest bob;

  @BeforeEach
  void start() throws Exception {
    server = new ChatServer(folder);
    ada = new Guest(server, Guest.Kind.DESKTOP, "Ada").enter("general");
    bob = new Guest(server, Guest.Kind.DESKTOP, "Bob").enter("general");
    bob.say("hello");
    assertThat(readersOf(bob, "hello")).hasAttribute("aria-label", "Read by Ada");
  }

  @AfterEach
  void stop() {
    ada.hasNoComplaints();
    bob.hasNoComplaints();
    ada.close();
    bob.close();
    server.close();
  }

  @Test
  void typingShowsToTheOthersAndEnds() {
    Locator typing = bob.page.locator("#typing");
    assertThat(typing).hasAttribute("role", "status");
    try (Guest another = ada.secondTab().enter("general")) {
      ada.page.locator("#text").pressSequentially("so");
      assertThat(typing).hasText("Ada is typing…");
      ada.page.locator("#text").fill("");
      assertThat(typing).hasText("");
      ada.page.locator("#text").pressSequentially("well");
      assertThat(typing).hasText("Ada is typing…");
      bob.page.locator("#text").pressSequentially("me too");
      assertThat(another.page.locator("#typing")).hasText("Bob is typing…");
      assertThat(ada.page.locator("#typing")).hasText("Bob is typing…");
      ada.page.locator("#text").press("Enter");
      bob.sees("well");
      assertThat(typing).hasText("");
      bob.hasNoAccessibilityViolations();
    }
  }

  @Test
  void aWriterOfWhomNoMoreIsHeardIsForgotten() {
    try (Guest eve = new Guest(server, Guest.Kind.DESKTOP, "Eve")) {
      eve.page.clock().install(new Clock.InstallOptions().setTime(0));
      eve.page.clock().pauseAt(Duration.ofMinutes(1).toMillis());
      eve.page.routeWebSocket(
          SIGNS,
          client -> {
            WebSocketRoute upstream = client.connectToServer();
            upstream.onMessage(
                frame -> {
                  byte[] bytes = frame.binary();
                  if (!new String(bytes, StandardCharsets.UTF_8).contains("Paused")) {
                    client.send(bytes);
                  }
                });
          });
      eve.enter("general");
      assertThat(eve.page.locator(".readers")).hasAttribute("aria-label", "Read by Ada");
      ada.page.locator("#text").pressSequentially("so");
      assertThat(eve.page.locator("#typing")).hasText("Ada is typing…");
      assertThat(bob.page.locator("#typing")).hasText("Ada is typing…");
      ada.page.locator("#text").fill("");
      assertThat(bob.page.locator("#typing")).hasText("");
      assertThat(eve.page.locator("#typing")).hasText("Ada is typing…");
      eve.page.clock().runFor(7_999);
      assertThat(eve.page.locator("#typing")).hasText("Ada is typing…");
      eve.page.clock().runFor(1);
      assertThat(eve.page.locator("#typing")).hasText("");
    }
  }

  @Test
  void whoHasReadWhatFollowsThem() {
    assertThat(ada.page.locator(".readers")).hasCount(0);
    Guest eve = new Guest(server, Guest.Kind.PHONE, "Eve").enter("general");
    assertThat(readersOf(bob, "hello")).hasAttribute("aria-label", "Read by Ada and Eve");
    assertThat(readersOf(bob, "hello").locator(".avatar")).hasText(new String[] {"A", "E"});
    assertThat(readersOf(ada, "hello")).hasAttribute("aria-label", "Read by Eve");
    ada.say("and goodbye");
    assertThat(readersOf(bob, "and goodbye")).hasAttribute("aria-label", "Read by Eve");
    assertThat(readersOf(ada, "and goodbye")).hasAttribute("aria-label", "Read by Bob and Eve");
    assertThat(bob.page.locator(".readers")).hasCount(1);

    bob.page.reload();
    assertThat(readersOf(bob, "and goodbye")).hasAttribute("aria-label", "Read by Eve");
    bob.hasNoAccessibilityViolations();
    eve.close();
    assertThat(bob.page.locator(".readers")).hasCount(0);
    assertThat(readersOf(ada, "and goodbye")).hasAttribute("aria-label", "Read by Bob");
  }

  @Test
  void theRoomIsWholeWithoutTheChannel() {
    try (Guest eve = new Guest(server, Guest.Kind.DESKTOP, "Eve")) {
      eve.page.routeWebSocket(
          SIGNS, client -> client.close(new WebSocketRoute.CloseOptions().setCode(4404)));
      eve.enter("general");
      assertThat(eve.page.locator(".foot")).hasAttribute("data-status", "failed");
      bob.say("can you hear me?");
      eve.sees("can you hear me?");
      assertThat(readersOf(bob, "can you hear me?"))
          .hasAttribute("aria-label", Pattern.compile("Eve"));
      eve.say("perfectly");
      bob.sees("perfectly");
      assertThat(eve.page.locator(".readers, #typing:not(:empty)")).hasCount(0);
      eve.hasNoComplaints();
    }
  }

  private static Locator readersOf(Guest guest, String text) {
    return guest
        .page
        .locator(".message", new Page.LocatorOptions().setHasText(text))
        .locator(".readers");
  }
}
