package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an answer goes, and what is asked for. */
class TargetsIT extends NavigationTest {
  private static final String JSON_FIRST = "application/json, text/html;q=0.9";
  private static final String HTML_FIRST = "text/html, application/json;q=0.9";

  @ParameterizedTest
  @CsvSource({
    "<a id='b' href='/x' s-get='/x'>x</a>, #body, HTML",
    "<a id='b' href='/x' s-post='/x'>x</a>, #b, JSON",
    "<button id='b' s-get='/x'>x</button>, #b, JSON",
    "<button id='b' s-get='/x' s-html>x</button>, #b, HTML",
    "<button id='b' s-post='/x'>x</button>, #b, JSON",
    "<button id='b' s-post='/x' s-html>x</button>, #b, HTML",
    "<button id='b' s-get='/x' s-target='#t'>x</button>, #t, JSON",
    "<a id='b' href='/x' s-get='/x' s-target='#t'>x</a>, #t, JSON",
    "<a id='b' href='/x' s-get='/x' s-target='#t' s-html>x</a>, #t, HTML",
    "<form id='f' s-get='/x'><button id='b'>x</button></form>, #body, HTML",
    "<form id='f' s-post='/x'><button id='b'>x</button></form>, #f, JSON",
    "<form id='f' s-post='/x' s-target='#t'><button id='b'>x</button></form>, #t, JSON",
    "<ul id='l'><template s-for='x in xs'><li></li></template><li :key='1'><button id='b' s-delete='/x'>x</button></li></ul>, #l, JSON",
    "<ul id='l' s-list='xs'><li s-key='1'><a id='b' href='/x' s-get='/x'>x</a></li></ul>, #l, JSON",
    "<ul><li id='i' :key='1'><button id='b' s-put='/x'>x</button></li></ul>, #i, JSON",
    "<ul><li id='i' :key='1'><a id='b' href='/x' s-get='/x'>x</a></li></ul>, #i, JSON",
    "<ul s-boost><li id='i' :key='1'><a id='b' href='/x'>x</a></li></ul>, #body, HTML",
    "<ul><li id='i' :key='1'><button id='b' s-put='/x' s-target='#t'>x</button></li></ul>, #t, JSON",
  })
  void theTargetIsChosen(String markup, String target, String first) throws Exception {
    Asked asked = json("/x", "{}");
    openMarked("<p id='t'></p>" + markup);
    clickAndLoad("#b");
    Asked.Request request = asked.next();
    assertThat(seen("silcrow:navigate").get(0)).containsEntry("target", target);
    assertThat(request.header("accept")).isEqualTo(first.equals("JSON") ? JSON_FIRST : HTML_FIRST);
    assertThat(request.header("silcrow-target")).isEqualTo(target.equals("#t") ? "#t" : "true");
  }

  @ParameterizedTest
  @CsvSource({"#missing, target-missing", "#[, target-invalid", "script, target-forbidden"})
  void aTargetThatIsNoneIsReportedAndLeftOut(String selector, String code) throws Exception {
    Asked asked = json("/x", "{\"n\":3}");
    openMarked("<button id='b' s-post='/x' s-target='" + selector + "'><i :text='n'></i></button>");
    clickAndLoad("#b");
    assertThat(reported()).containsExactly(code);
    assertThat(asked.next().header("silcrow-target")).isEqualTo("true");
    assertThat(text("#b")).isEqualTo("3");
  }

  @Test
  void aLinkWhoseTargetIsMissingShowsTheWholePage() {
    document("/other", "Other", "<h1>Other</h1>");
    openMarked("<a id='a' href='/other' s-get s-target='#missing'>x</a>");
    page.click("#a");
    awaitVisit("/other");
    assertThat(reported()).containsExactly("target-missing");
    assertThat(text("body > h1:only-child")).isEqualTo("Other");
  }

  @Test
  void ofAWholeDocumentThePartIsTaken() {
    document("/other", "Other", "<h1>No</h1><main id='main'><b>part</b></main>");
    openMarked(
        "<main id='main'>old</main><a id='a' href='/other' s-get s-target='#main' s-html>x</a>");
    clickAndLoad("#a");
    assertThat(html("#main")).isEqualTo("<b>part</b>");
    assertThat(page.title()).isEqualTo("Test");
    assertThat(page.url()).isEqualTo(server.url("/page"));
  }

  @Test
  void aDocumentWithoutThePartIsPutInWhole() {
    document("/other", "Other", "<h1>All</h1>");
    openMarked(
        "<main id='main'>old</main><a id='a' href='/other' s-get s-target='#main' s-html>x</a>");
    clickAndLoad("#a");
    assertThat(html("#main")).isEqualTo("<h1>All</h1>");
  }

