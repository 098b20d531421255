package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the address bar shows, and what back and forward bring. */
class HistoryIT extends NavigationTest {
  private static final String TALL =
      "<p id='top'>top</p>" + "<br>".repeat(200) + "<p id='end'>end</p>";

  /** Pages /a and /b, each with links to both. */
  @BeforeEach
  void pages() {
    for (String name : new String[] {"a", "b"}) {
      document("/" + name, name, body(name));
    }
  }

  private static String body(String name) {
    return "<h1>"
        + name
        + "</h1><nav s-boost><a id='to-a' href='/a'>a</a> <a id='to-b' href='/b'>b</a> <a id='to-end'"
        + " href='/b#end'>e</a> <a id='here' href='#end'>h</a></nav>"
        + TALL;
  }

  private void start() {
    page.navigate(server.url("/a"));
    js("window.mark = 1");
  }

  private void awaitPage(String name) {
    waitFor("document.querySelector('h1')?.textContent === '" + name + "'");
    waitForIdle();
    assertThat(page.title()).isEqualTo(name);
    assertThat(js("window.mark")).isEqualTo(1);
  }

  private void back() {
    js("history.back()");
  }

  private void forward() {
    js("history.forward()");
  }

  @Test
  void backAndForwardShowThePagesAsTheyWere() {
    start();
    page.click("#to-b");
    awaitPage("b");
    assertThat(page.url()).isEqualTo(server.url("/b"));
    back();
    awaitPage("a");
    assertThat(page.url()).isEqualTo(server.url("/a"));
    forward();
    awaitPage("b");
    assertThat(seen("silcrow:navigate").stream().map(detail -> detail.get("trigger")))
        .containsExactly("click", "popstate", "popstate");
    assertThat(seen("silcrow:navigate").get(1)).containsEntry("method", "GET");
  }

  @Test
  void eachEntryKeepsItsScrollPosition() {
    start();
    js("scrollTo(0, 700)");
    js("document.querySelector('#to-b').click()");
    awaitPage("b");
    assertThat(js("scrollY")).isEqualTo(0);
    js("scrollTo(0, 300)");
    back();
    awaitPage("a");
    waitFor("scrollY === 700");
    forward();
    awaitPage("b");
    waitFor("scrollY === 300");
    back();
    awaitPage("a");
    waitFor("scrollY === 700");
  }

  @Test
  void aScrollPositionSurvivesAReload() {
    start();
    js("scrollTo(0, 700)");
    js("document.querySelector('#to-b').click()");
    awaitPage("b");
    page.reload();
    js("window.mark = 1");
    back();
    awaitPage("a");
    waitFor("scrollY === 700");
  }

  @Test
  void aFragmentIsScrolledTo() {
    start();
    page.click("#to-end");
    awaitPage("b");
    assertThat(page.url()).isEqualTo(server.url("/b#end"));
    waitFor("scrollY > 1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#missing", "#%", "#%C3%A9", "#"})
  void aFragmentThatIsNowhereDoesNoHarm(String fragment) {
    start();
    js("scrollTo(0, 500)");
    js("(path) => Silcrow.go(path)", "/b" + fragment);
    awaitPage("b");
    assertThat(js("scrollY")).isEqualTo(0);
    assertThat(reported()).isEmpty();
  }

  @Test
  void theBrowsersOwnFragmentsNeedNoRequest() {
    start();
    page.click("#here");
    waitFor("scrollY > 1000");
    back();
    waitFor("location.hash === ''");
    forward();
    waitFor("location.hash === '#end'");
    assertThat(seen("silcrow:navigate")).isEmpty();
    page.click("#to-b");
    awaitPage("b");
    back();
    awaitPage("a");
    assertThat(page.url()).isEqualTo(server.url("/a#end"));
  }

  @Test
  void backOverSeveralEntriesFindsTheRightPage() {
    start();
    page.click("#here");
    js("location.hash = '#top'");
    page.click("#to-b");
    awaitPage("b");
    js("history.go(-2)");
    awaitPage("a");
    assertThat(page.url()).isEqualTo(server.url("/a#end"));
    js("history.go(-1)");
    waitFor("location.hash === ''");
    awaitPage("a");
    assertThat(seen("silcrow:navigate")).hasSize(2);
  }

