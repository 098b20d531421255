package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ReducedMotion;
import dev.pilcrow.browser.Axe;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the user sees of a request that takes its time, and a network as slow as a phone's. */
class SlowIT extends NavigationTest {
  private static final String BAR = "html > .silcrow-progress[role=progressbar]";

  private boolean isShown() {
    return page.querySelector(BAR) != null;
  }

  @ParameterizedTest
  @CsvSource({
    "<a id='b' href='/x' s-get>x</a>",
    "<button id='b' s-get='/x' s-html>x</button>",
    "<button id='b' s-post='/x' s-html>x</button>",
    "<form s-post='/x' s-html><button id='b'>x</button></form>",
    "<form s-post='/x' s-html><input type='file' name='f'><button id='b'>x</button></form>",
  })
  void aSlowRequestIsShown(String markup) throws Exception {
    Asked asked = html("/x", "<p id='new'>new</p>").hold();
    stopClock();
    open("<main>" + markup + "</main>");
    page.click("#b");
    asked.next();
    clock().runFor(299);
    assertThat(isShown()).isFalse();
    clock().runFor(1);
    assertThat(isShown()).isTrue();
    assertThat(page.getAttribute(BAR, "aria-label")).isEqualTo("Loading");
    assertThat(page.locator(BAR).boundingBox().y).isEqualTo(0);
    assertThat(js("document.querySelectorAll('[style]').length")).isEqualTo(0);
    asked.release();
    waitForLoads(1);
    waitForIdle();
    assertThat(isShown()).isFalse();
    clock().runFor(1000);
    assertThat(isShown()).isFalse();
  }

  @Test
  void whatIsFastShowsNothing() {
    html("/x", "new");
    stopClock();
    open("<p id='t'></p><button id='b' s-get='/x' s-target='#t'>x</button>");
    clickAndLoad("#b");
    waitForIdle();
    clock().runFor(1000);
    assertThat(isShown()).isFalse();
  }

