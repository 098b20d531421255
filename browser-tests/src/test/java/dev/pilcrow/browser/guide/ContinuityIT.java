package dev.pilcrow.browser.guide;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import dev.pilcrow.browser.Browsers;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is published while nobody can hear it: afterwards the page is what a fresh one would be, and
 * what the user typed is still there. A real server, a real browser and a line that is really cut.
 */
class ContinuityIT {
  /** How events come to the page. */
  enum Way {
    SOCKET,
    FALLBACK,
    STREAM
  }

  private static final String DRAFT = "half a sentence";

  private @Nullable Numbers numbers;
  private @Nullable Line line;
  private @Nullable BrowserContext context;
  private @Nullable Browser ownBrowser;

  @AfterEach
  void close() {
    if (context != null) {
      context.close();
    }
    if (ownBrowser != null) {
      ownBrowser.close();
    }
    if (line != null) {
      line.close();
    }
    numbers().close();
  }

  private Numbers numbers() {
    return Objects.requireNonNull(numbers);
  }

  private Line line() {
    return Objects.requireNonNull(line);
  }

  private Page open(Way way, Browser browser) throws IOException {
    numbers = new Numbers(way == Way.STREAM);
    numbers.add(3);
    line = new Line(() -> numbers().port());
    context = browser.newContext();
    Page page = context.newPage();
    page.addInitScript(
        """
        window.errors = [];
        addEventListener('silcrow:error', (event) => errors.push(event.detail.code), true);
        """);
    if (way == Way.FALLBACK) {
      page.addInitScript(
          "window.WebSocket = class { constructor() { throw new Error('blocked'); } };");
    }
    return page;
  }

  /** Opens the page, and types something into it. */
  private Page begin(Way way) throws IOException {
    Page page = open(way, Browsers.chromium());
    page.navigate(line().url("/"));
    write(page);
    awaitOpen(page);
    return page;
  }

  private static void write(Page page) {
    page.fill("#draft", DRAFT);
    page.evaluate("document.querySelector('#draft').setSelectionRange(5, 7)");
  }

  private static void awaitOpen(Page page) {
    page.waitForFunction("() => document.body.dataset.live === 'open'");
  }

  /** Waits until the page is as a fresh one would be, with what was typed in it. */
  private void assertFresh(Page page) {
    // The next attempt may be seconds away.
    assertThat(page.locator("#list li"))
        .hasCount(numbers().count(), new HasCountOptions().setTimeout(30_000));
    // Of two events the list shows the first, the count the second.
    assertThat(page.locator("#count b")).hasText(String.valueOf(numbers().count()));
    Object shown = page.evaluate("Silcrow.flush(), document.querySelector('main').innerHTML");
    Object fresh =
        page.evaluate(
            "fetch('/').then((answer) => answer.text()).then((text) => new"
                + " DOMParser().parseFromString(text,"
                + " 'text/html').querySelector('main').innerHTML)");
    assertThat(shown).isEqualTo(fresh);
    assertThat(page.inputValue("#draft")).isEqualTo(DRAFT);
    assertThat(
            page.evaluate(
                "(() => { const {id, selectionStart, selectionEnd} = document.activeElement;"
                    + " return [id, selectionStart, selectionEnd]; })()"))
        .isEqualTo(List.of("draft", 5, 7));
    assertThat(page.evaluate("errors")).isEqualTo(List.of());
  }

  @ParameterizedTest
  @EnumSource
  void betweenThePageAndItsConnection(Way way) throws IOException {
    Page page = open(way, Browsers.chromium());
    numbers().afterNextPage(() -> numbers().add(5));
    page.navigate(line().url("/"));
    write(page);
    assertFresh(page);
    awaitOpen(page);
    numbers().add(2);
    assertFresh(page);
  }

  @ParameterizedTest
  @EnumSource
  void whileTheLineIsCut(Way way) throws IOException {
    Page page = begin(way);
    for (int round = 0; round < 3; round++) {
      numbers().add(1);
      line().cut();
      page.waitForFunction("() => document.body.dataset.live !== 'open'");
      numbers().add(5);
      line().mend();
      numbers().add(1);
      page.evaluate("window.dispatchEvent(new Event('online'))");
      assertFresh(page);
    }
    assertThat(
            page.evaluate(
                "performance.getEntriesByType('resource').filter(({name}) =>"
                    + " new URL(name).pathname === '/').length"))
        .as("fetched by assertFresh alone")
        .isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void whileTheServerIsRestarted(Way way) throws IOException {
    Page page = begin(way);
    numbers().add(2);
    numbers().restart();
    numbers().add(5);
    assertFresh(page);
    awaitOpen(page);
    numbers().add(2);
    assertFresh(page);
  }

  @ParameterizedTest
  @EnumSource
  void whileMoreIsPublishedThanIsKept(Way way) throws IOException {
    Page page = begin(way);
    line().cut();
    page.waitForFunction("() => document.body.dataset.live !== 'open'");
    numbers().add(600);
    line().mend();
    assertFresh(page);
    awaitOpen(page);
    numbers().add(2);
    assertFresh(page);
  }

  @ParameterizedTest
  @EnumSource
  void whileTheBrowserKeepsThePage(Way way) throws IOException {
    ownBrowser = Browsers.keepingPages();
    Page page = open(way, ownBrowser);
    page.navigate(line().url("/"));
    write(page);
    awaitOpen(page);
    page.evaluate("addEventListener('pageshow', (event) => { window.kept = event.persisted; })");
    page.navigate(line().url("/away"));
    numbers().add(5);
    page.evaluate("setTimeout(() => history.back())");
    page.waitForFunction("() => window.kept");
    assertFresh(page);
    awaitOpen(page);
    numbers().add(2);
    assertFresh(page);
  }

  @Test
  void whatIsSentMeanwhileArrivesOnceAndInOrder() throws IOException {
    Page page = begin(Way.SOCKET);
    page.evaluate(
        "window.told = 0; window.say = (from, to) => { for (let n = from; n <= to; n++)"
            + " Silcrow.send('body', {event: 'say', data: n}).then(() => { told++; }); }");
    page.evaluate("say(1, 10)");
    line().cut();
    page.waitForFunction("() => document.body.dataset.live !== 'open'");
    page.evaluate("say(11, 20)");
    line().mend();
    page.waitForFunction("() => told === 20");
    page.evaluate("say(21, 25)");
    numbers().restart();
    page.evaluate("say(26, 30)");
    page.waitForFunction("() => told === 30");
    assertThat(numbers().said())
        .isEqualTo(IntStream.rangeClosed(1, 30).mapToObj(String::valueOf).toList());
    assertFresh(page);
  }
}