  @Test
  void entriesOfOthersAreLeftToThem() {
    start();
    js("history.pushState({mine: true}, '', '/elsewhere')");
    js("history.pushState({mine: true}, '', '/further')");
    back();
    waitFor("location.pathname === '/elsewhere'");
    back();
    waitFor("location.pathname === '/a'");
    assertThat(seen("silcrow:navigate")).isEmpty();
    assertThat(text("h1")).isEqualTo("a");
  }

  @Test
  void theStateOfOthersIsKept() {
    start();
    js("history.replaceState({...history.state, mine: 5}, '')");
    page.click("#to-b");
    awaitPage("b");
    back();
    awaitPage("a");
    assertThat(js("history.state.silcrow")).isEqualTo(true);
  }

  @Test
  void backAsksForWhatThePageWasLoadedWith() throws Exception {
    Asked data = json("/data", "{\"n\":1}");
    Asked shell = document("/shell", "Shell", "<h1>shell</h1><b id='n' :text='n'>0</b>");
    page.navigate(server.url("/shell"));
    shell.next();
    js("Silcrow.go('/data')");
    assertThat(text("#n")).isEqualTo("1");
    assertThat(page.url()).isEqualTo(server.url("/data"));
    data.next();
    js("Silcrow.go('/data?2')");
    js("Silcrow.cache.clear()");
    data.next();
    back();
    waitForLoads(3);
    assertThat(data.next().header("accept")).startsWith("application/json");
    back();
    waitForLoads(4);
    assertThat(shell.next().header("accept")).startsWith("text/html");
    js("Silcrow.cache.clear()");
    forward();
    waitForLoads(5);
    assertThat(data.next().header("accept"))
        .as("the data of another copy of the page")
        .startsWith("text/html");
  }

  @ParameterizedTest
  @CsvSource({
    "<a id='x' href='/b' s-get>x</a>, /b",
    "<a id='x' href='/b' s-get s-skip-history>x</a>, /page",
    "<a id='x' href='/b' s-get s-target='main'>x</a>, /page",
    "<button id='x' s-get='/b' s-html>x</button>, /b",
    "<form s-get='/b'><input name='q' value='1'><button id='x'>x</button></form>, /b?q=1",
    "<form s-post='/b'><button id='x'>x</button></form>, /page",
    "<form s-post='/to-b'><button id='x'>x</button></form>, /b",
    "<form s-post='/to-b' s-skip-history><button id='x'>x</button></form>, /page",
    "<button id='x' s-get='/to-b' s-target='main'>x</button>, /b",
    "<button id='x' s-post='/push'>x</button>, /shown?by=server",
    "<button id='x' s-get='/push' s-target='main'>x</button>, /shown?by=server",
    "<button id='x' s-post='/push' s-skip-history>x</button>, /page",
    "<button id='x' s-post='/push-foreign'>x</button>, /page",
  })
  void theAddressFollows(String markup, String path) {
    route("/to-b", ctx -> ctx.redirect("/b", io.javalin.http.HttpStatus.SEE_OTHER));
    route("/push", ctx -> ctx.header("silcrow-push", "/shown?by=server").html("part"));
    route("/push-foreign", ctx -> ctx.header("silcrow-push", "//evil.example/").html("part"));
    openMarked("<main></main>" + markup);
    clickAndLoad("#x");
    assertThat(page.url()).isEqualTo(server.url(path));
    assertThat(js("window.mark")).isEqualTo(1);
  }

  @Test
  void aRedirectAfterAPostShowsThePageItLeadsTo() {
    route("/to-b", ctx -> ctx.redirect("/b", io.javalin.http.HttpStatus.SEE_OTHER));
    openMarked("<form s-post='/to-b'><button id='x'>x</button></form>");
    page.click("#x");
    awaitPage("b");
    assertThat(seen("silcrow:load").get(0)).containsEntry("redirected", true);
    back();
    waitFor("document.title === 'Test'");
    assertThat(page.url()).isEqualTo(server.url("/page"));
  }

