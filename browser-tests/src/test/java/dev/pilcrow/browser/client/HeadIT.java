package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page brings besides its body, how it comes, and that it may be kept for the way back. */
class HeadIT extends NavigationTest {
  private static final String SCRIPT = "<script src=\"/silcrow.min.js\" defer></script>";

  @BeforeEach
  void motion() {
    page.emulateMedia(new EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));
  }

  private static String page(String head, String body) {
    return "<!doctype html><html lang=\"de\"><head><title>New</title>"
        + SCRIPT
        + head
        + "</head><body>"
        + body
        + "</body></html>";
  }

  private void visit(String head) {
    html("/new", page(head, "<h1>new</h1>"));
    js("Silcrow.go('/new')");
    assertThat(text("h1")).isEqualTo("new");
  }

  private Object head(String selector) {
    return js(
        "(selector) => [...document.head.querySelectorAll(selector)].map((node) =>"
            + " node.outerHTML).join('')",
        selector);
  }

  @Test
  void whatIsSaidAboutAPageFollows() {
    open(
        "<meta name=\"description\" content=\"old\"><meta name=\"gone\" content=\"1\">"
            + "<meta property=\"og:title\" content=\"old\"><meta name=\"same\" content=\"s\">"
            + "<link rel=\"canonical\" href=\"/old\"><link rel=\"icon\" href=\"/favicon.ico\">",
        "<h1>old</h1>");
    js(
        "window.same = document.querySelector('meta[name=same]'); void (window.icon ="
            + " document.querySelector('[rel=icon]'))");
    visit(
        "<meta content=\"s\" name=\"same\"><meta name=\"description\" content=\"new &amp; <b>\">"
            + "<meta property=\"og:title\" content=\"new\"><link rel=\"canonical\" href=\"/new\">"
            + "<link rel=\"icon\" href=\"/favicon.ico\"><link rel=\"next\" href=\"/new?2\">");
    assertThat(js("document.querySelector('meta[name=description]').content"))
        .isEqualTo("new & <b>");
    assertThat(js("document.querySelectorAll('meta[name=description]').length")).isEqualTo(1);
    assertThat(head("meta[name=gone]")).isEqualTo("");
    assertThat(head("meta[property]")).isEqualTo("<meta property=\"og:title\" content=\"new\">");
    assertThat(head("link"))
        .isEqualTo(
            "<link rel=\"icon\" href=\"/favicon.ico\"><link rel=\"canonical\" href=\"/new\">"
                + "<link rel=\"next\" href=\"/new?2\">");
    assertThat(js("window.same.isConnected && window.icon.isConnected")).isEqualTo(true);
    assertThat(js("document.documentElement.lang")).isEqualTo("de");
    assertThat(page.title()).isEqualTo("New");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<meta http-equiv=\"refresh\" content=\"0;url=/evil\">",
        "<meta name=\"x\" http-equiv=\"Content-Security-Policy\" content=\"script-src *\">",
        "<base href=\"/evil/\">",
        "<script>window.ran = 1</script>",
        "<style>h1{color:red}</style>",
        "<meta name=\"silcrow-trust\" content=\"same-origin\">",
        "<meta name=\"silcrow-navigate\" content=\"/evil\">",
        "<link rel=\"stylesheet\" href=\"https://evil.example/x.css\">",
        "<link rel=\"stylesheet\" href=\"//evil.example/x.css\">",
        "<link rel=\"stylesheet\" href=\"data:text/css,h1{color:red}\">",
        "<link rel=\"modulepreload\" href=\"/evil.js\">",
        "<link rel=\"preload\" as=\"script\" href=\"/evil.js\">",
        "<noscript><link rel=\"canonical\" href=\"/noscript\"><meta name=\"n\"></noscript>",
        "<template><meta name=\"n\" content=\"x\"></template>",
      })
  void someOfAHeadStaysOut(String part) {
    open("<h1>old</h1>");
    Object before = head(":not(title)");
    visit(part);
    assertThat(head(":not(title)")).isEqualTo(before);
    assertThat(js("window.ran === undefined")).isEqualTo(true);
    assertThat(page.url()).isEqualTo(server.url("/new"));
  }

  @Test
  void handlersOfItRunNowhere() {
    allowInertReports();
    openWithoutPolicy("<h1>old</h1>");
    visit(
        "<link rel=\"icon\" href=\"/favicon.ico\" onload=\"window.ran = 1\" onerror=\"window.ran ="
            + " 1\">");
    assertThat(head("link")).isEqualTo("<link rel=\"icon\" href=\"/favicon.ico\">");
    assertThat(js("window.ran === undefined")).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!doctype html><title>New</title><h1>new</h1><meta name=\"m\" content=\"body\">",
        "<!doctype html><title>New</title><body><h1>new</h1><meta name=\"m\" content=\"body\">",
        "<!doctype html><html><head><title>New</title></head><body><h1>new</h1><meta name=\"m\""
            + " content=\"body\"></head>",
      })
  void whatStandsInABodyIsNoHead(String document) {
    html("/new", document);
    open("<meta name=\"kept\" content=\"k\">", "<h1>old</h1>");
    js("Silcrow.go('/new')");
    assertThat(text("h1")).isEqualTo("new");
    assertThat(head("meta[name=m]")).isEqualTo("");
  }

  @Test
  void aPartBringsNoHead() {
    html("/new", page("<meta name=\"m\" content=\"x\">", "<p id='t'>part</p>"));
    open("<p id='t'></p><meta>");
    js("Silcrow.go('/new', {target: '#t', html: true})");
    assertThat(text("#t")).isEqualTo("part");
    assertThat(head("meta")).isEqualTo("");
    assertThat(js("document.documentElement.lang")).isEqualTo("en");
  }

  @Test
  void aPageIsNotShownBeforeItsStyleSheetIsThere() throws Exception {
    Asked sheet =
        route("/new.css", ctx -> ctx.contentType("text/css").result("h1{color:rgb(1,2,3)}")).hold();
    route("/old.css", ctx -> ctx.contentType("text/css").result(""));
    html("/new", page("<link rel=stylesheet href='/new.css'>", "<h1>new</h1>"));
    stopClock();
    open("<link rel=\"stylesheet\" href=\"/old.css\">", "<h1>old</h1>");
    js("void Silcrow.go('/new')");
    sheet.next();
    assertThat(text("h1")).isEqualTo("old");
    sheet.release();
    waitForLoads(1);
    assertThat(text("h1")).isEqualTo("new");
    assertThat(js("getComputedStyle(document.querySelector('h1')).color"))
        .isEqualTo("rgb(1, 2, 3)");
    js("Silcrow.go('/new')");
    assertThat(sheet.count()).isEqualTo(1);
    assertThat(head("link"))
        .isEqualTo(
            "<link rel=\"stylesheet\" href=\"/old.css\"><link rel=\"stylesheet\""
                + " href=\"/new.css\">");
  }

  @Test
  void aStyleSheetThatDoesNotComeHoldsNothingUpForLong() throws Exception {
    Asked sheet = route("/new.css", ctx -> ctx.contentType("text/css").result("")).hold();
    html("/new", page("<link rel=stylesheet href='/new.css'>", "<h1>new</h1>"));
    html("/missing", page("<link rel=stylesheet href='/missing.css'>", "<h1>missing</h1>"));
    allowNetworkErrors();
    stopClock();
    open("<h1>old</h1>");
    js("void Silcrow.go('/new')");
    sheet.next();
    clock().runFor(2900);
    assertThat(text("h1")).isEqualTo("old");
    clock().runFor(100);
    waitForLoads(1);
    assertThat(text("h1")).isEqualTo("new");
    js("Silcrow.go('/missing')");
    assertThat(text("h1")).isEqualTo("missing");
  }

  @Test
  void aPageComesInAViewTransition() {
    document("/other", "Other", "<h1>Other</h1>");
    server.page(
        "/page",
        "<!doctype html><title>Test</title><script src='/spy.js'></script>"
            + SCRIPT
            + "<body s-transition><h1>old</h1><a id='a' href='/other' s-get>x</a></body>");
    spyOnTransitions();
    page.navigate(server.url("/page"));
    page.click("#a");
    waitForLoads(1);
    waitForIdle();
    assertThat(text("h1")).isEqualTo("Other");
    assertThat(page.title()).isEqualTo("Other");
    assertThat(js("window.transitions")).isEqualTo(1);
    js("history.back()");
    waitFor("document.querySelector('h1').textContent === 'old'");
    waitForIdle();
    assertThat(js("window.transitions")).isEqualTo(2);
  }

  private void spyOnTransitions() {
    server.handle(
        "/spy.js",
        ctx ->
            ctx.contentType("text/javascript")
                .result(
                    "window.transitions = 0; const start = Document.prototype.startViewTransition;"
                        + " Document.prototype.startViewTransition = function (work) {"
                        + " window.transitions++; return start.call(this, work); }"));
  }

  private void openWithSpy(String body) {
    spyOnTransitions();
    load("<script src='/spy.js'></script>" + SCRIPT, body);
  }

  @Test
  void aPartMayComeInOneAndOthersDoNot() {
    html("/x", "<b>new</b>");
    json("/n", "{\"n\":1}");
    openWithSpy(
        "<p id='t' s-transition></p><p id='u'></p><p id='n' s-transition :text='n'></p>"
            + "<button id='a' s-get='/x' s-html s-target='#t'>a</button>"
            + "<button id='b' s-get='/x' s-html s-target='#u'>b</button>"
            + "<button id='c' s-get='/n' s-target='#n'>c</button>");
    clickAndLoad("#a");
    clickAndLoad("#b");
    assertThat(html("#t") + html("#u")).isEqualTo("<b>new</b><b>new</b>");
    assertThat(js("window.transitions")).isEqualTo(1);
    clickAndLoad("#c");
    assertThat(text("#n")).isEqualTo("1");
    assertThat(js("window.transitions")).isEqualTo(2);
  }

  @Test
  void whoWantsLessMotionGetsNone() {
    page.emulateMedia(new EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    html("/x", "<b>new</b>");
    openWithSpy(
        "<p id='t' s-transition></p><button id='a' s-get='/x' s-html s-target='#t'>a</button>");
    clickAndLoad("#a");
    assertThat(html("#t")).isEqualTo("<b>new</b>");
    assertThat(js("window.transitions")).isEqualTo(0);
  }

  @Test
  void aBrowserThatKnowsNoneShowsThePageAllTheSame() {
    html("/x", "<b>new</b>");
    server.handle(
        "/spy.js",
        ctx ->
            ctx.contentType("text/javascript")
                .result("delete Document.prototype.startViewTransition"));
    load(
        "<script src='/spy.js'></script>" + SCRIPT,
        "<p id='t' s-transition></p><button id='a' s-get='/x' s-html s-target='#t'>a</button>");
    clickAndLoad("#a");
    assertThat(html("#t")).isEqualTo("<b>new</b>");
  }

  @Test
  void visitsInQuickSuccessionEndWithTheLast() {
    for (String name : List.of("a", "b", "c")) {
      document("/" + name, name, "<h1>" + name + "</h1>");
    }
    spyOnTransitions();
    server.page(
        "/page",
        "<!doctype html><title>Test</title><script src='/spy.js'></script>"
            + SCRIPT
            + "<body s-transition><h1>old</h1></body>");
    page.navigate(server.url("/page"));
    js("Promise.all(['/a', '/b', '/c'].map((path) => Silcrow.prefetch(path)))");
    js(
        "(async () => { const all = []; for (const path of ['/a', '/b', '/c', '/a', '/b', '/c']) {"
            + " all.push(Silcrow.go(path));"
            + " await new Promise((done) => requestAnimationFrame(done)); }"
            + " await Promise.allSettled(all); })()");
    waitFor("document.title === 'c'");
    waitForIdle();
    assertThat(text("h1")).isEqualTo("c");
    assertThat(page.url()).isEqualTo(server.url("/c"));
    assertThat(reported()).isEmpty();
  }
}