  @Test
  void theServerMayChooseAnotherTarget() {
    route("/x", ctx -> ctx.header("silcrow-retarget", "#other").html("<b>new</b>"));
    openMarked(
        "<p id='t'>old</p><p id='other'></p><button id='b' s-post='/x' s-target='#t'>x</button>");
    clickAndLoad("#b");
    assertThat(html("#other")).isEqualTo("<b>new</b>");
    assertThat(text("#t")).isEqualTo("old");
  }

  @Test
  void ofADocumentThePartOfTheServersTargetIsTaken() {
    route(
        "/x",
        ctx ->
            ctx.header("silcrow-retarget", "#other")
                .html(documentOf("X", "<p id='t'>no</p><p id='other'>yes</p>")));
    openMarked(
        "<p id='t'>old</p><p id='other'></p><button id='b' s-post='/x' s-target='#t'>x</button>");
    clickAndLoad("#b");
    assertThat(text("#other")).isEqualTo("yes");
    assertThat(text("#t")).isEqualTo("old");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#nowhere", "]["})
  void aTargetOfTheServerThatIsNoneLeavesTheFirst(String selector) {
    route("/x", ctx -> ctx.header("silcrow-retarget", selector).html("<b>new</b>"));
    openMarked("<p id='t'>old</p><button id='b' s-post='/x' s-target='#t'>x</button>");
    clickAndLoad("#b");
    assertThat(html("#t")).isEqualTo("<b>new</b>");
    assertThat(reported()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "application/vnd.x+json",
        "APPLICATION/JSON"
      })
  void dataIsPatchedIn(String type) {
    route("/x", ctx -> ctx.contentType(type).result("{\"n\":7}"));
    openMarked(
        "<p id='t'><b :text='n'></b></p><button id='b' s-post='/x' s-target='#t'>x</button>");
    clickAndLoad("#b");
    assertThat(html("#t")).isEqualTo("<b :text=\"n\">7</b>");
    assertThat(seen("silcrow:before-swap").get(0))
        .containsEntry("isJSON", true)
        .containsEntry("target", "#t")
        .containsEntry("url", server.url("/x"));
  }

  @Test
  void problemsAreReportedAndPutNowhere() {
    route(
        "/x",
        ctx ->
            ctx.status(409)
                .contentType("application/problem+json")
                .result(
                    "{\"title\":\"Already there\",\"n\":7,"
                        + "\"_toasts\":[{\"message\":\"No\",\"level\":\"error\"}]}"));
    allowNetworkErrors();
    openMarked(
        "<p id='t'><b :text='n'>1</b></p><button id='b' s-post='/x' s-target='#t'>x</button>");
    page.click("#b");
    assertThat(awaitSeen("silcrow:error").get(0))
        .containsEntry("code", "http-status")
        .containsEntry("message", "http-status: 409 Already there")
        .containsEntry("status", 409);
    waitFor("document.querySelector('.silcrow-toast-error')");
    assertThat(text("#t")).isEqualTo("1");
    assertThat(seen("silcrow:before-swap")).isEmpty();
  }

  @Test
  void errorsWithContentAreShown() {
    route("/html", ctx -> ctx.status(500).html("<b>Sorry</b>"));
    json("/json", 400, "{\"n\":9}");
    allowNetworkErrors();
    openMarked(
        "<p id='t'></p><p id='n' :text='n'></p><button id='a' s-post='/html' s-target='#t'>x</button>"
            + "<button id='b' s-post='/json' s-target='#n'>x</button>");
    clickAndLoad("#a");
    clickAndLoad("#b");
    assertThat(text("#t") + text("#n")).isEqualTo("Sorry9");
    assertThat(reported()).containsExactly("http-status", "http-status");
  }

  @Test
  void markupIsCleanedWhereverItGoes() {
    html(
        "/other",
        documentOf(
            "Other",
            "<h1>Other</h1><script>window.ran = 1</script><img src=x onerror='window.ran = 2'>"));
    allowInertReports();
    allowNetworkErrors();
    openMarked("<a id='a' href='/other' s-get>x</a>");
    page.click("#a");
    awaitVisit("/other");
    assertThat(html("body")).isEqualTo("<h1 tabindex=\"-1\">Other</h1><img src=\"x\">");
    assertThat(js("window.ran === undefined")).isEqualTo(true);
  }

  @Test
  void emptyMarkupEmptiesTheTarget() {
    html("/x", "");
    route("/none", ctx -> ctx.status(204));
    openMarked(
        "<p id='t'>old</p><p id='u'>old</p><button id='a' s-delete='/x' s-target='#t'>x</button>"
            + "<button id='b' s-delete='/none' s-target='#u'>x</button>");
    clickAndLoad("#a");
    clickAndLoad("#b");
    assertThat(List.of(text("#t"), text("#u"))).containsExactly("", "old");
    assertThat(reported()).isEmpty();
  }
}
