package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of answers, and what is asked for before anybody clicks. */
class CacheIT extends NavigationTest {

  private boolean has(String path) {
    return (boolean) js("(path) => Silcrow.cache.has(path)", path);
  }

  private void go(String path) {
    js("(path) => Silcrow.go(path, {target: '#t'})", path);
  }

  @Test
  void anAnswerIsAskedForOnce() {
    Asked asked = json("/x", "{\"n\":1}");
    open("<p id='t' :text='n'></p>");
    assertThat(has("/x")).isFalse();
    go("/x");
    go("/x");
    assertThat(asked.count()).isEqualTo(1);
    assertThat(has("/x")).isTrue();
    assertThat(has("/x#there")).isTrue();
    assertThat(has("/x?q")).isFalse();
    assertThat(has("https://evil.example/x")).isFalse();
    assertThat(seen("silcrow:load")).hasSize(2);
  }

  @Test
  void theModeAndTheTargetAreThatOfTheAnswer() {
    Asked asked =
        route(
            "/x",
            ctx -> {
              if (ctx.header("Accept").startsWith("text/html")) {
                ctx.html("<b>" + ctx.header("silcrow-target") + "</b>");
              } else {
                ctx.json("{}");
              }
            });
    open("<p id='t'></p><p id='u'></p>");
    go("/x");
    js("Silcrow.go('/x', {target: '#t', html: true})");
    js("Silcrow.go('/x', {target: '#u', html: true})");
    assertThat(text("#t") + text("#u")).isEqualTo("#t#u");
    assertThat(asked.count()).isEqualTo(3);
    js("Silcrow.go('/x')");
    assertThat(text("body")).isEqualTo("true");
    assertThat(asked.count()).isEqualTo(4);
  }

  @Test
  void clearForgetsAPathOrAll() {
    json("/x", "{}");
    json("/y", "{}");
    json("/z", "{}");
    open("<p id='t'></p>");
    List.of("/x", "/y", "/z").forEach(this::go);
    js("Silcrow.cache.clear('/x')");
    assertThat(List.of(has("/x"), has("/y"), has("/z"))).containsExactly(false, true, true);
    js("Silcrow.cache.clear()");
    assertThat(List.of(has("/x"), has("/y"), has("/z"))).containsExactly(false, false, false);
  }

  @Test
  void answersLiveFiveMinutes() {
    Asked asked = json("/x", "{}");
    stopClock();
    open("<p id='t'></p>");
    go("/x");
    clock().fastForward("04:59");
    assertThat(has("/x")).isTrue();
    clock().fastForward("00:02");
    assertThat(has("/x")).isFalse();
    go("/x");
    assertThat(asked.count()).isEqualTo(2);
  }

  @Test
  void theFiftyUsedLastAreKept() {
    open("<p id='t'></p>");
    for (int i = 0; i < 50; i++) {
      json("/x" + i, "{}");
    }
    json("/more", "{}");
    js("(async () => { for (let i = 0; i < 50; i++) await Silcrow.prefetch('/x' + i); })()");
    js("Silcrow.prefetch('/x0')");
    js("Silcrow.prefetch('/more')");
    assertThat(List.of(has("/x0"), has("/x1"), has("/x2"), has("/more")))
        .containsExactly(true, false, true, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "silcrow-cache | no-cache",
        "silcrow-retarget | #t",
        "silcrow-push | /page",
        "silcrow-ws | /ws/x",
        "silcrow-sse | /sse/x",
        "Cache-Control | private, no-store",
      })
  void someHeadersKeepAnAnswerOut(String header, String value) {
    route("/x", ctx -> ctx.header(header, value).json("{}"));
    open("<p id='t'></p>");
    go("/x");
    assertThat(has("/x")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 404, 500})
  void onlyPlainSuccessIsKept(int status) {
    route("/x", ctx -> ctx.status(status).json("{}"));
    allowNetworkErrors();
    open("<p id='t'></p>");
    go("/x");
    assertThat(has("/x")).isFalse();
  }

  @Test
  void aRedirectAndALivePageAreNotKept() {
    route("/x", ctx -> ctx.redirect("/y"));
    json("/y", "{}");
    html("/live", "<p s-live=\"/ws/x\"></p>");
    open("<p id='t'></p>");
    go("/x");
    go("/live");
    assertThat(List.of(has("/x"), has("/y"), has("/live"))).containsExactly(false, false, false);
  }

  @Test
  void aMutationThatSucceedsClearsEverything() {
    json("/x", "{}");
    json("/bad", 409, "{}");
    json("/good", "{}");
    allowNetworkErrors();
    open("<p id='t'></p>");
    go("/x");
    js("Silcrow.go('/bad', {method: 'PUT', target: '#t'})");
    assertThat(has("/x")).isTrue();
    js("Silcrow.go('/good', {method: 'PUT', target: '#t'})");
    assertThat(has("/x")).isFalse();
    go("/x");
    js("Silcrow.submit('/good', {})");
    assertThat(has("/x")).isFalse();
  }

  @Test
  void whatWasAskedBeforeAMutationIsNotKept() {
    Asked slow = json("/slow", "{}").hold();
    json("/good", "{}");
    open("<p id='t'></p><p id='u'></p>");
    js("window.done = Silcrow.go('/slow', {target: '#t'}); undefined");
    js("Silcrow.go('/good', {method: 'POST', target: '#u'})");
    slow.release();
    js("window.done");
    assertThat(has("/slow")).isFalse();
  }

