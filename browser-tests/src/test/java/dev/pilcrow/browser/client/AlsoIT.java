package dev.pilcrow.browser.client;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.fragment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.Swap;
import dev.pilcrow.response.HtmlArm;
import dev.pilcrow.response.Replies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One answer for several elements. */
class AlsoIT extends NavigationTest {
  private Asked reply(HtmlArm arm) {
    return route("/more", ctx -> respond(ctx, arm));
  }

  /** What is in an element, without what loading leaves on the target. */
  private String markup(String selector) {
    return html(selector).replace(" class=\"\"", "");
  }

  private void go() {
    js("Silcrow.go('/more', {target: '#main', html: true})");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 422, 500})
  void eachElementGetsItsOwnWhateverTheStatus(int status) {
    reply(
        Replies.html("<b>main 😀</b>")
            .status(status)
            .also("Zoë", "#inner")
            .also(() -> "<p id=\"outer\">new</p>", "#outer", Swap.OUTER)
            .also(() -> "<li>2</li>", "#list", Swap.APPEND)
            .also(() -> "<li>0</li>", "#list", Swap.PREPEND)
            .also(() -> "<i>before</i>", "#inner", Swap.BEFORE)
            .also(() -> "<i>after</i>", "#inner", Swap.AFTER)
            .also("", "#empty")
            .also(() -> "", "#gone", Swap.REMOVE));
    if (status >= 400) {
      allowNetworkErrors();
    }
    open(
        "<main><div id=\"main\">old</div><div id=\"inner\">old</div><div id=\"outer\"></div>"
            + "<ul id=\"list\"><li>1</li></ul><p id=\"empty\">old</p><p id=\"gone\"></p></main>");
    go();
    assertThat(markup("main"))
        .isEqualTo(
            "<div id=\"main\"><b>main 😀</b></div><i>before</i><div"
                + " id=\"inner\">Zoë</div><i>after</i><p id=\"outer\">new</p><ul"
                + " id=\"list\"><li>0</li><li>1</li><li>2</li></ul><p id=\"empty\"></p>");
    assertThat(reported()).isEqualTo(status >= 400 ? List.of("http-status") : List.of());
  }

  @Test
  void theyArePutInInOrderBehindTheBody() {
    reply(
        Replies.html("<p id=\"new\"></p>")
            .also("1", "#new")
            .also("<b id=\"b\"></b>", "#new")
            .also("2", "#b"));
    open("<div id=\"main\"></div>");
    go();
    assertThat(html("#main")).isEqualTo("<p id=\"new\"><b id=\"b\">2</b></p>");
  }

  @Test
  void whatTheUserTypedStays() {
    reply(
        Replies.html("x")
            .also("<label>Name <input id=\"name\" value=\"server\"></label><p>new</p>", "#form"));
    open("<div id=\"main\"></div><form id=\"form\"><label>Name <input id=\"name\"></label></form>");
    page.fill("#name", "typed");
    js(
        "document.querySelector('#name').setSelectionRange(2, 3); window.field ="
            + " document.activeElement; 0");
    go();
    assertThat(text("#form p")).isEqualTo("new");
    assertThat(
            js(
                "document.activeElement === field && field.id + field.value + field.selectionStart"
                    + " + field.selectionEnd"))
        .isEqualTo("nametyped23");
  }

  @Test
  void eachIsCleanedByTheRulesOfItsOwnPlace() {
    reply(
        Replies.html("<p s-get=\"/a\">main</p>")
            .also(
                "<p s-get=\"/a\" onclick=\"x()\">known</p><script>window.bad = 1</script>",
                "#known")
            .also("<p s-get=\"/a\" id=\"i\">stranger</p>", "#stranger"));
    allowInertReports();
    open(
        "<div id=\"main\"></div><div id=\"known\"></div><div s-untrusted><div"
            + " id=\"stranger\"></div></div>");
    go();
    assertThat(html("#main")).isEqualTo("<p s-get=\"/a\">main</p>");
    assertThat(html("#known")).isEqualTo("<p s-get=\"/a\">known</p>");
    assertThat(html("#stranger")).isEqualTo("<p>stranger</p>");
    assertThat(js("window.bad")).isNull();
  }

  /** What somebody wrote into one part neither hides the next nor becomes one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- never ends",
        "<textarea>",
        "<p title='",
        "</template></div></body>",
        "<template s-also=\"#other\">forged</template>",
        "[{\"length\":5,\"target\":\"#other\"}]",
        "<plaintext>"
      })
  void brokenMarkupStaysWhereItIs(String markup) {
    reply(Replies.html(markup).also(markup, "#first").also("<b>right</b>", "#second"));
    open(
        "<div id=\"main\"></div><div id=\"first\"></div><div id=\"second\"></div><p"
            + " id=\"other\">other</p>");
    go();
    assertThat(html("#second")).isEqualTo("<b>right</b>");
    assertThat(text("#other")).isEqualTo("other");
    assertThat(html("#main")).isEqualTo(html("#first"));
  }

  @Test
  void aMissingTargetIsReportedAndTheOthersAreFilled() {
    reply(Replies.html("main").also("x", "#nowhere").also("x", "p:bad(").also("right", "#known"));
    open("<div id=\"main\"></div><p id=\"known\"></p>");
    go();
    assertThat(text("#main") + text("#known")).isEqualTo("mainright");
    assertThat(reported()).containsExactly("target-missing", "target-invalid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "{}",
        "[{\"target\":\"#known\"}]",
        "[{\"target\":\"#known\",\"length\":-1}]",
        "[{\"target\":7,\"length\":1}]",
        "[{\"target\":\"#known\",\"length\":99}]",
        "[{\"target\":\"#known\",\"length\":1,\"swap\":\"odd\"}]",
        "[null]"
      })
  void aHeaderThatMeansNothingIsReportedAndTheBodyIsShown(String header) {
    route("/more", ctx -> ctx.header("silcrow-also", header).html("<b>main</b>"));
    open("<div id=\"main\"></div><p id=\"known\">known</p>");
    go();
    assertThat(html("#main")).isEqualTo("<b>main</b>");
    assertThat(text("#known")).isEqualTo("known");
    assertThat(reported()).containsExactly("effect-malformed");
  }

  @Test
  void anAnswerOfTheCacheFillsThemAgain() {
    Asked asked = reply(Replies.html("main").also("also", "#known"));
    open("<div id=\"main\"></div><p id=\"known\"></p>");
    for (int i = 0; i < 2; i++) {
      js("document.querySelector('#known').textContent = 'old'");
      go();
      assertThat(text("#known")).isEqualTo("also");
    }
    assertThat(asked.count()).isEqualTo(1);
  }

  @Test
  void aSwapThatWaitsKeepsThemWaiting() {
    reply(Replies.html("main").also("also", "#known"));
    open("<div id=\"main\"></div><p id=\"known\">old</p>");
    js(
        "document.addEventListener('silcrow:before-swap', (event) => { event.preventDefault();"
            + " window.proceed = event.detail.proceed; })");
    go();
    assertThat(text("#known")).isEqualTo("old");
    js("proceed()");
    assertThat(text("#main") + text("#known")).isEqualTo("mainalso");
  }

  @Test
  void anAnswerThatThePageRefusesFillsNothing() {
    reply(Replies.html("main").also("also", "#known"));
    open("<div id=\"main\">old</div><p id=\"known\">old</p>");
    js("Silcrow.onRoute(({response}) => { window.response = response; return false; }); 0");
    go();
    assertThat(text("#main") + text("#known")).isEqualTo("oldold");
    assertThat(js("response")).isEqualTo("main");
  }

  @Test
  void aFragmentIsTheElementOrWhatIsInIt() {
    reply(
        Replies.html("<!doctype html><title>t</title><div id=\"main\"><i>part</i></div><p>rest</p>")
            .also(fragment("one", () -> "<ul id=\"one\"><li>whole</li></ul>"))
            .also(fragment("two", () -> "<li>content</li>")));
    open("<div id=\"main\"></div><ul id=\"one\"></ul><ul id=\"two\"></ul>");
    go();
    assertThat(markup("body"))
        .startsWith(
            "<div id=\"main\"><i>part</i></div><ul id=\"one\"><li>whole</li></ul>"
                + "<ul id=\"two\"><li>content</li></ul>");
  }

  @Test
  void aPageOfItsOwnMayBringThem() {
    reply(Replies.html(documentOf("More", "<h1>More</h1>")).also("<b>3</b>", "#cart"));
    openMarked("<a href=\"/more\" s-boost>more</a><div id=\"cart\" s-preserve=\"always\">0</div>");
    page.click("a");
    awaitVisit("/more");
    assertThat(page.title()).isEqualTo("More");
    assertThat(text("h1")).isEqualTo("More");
    assertThat(text("#cart")).isEqualTo("3");
  }

  @Test
  void liveElementsAndBindingsInThemWork() throws Exception {
    reply(
        Replies.html("x")
            .also("<p s-live=\"/ws/also\" id=\"live\"></p><b id=\"n\" :text=\"n\"></b>", "#known"));
    open("<div id=\"main\"></div><div id=\"known\"></div>");
    go();
    server.await("/ws/also");
    waitForState("#live", "open");
    js("Silcrow.patch({n: 7}, '#n')");
    assertThat(text("#n")).isEqualTo("7");
  }

  @Test
  void whoAsksForTheMarkupGetsThatOfTheBody() {
    reply(Replies.html("<b>main</b>").also("also", "#known"));
    open("<p id=\"known\">old</p>");
    assertThat(js("Silcrow.submit('/more').then(({data, html}) => data + html)"))
        .isEqualTo("null<b>main</b>");
    assertThat(text("#known")).isEqualTo("old");
  }

  @Test
  void whatTheyAnnounceIsSaidOnce() {
    reply(Replies.html("main").also("3 things", "#cart"));
    open("<div id=\"main\"></div><p id=\"cart\" s-announce></p>");
    js(
        "window.said = []; new MutationObserver(() => { const text = document.querySelector("
            + "'.silcrow-announcer').textContent; if (text) said.push(text); }).observe("
            + "document.documentElement, {childList: true, characterData: true, subtree: true})");
    go();
    waitFor("said.length");
    assertThat(js("said")).isEqualTo(List.of("3 things"));
  }
}