  @Test
  void theDataOfAnotherPageIsNotPatchedIntoThisOne() {
    route("/to-both", ctx -> ctx.redirect("/both", io.javalin.http.HttpStatus.SEE_OTHER));
    route(
        "/both",
        ctx -> {
          if (ctx.header("Accept").startsWith("text/html")) {
            ctx.html(documentOf("both", "<h1>both</h1>"));
          } else {
            ctx.json("{\"n\":1}");
          }
        });
    openMarked("<form s-post='/to-both'><b :text='n'>0</b><button id='x'>x</button></form>");
    page.click("#x");
    awaitPage("both");
    assertThat(page.url()).isEqualTo(server.url("/both"));
  }

  @Test
  void aLinkToThePageItselfLoadsItAgainWithoutAnEntry() {
    start();
    int length = (int) js("history.length");
    js("scrollTo(0, 400)");
    clickAndLoad("#to-a");
    assertThat(js("history.length")).isEqualTo(length);
    assertThat(js("scrollY")).isEqualTo(0);
  }

  @Test
  void backDuringARequestGivesItUp() {
    start();
    page.click("#to-b");
    awaitPage("b");
    Asked slow = document("/slow", "slow", "<h1>slow</h1>").hold();
    js("void Silcrow.go('/slow')");
    waitFor("document.body.classList.contains('silcrow-loading')");
    back();
    awaitPage("a");
    slow.release();
    waitForIdle();
    assertThat(page.url()).isEqualTo(server.url("/a"));
    assertThat(reported()).isEmpty();
  }

  @Test
  void whatWasTypedStaysWithItsPage() {
    String form = "<input id='q' name='q' value='fresh'><textarea id='t' name='t'></textarea>";
    for (String path : new String[] {"/one", "/two"}) {
      document(path, path, "<h1>" + path + "</h1>" + form);
    }
    page.navigate(server.url("/one"));
    page.fill("#q", "typed");
    page.fill("#t", "draft");
    js("Silcrow.go('/one?again')");
    assertThat(page.inputValue("#q") + page.inputValue("#t")).isEqualTo("typeddraft");
    js("Silcrow.go('/two')");
    assertThat(text("h1")).isEqualTo("/two");
    assertThat(page.inputValue("#q") + page.inputValue("#t")).isEqualTo("fresh");
  }

  @Test
  void aPageInTheBackForwardCacheIsNotHindered() {
    start();
    assertThat(js("'onunload' in window && window.onunload === null")).isEqualTo(true);
    page.click("#to-b");
    awaitPage("b");
    page.navigate(server.url(TestServer.BLANK));
    page.goBack();
    waitFor("document.querySelector('h1')?.textContent === 'b'");
    back();
    waitFor("document.querySelector('h1')?.textContent === 'a'");
    assertThat(page.url()).isEqualTo(server.url("/a"));
  }

  @Test
  void anotherVersionOfAnAssetLoadsTheDocumentAnew() {
    route(
        "/new",
        ctx ->
            ctx.html(
                "<!doctype html><html><head><title>new</title><link rel=\"stylesheet\" data-silcrow-track"
                    + " href=\"/style.2.css\"></head><body><h1>new</h1></body></html>"));
    route("/style.2.css", ctx -> ctx.contentType("text/css").result(""));
    openMarked("<a id='x' href='/new' s-get>x</a>");
    page.click("#x");
    waitFor("document.title === 'new' && !window.mark");
    assertThat(page.url()).isEqualTo(server.url("/new"));
    page.goBack();
    waitFor("document.title === 'Test'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<script src=\"/silcrow.min.js\" defer></script> | true",
        "<script defer src='/silcrow.min.js' integrity=\"x\"></script> | true",
        "<script src=\"/silcrow.js\"></script> | false",
        "<link data-silcrow-track href=/silcrow.min.js> | true",
        "<link rel=icon href=/other.png> | true",
        "<script src=/other.js data-silcrow-track></script> | false",
        "<SCRIPT DATA-SILCROW-TRACK SRC='http://evil.example/x.js'></SCRIPT> | false",
      })
  void aDocumentWithTheSameAssetsStays(String asset, boolean stays) {
    open("");
    assertThat(
            js(
                "(markup) => import('/src/navigate/document.js').then(({isOutdated}) => !isOutdated(markup))",
                "<!doctype html><head>" + asset + "</head>"))
        .isEqualTo(stays);
  }
}
