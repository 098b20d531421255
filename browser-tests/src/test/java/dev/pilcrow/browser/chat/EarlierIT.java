package dev.pilcrow.browser.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading upwards: older messages come as one scrolls, and nothing jumps. */
class EarlierIT {
  private static final int MANY = 130;

  @TempDir Path folder;

  private ChatServer server;
  private Guest ada;
  private Guest bob;

  @BeforeEach
  void start() throws Exception {
    server = new ChatServer(folder);
    bob = new Guest(server, Guest.Kind.DESKTOP, "Bob");
    for (int i = 1; i <= MANY; i++) {
      bob.post("general", "message " + i);
    }
    ada = new Guest(server, Guest.Kind.DESKTOP, "Ada").enter("general");
  }

  @AfterEach
  void stop() {
    ada.close();
    bob.close();
    server.close();
  }

  @Test
  void olderMessagesComeWhileOneScrolls() {
    assertThat(texts()).hasCount(50);
    Locator scroller = ada.page.locator("#scroller");
    scroller.hover();
    for (int before = 50; before < MANY; before = texts().count()) {
      int known = before;
      ada.page.mouse().wheel(0, -20_000);
      ada.page.waitForCondition(() -> texts().count() > known);
    }
    assertThat(texts()).hasCount(MANY);
    assertThat(texts())
        .hasText(
            IntStream.rangeClosed(1, MANY).mapToObj(i -> "message " + i).toArray(String[]::new));
    assertThat(ada.page.locator(".start")).hasCount(1);
    assertThat(ada.page.locator(".pager")).hasCount(0);
    assertThat(ada.page.locator(".rule.day")).hasCount(1);
    ada.hasNoComplaints();
    ada.hasNoAccessibilityViolations();
  }

  @Test
  void nothingJumpsWhenTheyCome() {
    Locator anchor = ada.page.locator("#scroller .message").first();
    String id = anchor.getAttribute("id");
    Object scrolled =
        anchor.evaluate(
            "(message) => { const s = document.querySelector('#scroller');"
                + " s.scrollTop = 400 - (s.scrollHeight - s.clientHeight);"
                + " return message.querySelector('.text').getBoundingClientRect().top; }");
    double before = ((Number) scrolled).doubleValue();
    assertThat(texts()).hasCount(100);
    assertThat(top(id + " .text")).isCloseTo(before, within(1.0));
    bob.post("general", "news below");
    ada.sees("news below");
    assertThat(top(id + " .text")).as("nor when news arrive").isCloseTo(before, within(1.0));
  }

  @Test
  void theKeyboardLoadsThemAndKeepsItsPlace() {
    ada.page.evaluate("() => { document.querySelector('#scroller').scrollTop = 0; }");
    Locator link = ada.page.locator(".pager a");
    link.evaluate("link => link.focus({preventScroll: true})");
    ada.page.keyboard().press("Enter");
    assertThat(texts()).hasCount(100);
    assertThat(ada.page.evaluate("() => Boolean(document.activeElement.closest('.earlier'))"))
        .as("the focus is where the link was")
        .isEqualTo(true);
    assertThat(ada.page.locator(".silcrow-announcer")).hasText("Earlier messages are here");
  }

  @Test
  void whatIsSaidMeanwhileComesBelow() {
    ada.page.locator(".pager a").evaluate("link => link.click()");
    bob.post("general", "in the middle of it");
    assertThat(texts()).hasCount(101);
    ada.sees("in the middle of it");
    List<String> ids =
        ada.page.locator("#scroller .message").all().stream()
            .map(message -> message.getAttribute("id"))
            .toList();
    assertThat(ids).doesNotHaveDuplicates();
  }

  private Locator texts() {
    return ada.page.locator("#scroller .message .text");
  }

  private double top(String selector) {
    return ((Number)
            ada.page
                .locator("#" + selector)
                .evaluate("element => element.getBoundingClientRect().top"))
        .doubleValue();
  }
}
