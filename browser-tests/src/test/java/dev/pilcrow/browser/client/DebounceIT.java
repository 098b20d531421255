package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent while the user types. */
class DebounceIT extends NavigationTest {
  private static final String SEARCH =
      "<form s-get='/search' s-html s-target='#found' s-debounce='200'><input id='q' name='q'>"
          + "</form><ul id='found'></ul>";

  private Asked search() {
    return route("/search", ctx -> ctx.html("<li>" + ctx.queryParam("q") + "</li>"));
  }

  private void type(String selector, String text) {
    page.locator(selector).pressSequentially(text);
  }

  @Test
  void theFormIsSentAfterAPause() throws Exception {
    Asked asked = search();
    stopClock();
    open(SEARCH);
    type("#q", "te");
    clock().runFor(199);
    type("#q", "a");
    clock().runFor(199);
    assertThat(asked.count()).isZero();
    clock().runFor(1);
    assertThat(asked.next().query()).isEqualTo("q=tea");
    waitForLoads(1);
    assertThat(html("#found")).isEqualTo("<li>tea</li>");
    assertThat(asked.count()).isEqualTo(1);
    assertThat(seen("silcrow:navigate").get(0)).containsEntry("trigger", "input");
    assertThat(js("document.activeElement.id")).isEqualTo("q");
    assertThat(page.inputValue("#q")).isEqualTo("tea");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon"})
  void aPauseThatIsNoNumberIsThatOfTheClient(String pause) throws Exception {
    Asked asked = search();
    stopClock();
    open(SEARCH.replace("'200'", "'" + pause + "'"));
    type("#q", "x");
    clock().runFor(299);
    assertThat(asked.count()).isZero();
    clock().runFor(1);
    asked.next();
    waitForLoads(1);
  }

  @Test
  void theNewestAnswerWins() throws Exception {
    var late = new CountDownLatch(1);
    Asked asked =
        route(
            "/search",
            ctx -> {
              String words = ctx.queryParam("q");
              if ("t".equals(words)) {
                late.await(10, TimeUnit.SECONDS);
              }
              ctx.html(words);
            });
    open(SEARCH.replace("200", "20"));
    type("#q", "t");
    asked.next();
    page.fill("#q", "tea");
    waitForLoads(1);
    late.countDown();
    waitForIdle();
    assertThat(text("#found")).isEqualTo("tea");
    assertThat(seen("silcrow:load")).hasSize(1);
    assertThat(reported()).isEmpty();
  }

  @Test
  void whatIsStoredGoesInOrderAndTheLastOfAllIsThere() throws Exception {
    Asked asked = json("/save", "{}").hold();
    stopClock();
    open("<form s-post='/save' s-debounce='100'><input id='n' name='n'></form>");
    type("#n", "a");
    clock().runFor(100);
    assertThat(asked.next().body()).isEqualTo("n=a");
    type("#n", "b");
    clock().runFor(100);
    type("#n", "c");
    clock().runFor(100);
    assertThat(asked.count()).isEqualTo(1);
    asked.release();
    assertThat(asked.next().body()).isEqualTo("n=abc");
    waitForLoads(2);
    assertThat(asked.count()).isEqualTo(2);
  }

  @Test
  void aSubmissionComesAfterWhatIsBeingStored() throws Exception {
    Asked asked = json("/save", "{}").hold();
    open(
        "<form s-post='/save' s-debounce='20'><input id='n' name='n'><button id='b' name='do'"
            + " value='send'>s</button></form>");
    type("#n", "a");
    assertThat(asked.next().body()).isEqualTo("n=a");
    page.dblclick("#b");
    assertThat(asked.count()).isEqualTo(1);
    asked.release();
    assertThat(asked.next().body()).isEqualTo("n=a&do=send");
    waitForLoads(2);
    waitForIdle();
    assertThat(asked.count()).as("the double click is one").isEqualTo(2);
  }

  @Test
  void enterSendsAtOnceAndOnce() throws Exception {
    Asked asked = search();
    stopClock();
    open(SEARCH);
    type("#q", "tea");
    page.press("#q", "Enter");
    assertThat(asked.next().query()).isEqualTo("q=tea");
    waitForLoads(1);
    clock().runFor(1000);
    assertThat(asked.count()).isEqualTo(1);
  }

  @Test
  void composingTextIsNotSentBeforeItIsDone() throws Exception {
    Asked asked = search();
    stopClock();
    open(SEARCH);
    js(
        "document.querySelector('#q').value = 'に'; document.querySelector('#q').dispatchEvent(new"
            + " InputEvent('input', {bubbles: true, isComposing: true}))");
    clock().runFor(1000);
    assertThat(asked.count()).isZero();
    js(
        "document.querySelector('#q').dispatchEvent(new CompositionEvent('compositionend',"
            + " {bubbles: true}))");
    clock().runFor(200);
    assertThat(asked.next().query()).isEqualTo("q=%E3%81%AB");
    waitForLoads(1);
  }

  @Test
  void whatIsNotValidIsNotSent() throws Exception {
    Asked asked = search();
    stopClock();
    open(SEARCH.replace("name='q'", "name='q' pattern='[a-z]{3,}'"));
    type("#q", "te");
    clock().runFor(200);
    assertThat(asked.count()).isZero();
    type("#q", "a");
    clock().runFor(200);
    assertThat(asked.next().query()).isEqualTo("q=tea");
    waitForLoads(1);
  }

  @ParameterizedTest
  @CsvSource({
    "<input id='c' name='q' s-get='/search' s-debounce='20'>, q=x",
    "<form s-get='/search'><input id='c' name='q' s-debounce='20'></form>, q=x",
    "<form s-get='/search'><fieldset s-debounce='20'><input id='c' name='q'></fieldset></form>,"
        + " q=x",
    "<div s-boost><form action='/search' s-debounce='20'><input id='c' name='q'></form></div>, q=x",
    "<input id='c' s-get='/search?own=1' s-debounce='20'>, own=1",
  })
  void whatIsTypedIntoIsFound(String markup, String query) throws Exception {
    Asked asked = search();
    openMarked(markup);
    page.click("#c");
    type("#c", "x");
    assertThat(asked.next().query()).isEqualTo(query);
    waitForLoads(1);
    assertThat(asked.count()).as("a click into it is none").isEqualTo(1);
    assertThat(js("window.mark")).isEqualTo(1);
  }

  @Test
  void aChoiceIsSentAsWell() throws Exception {
    Asked asked = json("/save", "{}");
    open(
        "<form s-patch='/save' s-debounce='20'><select id='s' name='s'><option>a<option>b</select>"
            + "<input id='c' type='checkbox' name='c'></form>"
            + "<input id='d' type='checkbox' name='d' s-patch='/save' s-debounce='20'>");
    page.selectOption("#s", "b");
    assertThat(asked.next().body()).isEqualTo("s=b");
    waitForLoads(1);
    page.check("#c");
    assertThat(asked.next().body()).isEqualTo("s=b&c=on");
    waitForLoads(2);
    page.check("#d");
    assertThat(asked.next().body()).isEqualTo("d=on");
    waitForLoads(3);
    page.uncheck("#d");
    assertThat(asked.next().body()).isEmpty();
    waitForLoads(4);
    assertThat(page.isChecked("#d")).isFalse();
  }

  @Test
  void theSearchOfAPageIsOneEntryOfTheHistory() {
    for (String path : new String[] {"/start", "/search"}) {
      route(
          path,
          ctx ->
              ctx.html(
                  documentOf(
                      "Search",
                      "<form action='/search' s-action GET s-debounce='20'><input id='q' name='q'"
                          + " value='"
                          + (ctx.queryParam("q") == null ? "" : ctx.queryParam("q"))
                          + "'></form><p id='p'>"
                          + ctx.queryParam("q")
                          + "</p>")));
    }
    page.navigate(server.url("/start"));
    js("window.mark = 1");
    page.focus("#q");
    for (String text : new String[] {"t", "te", "tea"}) {
      type("#q", text.substring(text.length() - 1));
      waitFor("document.querySelector('#p').textContent === '" + text + "'");
      waitForIdle();
      assertThat(page.inputValue("#q")).isEqualTo(text);
      assertThat(js("document.activeElement.id")).isEqualTo("q");
    }
    assertThat(page.url()).isEqualTo(server.url("/search?q=tea"));
    js("history.back()");
    waitFor("location.pathname === '/start'");
    assertThat(js("window.mark")).isEqualTo(1);
    waitForIdle();
  }

  @Test
  void whoGoesElsewhereIsNotSearchingAnyMore() throws Exception {
    Asked search = search();
    Asked save = json("/save", "{}");
    document("/other", "Other", "<h1>Other</h1>");
    stopClock();
    openMarked(
        "<form s-get='/search' s-debounce='200'><input id='q' name='q'></form>"
            + "<form s-post='/save' s-debounce='200'><input id='n' name='n'></form>"
            + "<a id='a' href='/other' s-get>x</a>");
    type("#q", "x");
    type("#n", "x");
    page.click("#a");
    awaitVisit("/other");
    waitForIdle();
    clock().runFor(1000);
    assertThat(save.next().body()).as("what was to be stored is").isEqualTo("n=x");
    assertThat(search.count()).isZero();
    assertThat(save.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "document.querySelector('form').remove()",
        "Silcrow.destroy()",
      })
  void nothingIsSentWhenNobodyWantsItAnyMore(String what) {
    Asked asked = search();
    stopClock();
    open(SEARCH);
    type("#q", "x");
    js(what);
    clock().runFor(1000);
    assertThat(asked.count()).isZero();
  }

  @Test
  void whatStrangersWroteSendsNothing() {
    Asked asked = search();
    stopClock();
    open("<div s-ignore>" + SEARCH + "</div>");
    type("#q", "x");
    clock().runFor(1000);
    assertThat(asked.count()).isZero();
  }
}
