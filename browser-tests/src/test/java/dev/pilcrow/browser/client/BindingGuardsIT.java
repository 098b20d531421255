package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bindings of objects and markup, and what data never takes from the user. */
class BindingGuardsIT extends ClientTest {
  private void patch(String data) {
    js("Silcrow.patch(" + data + ", '#r')");
  }

  private void fromServer(Peer peer, String data) {
    peer.send("{\"type\":\"patch\",\"target\":\"#r\",\"data\":" + data + "}");
    peer.send("{\"type\":\"patch\",\"target\":\"#after\",\"data\":{\"done\":true}}");
    waitFor("document.querySelector('#after').textContent === 'true'");
    js("document.querySelector('#after').textContent = ''");
  }

  @Test
  void anObjectIsSpreadOverTheElementAndWins() {
    open("<a id=\"r\" class=\"base\" s-use=\"link\" :title=\"t\">x</a>");
    patch(
        "{t: 'no', link: {href: '/p', title: 'yes', class: 'on', 'data-n': 1, text: 'go', hidden: false,"
            + " onclick: 'x()', srcdoc: 'x', innerHTML: '<b>', use: {}, style: {color: 'red'}}}");
    assertThat(js("document.querySelector('#r').outerHTML"))
        .isEqualTo(
            "<a id=\"r\" class=\"base on\" s-use=\"link\" :title=\"t\" title=\"yes\" href=\"/p\""
                + " data-n=\"1\" style=\"color: red;\">go</a>");
    assertThat(reported()).containsExactly("binding-failed");
    patch("{link: {class: 'off', href: 'javascript:alert(1)'}}");
    assertThat(js("document.querySelector('#r').className")).isEqualTo("base off");
    assertThat(js("document.querySelector('#r').hasAttribute('href')")).isEqualTo(false);
    patch("{link: 'plain'}");
    assertThat(text("#r")).isEqualTo("plain");
  }

  @Test
  void markupIsCleaned() {
    allowInertReports();
    allowNetworkErrors();
    open("<div id=\"r\" :html=\"h\">old</div>");
    patch("{h: '<b>x</b><img src=\"/a.png\" onerror=\"alert(1)\"><iframe></iframe>'}");
    assertThat(html("#r")).isEqualTo("<b>x</b><img src=\"/a.png\">");
    patch("{h: null}");
    assertThat(html("#r")).isEmpty();
    patch("{h: {}}");
    assertThat(reported()).containsExactly("binding-failed");
  }

  @Test
  void theServerNeverTakesWhatIsBeingTyped() throws Exception {
    open(
        "<p s-live=\"/ws/a\"><label id=\"r\">x<input :value=\"v\"></label><b id=\"after\" :text=\"done\"></b></p>");
    Peer peer = server.await("/ws/a");
    fromServer(peer, "{\"v\":\"first\"}");
    assertThat(page.inputValue("input")).isEqualTo("first");
    page.focus("input");
    fromServer(peer, "{\"v\":\"second\"}");
    assertThat(page.inputValue("input")).as("focused, not edited").isEqualTo("second");
    page.fill("input", "my words");
    js("document.querySelector('input').setSelectionRange(2, 4)");
    for (String value : new String[] {"\"third\"", "\"\"", "null"}) {
      fromServer(peer, "{\"v\":" + value + "}");
      assertThat(page.inputValue("input")).isEqualTo("my words");
      assertThat(js("document.querySelector('input').selectionStart")).isEqualTo(2);
    }
    page.focus("body");
    js("document.activeElement.blur()");
    fromServer(peer, "{\"v\":\"fourth\"}");
    assertThat(page.inputValue("input")).as("left").isEqualTo("fourth");
  }

  @ParameterizedTest
  @CsvSource({"'{v: \"new\"}', new", "'{v: \"\"}', ''", "'{v: null}', ''", "'{v: \"old\"}', typed"})
  void thePageMayTakeItWithAnotherValueOrNone(String data, String left) {
    open("<label id=\"r\">x<input :value=\"v\"></label>");
    patch("{v: 'old'}");
    page.fill("input", "typed");
    patch(data);
    assertThat(page.inputValue("input")).isEqualTo(left);
  }

  @Test
  void theCaretStaysWhereItIs() {
    open("<label id=\"r\">x<input :value=\"v\"></label>");
    patch("{v: 'abcdef'}");
    page.focus("input");
    js("document.activeElement.setSelectionRange(2, 4)");
    patch("{v: 'ABCDEF'}");
    assertThat(
            js("document.activeElement.selectionStart + ',' + document.activeElement.selectionEnd"))
        .isEqualTo("2,4");
  }

  @Test
  void nobodyWritesWhereTheUserComposes() {
    open(
        "<label id=\"r\">x<input :value=\"v\"></label><div><p id=\"t\" contenteditable :text=\"w\"></p></div>");
    patch("{v: ''}");
    page.focus("input");
    js(
        "const input = document.activeElement;"
            + " input.dispatchEvent(new CompositionEvent('compositionstart', {bubbles: true}));"
            + " input.value = 'ni'; Silcrow.patch({v: 'other'}, '#r')");
    assertThat(page.inputValue("input")).isEqualTo("ni");
    js(
        "document.activeElement.value = '你';"
            + " document.activeElement.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true}))");
    patch("{v: 'later'}");
    waitFor("document.querySelector('input').value === 'later'");
  }

  @Test
  void zonesToIgnoreAreNotBound() {
    open(
        "<div id=\"r\"><b :text=\"n\"></b><div s-ignore><i :text=\"n\">i</i></div>"
            + "<div s-untrusted><u :text=\"n\">u</u></div></div>");
    patch("{n: 1}");
    js("Silcrow.patch({n: 2}, 'i')");
    assertThat(text("#r")).isEqualTo("1iu");
  }
}
