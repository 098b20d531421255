package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.ClickOptions;
import com.microsoft.playwright.options.KeyboardModifier;
import com.microsoft.playwright.options.MouseButton;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a click asks for: actions, their methods, keys of list items, and boosted links. */
class NavigatorIT extends NavigationTest {

  @ParameterizedTest
  @CsvSource({
    "s-action='/x', GET",
    "s-action='/x' GET, GET",
    "s-action='/x' post, POST",
    "s-action='/x' Put, PUT",
    "s-action='/x' PATCH, PATCH",
    "s-action='/x' DELETE, DELETE",
    "s-get='/x', GET",
    "s-post='/x', POST",
    "s-put='/x', PUT",
    "s-patch='/x', PATCH",
    "s-delete='/x', DELETE",
    "s-delete='/wrong' s-put='/wrong' s-post='/wrong' s-get='/x', GET",
    "s-patch='/wrong' s-delete='/wrong' s-put='/x', PUT",
    "s-patch='/wrong' s-delete='/x', DELETE",
    "s-action='/wrong' DELETE s-post='/x', POST",
  })
  void anActionHasAMethod(String action, String method) throws Exception {
    Asked asked = json("/x", "{\"n\":1}");
    openMarked("<button id='b' type='button' " + action + "><i :text='n'></i></button>");
    clickAndLoad("#b");
    assertThat(asked.next().method()).isEqualTo(method);
    assertThat(text("#b")).isEqualTo("1");
    assertThat(seen("silcrow:navigate").get(0))
        .containsEntry("method", method)
        .containsEntry("trigger", "click")
        .containsEntry("url", server.url("/x"))
        .containsEntry("target", "#b");
  }

  @Test
  void aClickInsideAnActionIsAClickOnIt() throws Exception {
    Asked asked = json("/x", "{}");
    openMarked("<div id='card' s-action='/x' DELETE><p><b id='inner'>deep</b></p></div>");
    clickAndLoad("#inner");
    assertThat(asked.next().method()).isEqualTo("DELETE");
  }

  @Test
  void theNearestActionCounts() throws Exception {
    Asked inner = json("/inner", "{}");
    Asked outer = json("/outer", "{}");
    openMarked("<div s-post='/outer'><button id='b' s-post='/inner'>x</button></div>");
    clickAndLoad("#b");
    assertThat(inner.count()).isEqualTo(1);
    assertThat(outer.count()).isZero();
  }

  @Test
  void whatHasAMeaningOfItsOwnKeepsItInsideAnAction() {
    Asked outer = json("/outer", "{}");
    openMarked(
        "<div s-post='/outer'><input id='text'><input id='tick' type='checkbox'>"
            + "<label id='label' for='tick'>x</label><a id='link' href='#there'>y</a></div>");
    page.click("#text");
    page.click("#tick");
    page.click("#label");
    page.click("#tick");
    page.click("#link");
    assertThat(page.isChecked("#tick")).isTrue();
    assertThat(page.url()).endsWith("#there");
    assertThat(outer.count()).isZero();
  }