  @Test
  void whatTheHeadersAskForHappensOnce() {
    route("/x", ctx -> ctx.header("silcrow-trigger", "shown").json("{}"));
    open("<p id='t'></p>");
    js("Silcrow.prefetch('/x', {target: '#t'})");
    assertThat(seen("shown")).isEmpty();
    go("/x");
    go("/x");
    assertThat(seen("shown")).hasSize(1);
  }

  @Test
  void theServersNavigationIsAlwaysFresh() throws Exception {
    Asked asked = document("/other", "Other", "<h1>Other</h1>");
    open("<p id='t' s-live='/ws/x'></p>");
    js("Silcrow.prefetch('/other')");
    server.await("/ws/x").send("{\"type\":\"navigate\",\"path\":\"/other\"}");
    waitFor("document.title === 'Other'");
    assertThat(asked.count()).isEqualTo(2);
    waitForIdle();
  }

  @ParameterizedTest
  @CsvSource({
    "<a id='a' href='/x' s-get s-preload>x</a>, 1",
    "<nav s-boost><a id='a' href='/x' s-preload>x</a></nav>, 1",
    "<nav s-boost s-preload><a id='a' href='/x'>x</a></nav>, 1",
    "<button id='a' s-get='/x' s-preload>x</button>, 1",
    "<button id='a' s-post='/x' s-preload>x</button>, 0",
    "<button id='a' s-action='/x' DELETE s-preload>x</button>, 0",
    "<a id='a' href='/x' s-get>x</a>, 0",
    "<a id='a' href='/x' s-preload>x</a>, 0",
    "<nav s-boost><a id='a' href='/x' download s-preload>x</a></nav>, 0",
  })
  void aPreloadIsForGetsOnly(String markup, int count) {
    Asked asked = html("/x", "<b>new</b>");
    Asked last = html("/last", "last");
    for (String event : List.of("mouseenter", "focusin", "touchstart")) {
      open(markup + "<a id='last' s-get='/last' s-preload>l</a>");
      js(
          "(event) => { for (const id of ['a', 'last']) document.getElementById(id).dispatchEvent(new"
              + " Event(event, {bubbles: event !== 'mouseenter'})); }",
          event);
      waitFor("Silcrow.cache.has('/last')");
      if (count > 0) {
        waitFor("Silcrow.cache.has('/x')");
      }
    }
    assertThat(asked.count()).isEqualTo(3 * count);
    assertThat(last.count()).isEqualTo(3);
    assertThat(seen("silcrow:navigate")).isEmpty();
  }

  @Test
  void hoveringAndFocusingPreload() {
    Asked asked = html("/x", "<b>new</b>");
    Asked other = html("/y", "<b>new</b>");
    open(
        "<a id='a' href='/x' s-get s-preload><i id='i'>deep</i></a> <a id='b' href='/y' s-get"
            + " s-preload>b</a>");
    page.hover("#i");
    waitFor("Silcrow.cache.has('/x')");
    page.focus("#b");
    waitFor("Silcrow.cache.has('/y')");
    page.hover("#b");
    assertThat(asked.count() + other.count()).isEqualTo(2);
  }

  @Test
  void aClickWaitsForThePreload() {
    Asked asked = document("/x", "New", "<h1>new</h1>").hold();
    openMarked("<a id='a' href='/x' s-get s-preload>x</a>");
    page.hover("#a");
    page.click("#a");
    waitFor("document.querySelector('[aria-busy]')");
    asked.release();
    awaitVisit("/x");
    assertThat(asked.count()).isEqualTo(1);
  }

  @Test
  void aPreloadThatFailsIsForgottenInSilence() {
    Asked asked = route("/x", ctx -> ctx.status(500).html("no"));
    allowNetworkErrors();
    openMarked("<a id='a' href='/x' s-get s-preload>x</a>");
    page.hover("#a");
    waitFor("performance.getEntriesByType('resource').some(({name}) => name.endsWith('/x'))");
    assertThat(reported()).isEmpty();
    clickAndLoad("#a");
    assertThat(asked.count()).isEqualTo(2);
    assertThat(reported()).containsExactly("http-status");
  }

  @Test
  void prefetchKeepsAndHandsOver() {
    Asked asked = document("/x", "X", "<h1>x</h1>");
    json("/data", "{\"n\":1}");
    open("");
    assertThat(
            js(
                "Silcrow.prefetch('/x').then(({ok, status, html, data}) => [ok, status, html.length > 9, data])"))
        .isEqualTo(java.util.Arrays.asList(true, 200, true, null));
    assertThat(js("Silcrow.prefetch('/data').then(({data}) => data.n)")).isEqualTo(1);
    assertThat(js("document.title")).isEqualTo("Test");
    js("Silcrow.go('/x')");
    assertThat(js("document.title")).isEqualTo("X");
    assertThat(asked.count()).isEqualTo(1);
  }

  @Test
  void prefetchRejectsWhatIsForeign() {
    open("");
    assertThat(js("Silcrow.prefetch('https://evil.example/').catch(({code}) => code)"))
        .isEqualTo("foreign-url");
    assertThat(reported()).containsExactly("foreign-url");
  }
}