  @Test
  void itIsThereUntilTheLastIsIn() throws Exception {
    Asked first = html("/1", "one").hold();
    Asked second = html("/2", "two").hold();
    stopClock();
    open(
        "<p id='t'></p><p id='u'></p><button id='a' s-get='/1' s-target='#t'>x</button>"
            + "<button id='b' s-get='/2' s-target='#u'>x</button>");
    page.click("#a");
    first.next();
    clock().runFor(300);
    page.click("#b");
    second.next();
    first.release();
    waitForLoads(1);
    waitFor("!document.querySelector('#t[aria-busy]')");
    assertThat(isShown()).isTrue();
    assertThat(js("document.querySelectorAll('.silcrow-progress').length")).isEqualTo(1);
    second.release();
    waitForLoads(2);
    waitForIdle();
    assertThat(isShown()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Silcrow.destroy()", "void Silcrow.go('/other', {target: '#t'})"})
  void whatIsGivenUpIsNotShownAnyMore(String end) throws Exception {
    Asked asked = html("/x", "new").hold();
    html("/other", "other");
    stopClock();
    open("<p id='t'></p><button id='b' s-get='/x' s-target='#t'>x</button>");
    page.click("#b");
    asked.next();
    clock().runFor(300);
    assertThat(isShown()).isTrue();
    js(end);
    waitForIdle();
    assertThat(isShown()).isFalse();
    asked.release();
  }

  @ParameterizedTest
  @CsvSource({"NO_PREFERENCE, silcrow-progress", "REDUCE, none"})
  void itMovesOnlyForThoseWhoLikeThat(ReducedMotion motion, String animation) {
    page.emulateMedia(new EmulateMediaOptions().setReducedMotion(motion));
    var end = new CountDownLatch(1);
    route(
        "/x",
        ctx -> {
          end.await(60, TimeUnit.SECONDS);
          ctx.html("new");
        });
    open("<main><h1>x</h1><p id='t'></p><button id='b' s-get='/x' s-target='#t'>x</button></main>");
    page.click("#b");
    page.waitForSelector(BAR);
    assertThat(js("getComputedStyle(document.querySelector('.silcrow-progress')).animationName"))
        .isEqualTo(animation);
    assertThat(Axe.violations(page)).isEmpty();
    end.countDown();
    waitForLoads(1);
  }

  /** Makes the network that of a phone in the country: 400 ms for each answer, 50 KB a second. */
  private void goToTheCountry() {
    spendContext();
    CDPSession browser = context().newCDPSession(page);
    var conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", 400);
    conditions.addProperty("downloadThroughput", 50_000);
    conditions.addProperty("uploadThroughput", 50_000);
    browser.send("Network.enable");
    browser.send("Network.emulateNetworkConditions", conditions);
  }

  @Test
  void aSlowNetworkShowsWhatItDoesAndEndsWithThePage() {
    Asked far = document("/far", "Far", "<h1>Far</h1>" + "<p>text</p>".repeat(3000)).hold();
    openMarked("<nav s-boost><a id='a' href='/far'>far</a></nav><h1>Test</h1>");
    goToTheCountry();
    js(
        """
        void new MutationObserver(() => {
          const before = document.querySelector('h1')?.textContent === 'Test';
          if (before && document.body.ariaBusy === 'true') window.wasBusy = true;
          if (before && document.querySelector('.silcrow-progress')) window.wasShown = true;
        }).observe(document, {subtree: true, childList: true, attributes: true})
        """);
    page.click("#a");
    waitFor("window.wasShown");
    far.release();
    awaitVisit("/far");
    waitForIdle();
    assertThat(isShown()).isFalse();
    assertThat(js("window.wasBusy && window.wasShown")).isEqualTo(true);
    assertThat(text("h1")).isEqualTo("Far");
  }

  @Test
  void whatIsClickedTwiceOnASlowNetworkHappensOnce() throws Exception {
    Asked asked = json("/x", "{\"n\":1}").hold();
    open(
        "<form s-post='/x' s-target='#n'><input id='i' name='i'><button id='b'>x</button></form>"
            + "<p id='n' :text='n'></p>");
    goToTheCountry();
    page.fill("#i", "one");
    page.dblclick("#b");
    page.press("#i", "Enter");
    page.press("#i", "End");
    page.keyboard().type(" more");
    asked.release();
    waitForLoads(1);
    waitForIdle();
    assertThat(asked.count()).isEqualTo(1);
    assertThat(asked.next().body()).isEqualTo("i=one");
    assertThat(page.inputValue("#i")).as("typed meanwhile").isEqualTo("one more");
    assertThat(text("#n")).isEqualTo("1");
  }

  @Test
  void theLastOfSeveralLinksOnASlowNetworkWins() {
    List<Asked> asked =
        Stream.of("a", "b", "c")
            .map(name -> document("/" + name, name, "<h1>" + name + "</h1>").hold())
            .toList();
    openMarked(
        "<nav s-boost><a id='a' href='/a'>a</a> <a id='b' href='/b'>b</a> <a id='c' href='/c'>c</a>"
            + "</nav>");
    goToTheCountry();
    page.click("#a");
    page.click("#b");
    page.click("#c");
    asked.forEach(Asked::release);
    awaitVisit("/c");
    waitForIdle();
    assertThat(text("h1")).isEqualTo("c");
    assertThat(seen("silcrow:load")).hasSize(1);
    assertThat(reported()).isEmpty();
  }

  @Test
  void whoSearchesOnASlowNetworkSeesTheNewest() {
    Asked asked = route("/search", ctx -> ctx.html("found " + ctx.queryParam("q")));
    open(
        "<form s-get='/search' s-html s-target='#t' s-debounce='50'><input id='q' name='q'></form>"
            + "<p id='t'></p>");
    goToTheCountry();
    for (String letter : new String[] {"t", "e", "a"}) {
      int before = asked.count();
      page.locator("#q").pressSequentially(letter);
      assertThat(before).isLessThanOrEqualTo(asked.count());
    }
    waitFor("document.querySelector('#t').textContent === 'found tea'");
    waitForIdle();
    assertThat(page.inputValue("#q")).isEqualTo("tea");
    assertThat(reported()).isEmpty();
  }

  @Test
  void backOnASlowNetworkEndsWhatIsComing() {
    document("/a", "a", "<nav s-boost><a id='to-b' href='/b'>b</a></nav><h1>a</h1>");
    document("/b", "b", "<nav s-boost><a id='to-c' href='/c'>c</a></nav><h1>b</h1>");
    Asked slow = document("/c", "c", "<h1>c</h1>").hold();
    page.navigate(server.url("/a"));
    page.click("#to-b");
    waitFor("document.title === 'b'");
    waitForIdle();
    goToTheCountry();
    page.click("#to-c");
    waitFor("document.body.getAttribute('aria-busy') === 'true'");
    js("history.back()");
    waitFor("document.title === 'a'");
    slow.release();
    waitForIdle();
    assertThat(page.url()).isEqualTo(server.url("/a"));
    assertThat(text("h1")).isEqualTo("a");
  }
}