  @Test
  void aTickThatIsAnActionStaysTicked() throws Exception {
    Asked asked = json("/done", "{}");
    openMarked("<input id='tick' type='checkbox' s-patch='/done'>");
    clickAndLoad("#tick");
    assertThat(asked.next().method()).isEqualTo("PATCH");
    assertThat(page.isChecked("#tick")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyboardModifier.class,
      names = {"ALT", "CONTROL", "META", "SHIFT"})
  void aClickWithAKeyIsTheBrowsers(KeyboardModifier key) {
    openMarked("<button id='b' s-post='/x'>x</button>");
    page.click("#b", new ClickOptions().setModifiers(List.of(key)));
    assertThat(seen("silcrow:navigate")).isEmpty();
  }

  @Test
  void aClickWithAnotherButtonIsTheBrowsers() {
    openMarked("<button id='b' s-post='/x'>x</button>");
    page.click("#b", new ClickOptions().setButton(MouseButton.MIDDLE));
    page.click("#b", new ClickOptions().setButton(MouseButton.RIGHT));
    assertThat(seen("silcrow:navigate")).isEmpty();
  }

  @Test
  void aClickThatThePageTookIsThePages() {
    openMarked("<button id='b' s-post='/x'>x</button>");
    js("document.querySelector('#b').addEventListener('click', (event) => event.preventDefault())");
    page.click("#b");
    assertThat(seen("silcrow:navigate")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "href='#there'",
        "href='/page#there'",
        "href='/page' download",
        "href='/other' target='_blank'",
        "href='/other' target='frame'",
        "href='https://evil.example/'",
        "href='//evil.example/'",
        "href='mailto:a@b.example'",
        "href='javascript:void 0'",
        "href='http://user:secret@127.0.0.1/'",
        "",
      })
  void someBoostedLinksAreTheBrowsers(String attributes) {
    openMarked("<nav s-boost><a id='a' " + attributes + ">x</a></nav>");
    js(
        "window.left = null; window.addEventListener('click', (event) => {"
            + " window.left = !event.defaultPrevented; event.preventDefault(); })");
    page.click("#a");
    assertThat(js("window.left")).isEqualTo(true);
    assertThat(seen("silcrow:navigate")).isEmpty();
    assertThat(reported()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s-get='/x' target='_blank'", "s-get='/x' download", "s-get='#x'"})
  void someLinksWithActionsAreTheBrowsers(String attributes) {
    openMarked("<a id='a' href='#there' " + attributes + ">x</a>");
    js("window.addEventListener('click', (event) => event.preventDefault())");
    page.click("#a");
    assertThat(seen("silcrow:navigate")).isEmpty();
  }

  @Test
  void aBoostedLinkIsAVisit() throws Exception {
    Asked asked = document("/other", "Other", "<h1>Other</h1>");
    openMarked("<nav s-boost><a id='a' href='/other?q=1'>x</a></nav>");
    page.click("#a");
    awaitVisit("/other?q=1");
    Asked.Request request = asked.next();
    assertThat(request.header("accept")).isEqualTo("text/html, application/json;q=0.9");
    assertThat(request.header("silcrow-target")).isEqualTo("true");
    assertThat(text("body > h1:only-child")).isEqualTo("Other");
    assertThat(page.title()).isEqualTo("Other");
    assertThat(seen("silcrow:navigate").get(0)).containsEntry("target", "#body");
  }

  @Test
  void aBoostedLinkMayHaveATarget() throws Exception {
    Asked asked = html("/part", "<b>part</b>");
    openMarked(
        "<nav s-boost><a id='a' href='/part' s-target='#main'>x</a></nav><main id='main'></main>");
    clickAndLoad("#a");
    assertThat(asked.next().header("silcrow-target")).isEqualTo("#main");
    assertThat(html("#main")).isEqualTo("<b>part</b>");
    assertThat(page.url()).isEqualTo(server.url("/page"));
  }

  @Test
  void boostingEndsWhereTheMarkupSaysSo() {
    server.page("/other", documentOf("Other", "loaded"));
    openMarked(
        "<div s-boost><nav s-boost='false'><a id='a' href='/other'>x</a></nav></div>"
            + "<a id='b' href='/other'>y</a>");
    page.click("#a");
    page.waitForURL(server.url("/other"));
    assertThat(js("window.mark")).isNull();
  }

  @Test
  void aLinkWithAnEmptyActionUsesItsHref() throws Exception {
    document("/other", "Other", "<h1>Other</h1>");
    openMarked("<a id='a' href='/other' s-get>x</a>");
    page.click("#a");
    awaitVisit("/other");
  }

  @ParameterizedTest
  @CsvSource({
    "/items/:key, /items/a%2Fb%20c",
    "/items/{key}, /items/a%2Fb%20c",
    "/items/{s-key}, /items/a%2Fb%20c",
    "/items?id=:key&x=:keyed, /items?id=a%2Fb%20c&x=:keyed",
  })
  void theKeyOfTheItemStandsInThePath(String path, String expected) {
    json("/items", "{}");
    open("<ul><li :key='a/b c'><button id='b' s-delete='" + path + "'>x</button></li></ul>");
    allowNetworkErrors();
    page.click("#b");
    assertThat(awaitSeen("silcrow:navigate").get(0)).containsEntry("url", server.url(expected));
    waitForIdle();
  }

  @Test
  void theNearestKeyCountsAndIsEscapedInSelectors() throws Exception {
    Asked asked = html("/x", "new");
    openMarked(
        "<ul><li s-key='outer'><p :key='a.b'><button id='b' s-get='/x' s-html"
            + " s-target='#row-:key'>x</button></p></li></ul><p id='row-a.b'>old</p>");
    clickAndLoad("#b");
    assertThat(asked.next().header("silcrow-target")).isEqualTo("#row-a\\.b");
    assertThat(js("document.getElementById('row-a.b').innerHTML")).isEqualTo("new");
  }

  @Test
  void withoutAKeyThePlaceholderStays() {
    json("/items/:key", "{}");
    open("<button id='b' s-get='/items/:key'>x</button>");
    clickAndLoad("#b");
    assertThat(seen("silcrow:navigate").get(0)).containsEntry("url", server.url("/items/:key"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://user:secret@127.0.0.1/",
      })
  void aForeignActionIsRefused(String path) {
    openMarked("<a id='a' href='/page' s-get='" + path + "'>x</a>");
    page.click("#a");
    assertThat(reported()).containsExactly("foreign-url");
    assertThat(seen("silcrow:navigate")).isEmpty();
    assertThat(js("window.mark")).isEqualTo(1);
  }

  @Test
  void whatIsInsertedLaterActsToo() {
    json("/x", "{\"n\":2}");
    openMarked("<div id='a'></div>");
    js(
        "document.querySelector('#a').append(Object.assign(document.createElement('button'), {id:"
            + " 'b'})); document.querySelector('#b').setAttribute('s-post', '/x')");
    js("document.querySelector('#b').setAttribute(':text', 'n')", "");
    clickAndLoad("#b");
  }

  @Test
  void afterDestroyClicksAreTheBrowsers() {
    server.page("/other", documentOf("Other", "loaded"));
    openMarked("<nav s-boost><a id='a' href='/other'>x</a></nav>");
    js("Silcrow.destroy()");
    page.click("#a");
    page.waitForURL(server.url("/other"));
    waitFor("document.body.textContent === 'loaded'");
    assertThat(js("window.mark")).isNull();
  }
}
