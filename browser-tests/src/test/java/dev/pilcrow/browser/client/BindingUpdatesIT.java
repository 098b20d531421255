package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When bound elements are written, and when they are left alone. */
class BindingUpdatesIT extends ClientTest {
  private void patch(String data) {
    js("Silcrow.patch(" + data + ", '#root')");
  }

  @Test
  void bindingsThatComeAndGoAreFollowedWithoutInvalidate() throws Exception {
    open("<div id=\"root\" s-live=\"/ws/a\"><b :text=\"n\"></b><div id=\"box\"></div></div>");
    Peer peer = server.await("/ws/a");
    patch("{n: 1}");
    js(
        "const i = document.createElement('i'); i.setAttribute(':text', 'n');"
            + "document.querySelector('#box').append(i); Silcrow.patch({n: 2}, '#root')");
    assertThat(text("i")).isEqualTo("2");
    peer.send("{\"type\":\"html\",\"target\":\"#box\",\"markup\":\"<u><s :text='n'>x</s></u>\"}");
    peer.send("{\"type\":\"patch\",\"target\":\"#root\",\"data\":{\"n\":3}}");
    waitFor("document.querySelector('#box s').textContent === '3'");
    assertThat(text("b")).isEqualTo("3");
    js(
        "window.gone = document.querySelector('b'); gone.remove(); document.body.append(gone);"
            + "Silcrow.patch({n: 4}, '#root')");
    assertThat(js("gone.textContent")).isEqualTo("3");
    js("document.querySelector('#box').append(gone); Silcrow.patch({n: 5}, '#root')");
    assertThat(js("gone.textContent")).isEqualTo("5");
  }

  @Test
  void aBoundTextThatHtmlReplacedIsWrittenAgain() throws Exception {
    open("<div id=\"root\" s-live=\"/ws/a\"><p id=\"p\" :text=\"n\"></p></div>");
    Peer peer = server.await("/ws/a");
    patch("{n: 1}");
    peer.send("{\"type\":\"html\",\"target\":\"#p\",\"markup\":\"other\"}");
    waitFor("document.querySelector('#p').textContent === 'other'");
    patch("{n: 1}");
    assertThat(text("#p")).isEqualTo("1");
  }

  @Test
  void equalDataWritesNothing() {
    open("<div id=\"root\"><b :text=\"n\">1</b><a :href=\"h\" :class=\"c\">a</a></div>");
    patch("{n: 1, h: '/x', c: 'on'}");
    js(
        "window.records = 0; window.observer = new MutationObserver((list) => { records += list.length; });"
            + "observer.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true})");
    patch("{n: 1, h: '/x', c: 'on'}");
    patch("{n: '1'}");
    js("new Promise((resolve) => setTimeout(resolve))");
    assertThat(js("records")).isEqualTo(1);
  }

  @Test
  void aTextNodeIsKeptAndNoElementIsTouched() {
    open("<div id=\"root\"><b :text=\"n\">0</b></div>");
    js("window.node = document.querySelector('b').firstChild; undefined");
    js(
        "window.lists = 0; new MutationObserver((list) => { lists += list.length; })"
            + ".observe(document.body, {subtree: true, childList: true})");
    for (int n = 1; n < 5; n++) {
      patch("{n: " + n + "}");
    }
    assertThat(text("b")).isEqualTo("4");
    assertThat(js("document.querySelector('b').firstChild === node")).isEqualTo(true);
    assertThat(js("lists")).isEqualTo(0);
  }

  @Test
  void whatTheUserChangedIsComparedWithThePage() {
    open("<div id=\"root\"><input :value=\"v\"></div>");
    patch("{v: ''}");
    page.fill("input", "typed");
    patch("{v: ''}");
    assertThat(page.inputValue("input")).isEmpty();
  }

  @Test
  void patchedTellsUnlessSilent() {
    open("<div id=\"root\"><b :text=\"n\"></b></div>");
    js("Silcrow.patch({n: 1}, '#root', {silent: true})");
    assertThat(seen("silcrow:patched")).isEmpty();
    patch("{n: 2, m: 3}");
    assertThat(seen("silcrow:patched").get(0))
        .containsEntry("paths", java.util.List.of("n", "m"))
        .containsEntry("target", "#root");
  }

  @Test
  void wrappedDataIsUnwrapped() {
    open("<div id=\"root\"><b :text=\"n\"></b><i :text=\"data.n\"></i></div>");
    patch("{data: {n: 1}}");
    assertThat(text("b")).isEqualTo("1");
    patch("{data: {n: 2}, other: 0}");
    assertThat(text("i")).isEqualTo("2");
    assertThat(text("b")).isEqualTo("1");
  }

  @Test
  void aWrongRootOrShapeIsReportedAndNothingElseHappens() {
    open("<div id=\"root\"><b :text=\"n\">0</b></div>");
    js(
        "Silcrow.patch({n: 1}, '#missing'); Silcrow.patch({n: 1}); Silcrow.patch([1], '#root'); Silcrow.patch('x', '#root')");
    js("Silcrow.patch(null, '#root')");
    assertThat(text("b")).isEqualTo("0");
    assertThat(reported())
        .containsExactly("target-missing", "target-invalid", "patch-shape", "patch-shape");
  }

  @Test
  void aFormThatHidesItsOwnPropertiesIsBoundAllTheSame() {
    open(
        "<form id=\"root\" :title=\"t\"><input name=\"attributes\"><input name=\"getAttribute\">"
            + "<input name=\"parentNode\"><input name=\"setAttribute\"><b :text=\"n\"></b></form>");
    patch("{t: 'T', n: 1}");
    assertThat(text("b")).isEqualTo("1");
    assertThat(js("Element.prototype.getAttribute.call(document.forms[0], 'title')"))
        .isEqualTo("T");
  }

  @Test
  void aStreamWritesTheNewestValueOnly() {
    open("<div id=\"root\"><b :text=\"n\"></b></div>");
    js(
        "window.update = Silcrow.stream('#root'); for (let n = 0; n < 100; n++) update({n}); undefined");
    assertThat(text("b")).isEqualTo("99");
    assertThat(seen("silcrow:patched")).hasSize(1);
  }
}
