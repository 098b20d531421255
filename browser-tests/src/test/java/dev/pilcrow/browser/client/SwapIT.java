package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How markup meets its target. */
class SwapIT extends ClientTest {
  private Peer connect(String body) throws Exception {
    open("<main s-live=\"/ws/a\"></main>" + body);
    return server.await("/ws/a");
  }

  private void html(Peer peer, String target, String markup, String swap) {
    peer.send(
        (String)
            js(
                "(event) => JSON.stringify({type: 'html', ...event})",
                Map.of("target", target, "markup", markup, "swap", swap)));
    peer.send("{\"type\":\"custom\",\"event\":\"done\",\"data\":null}");
    waitFor("window.seen.some(({type}) => type === 'silcrow:ws:done')");
    js("window.seen = window.seen.filter(({type}) => type !== 'silcrow:ws:done'); undefined");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "inner,<ul id=\"l\"><li>new</li></ul>",
        "append,<ul id=\"l\"><li id=\"o\">old</li><li>new</li></ul>",
        "prepend,<ul id=\"l\"><li>new</li><li id=\"o\">old</li></ul>",
        "outer,<li>new</li>",
        "before,<li>new</li><ul id=\"l\"><li id=\"o\">old</li></ul>",
        "after,<ul id=\"l\"><li id=\"o\">old</li></ul><li>new</li>",
        "remove,``",
      })
  void eachSwapPutsItWhereItBelongs(String swap, String expected) throws Exception {
    Peer peer = connect("<div id=\"box\"><ul id=\"l\"><li id=\"o\">old</li></ul></div>");
    html(peer, "#l", "<li>new</li>", swap);
    assertThat(html("#box")).isEqualTo(expected);
  }

  @Test
  void aRepeatedMessageIsUpdatedInPlaceAndNeverDoubles() throws Exception {
    Peer peer = connect("<ul id=\"l\"><li id=\"m1\">1</li><li id=\"m2\">2</li></ul>");
    html(peer, "#l", "<li id=\"m1\">one</li><li id=\"m3\">3</li>", "append");
    html(peer, "#l", "<li id=\"m3\">three</li><li id=\"m0\">0</li>", "prepend");
    assertThat(html("#l"))
        .isEqualTo(
            "<li id=\"m0\">0</li><li id=\"m1\">one</li><li id=\"m2\">2</li><li id=\"m3\">three</li>");
  }

  @Test
  void anIdElsewhereInThePageIsNotTouched() throws Exception {
    Peer peer = connect("<p id=\"m1\">else</p><ul id=\"l\"></ul>");
    html(peer, "#l", "<li id=\"m1\">new</li>", "append");
    assertThat(html("#l")).isEqualTo("<li id=\"m1\">new</li>");
    assertThat(text("p#m1")).isEqualTo("else");
  }

  @Test
  void tableRowsOptionsAndSvgAreParsedWhereTheyGo() throws Exception {
    Peer peer =
        connect(
            "<table><tbody id=\"t\"></tbody></table><select id=\"s\"></select>"
                + "<svg id=\"v\" viewBox=\"0 0 9 9\"><g id=\"g\"></g></svg>");
    html(peer, "#t", "<tr><td>1</td></tr><tr><td>2</td></tr>", "append");
    html(peer, "#s", "<option value=\"a\">A</option>", "append");
    html(peer, "#g", "<circle id=\"c\" r=\"1\"/>", "inner");
    html(peer, "#c", "<rect id=\"r\" width=\"1\"/>", "after");
    assertThat(js("document.querySelector('#t').rows.length")).isEqualTo(2);
    assertThat(js("document.querySelector('#s').value")).isEqualTo("a");
    assertThat(js("document.querySelector('#c') instanceof SVGCircleElement")).isEqualTo(true);
    assertThat(js("document.querySelector('#r') instanceof SVGRectElement")).isEqualTo(true);
  }

  @Test
  void theBodyKeepsBeingTheBody() throws Exception {
    Peer peer = connect("<p>old</p>");
    peer.send(
        "{\"type\":\"html\",\"target\":\"body\",\"markup\":\"<p id='new'>new</p>\",\"swap\":\"outer\"}");
    page.waitForSelector("#new");
    assertThat(js("document.body.children.length")).isEqualTo(1);
    assertThat(text("#new")).isEqualTo("new");
  }

  @Test
  void theControlInFocusKeepsItsTextAndCaret() throws Exception {
    Peer peer = connect("<form id=\"f\"><input id=\"msg\" name=\"msg\"><b>1</b></form>");
    page.focus("#msg");
    page.keyboard().type("half a sent");
    js("document.querySelector('#msg').setSelectionRange(4, 6)");
    html(peer, "#f", "<b>2</b><input id=\"msg\" name=\"msg\">", "inner");
    assertThat(text("#f b")).isEqualTo("2");
    assertThat(js("document.activeElement.id")).isEqualTo("msg");
    assertThat(page.inputValue("#msg")).isEqualTo("half a sent");
    assertThat(js("document.activeElement.selectionStart")).isEqualTo(4);
    assertThat(js("document.activeElement.selectionEnd")).isEqualTo(6);
    page.keyboard().type("X");
    assertThat(page.inputValue("#msg")).isEqualTo("halfX sent");
  }

  @Test
  void anEmptyMarkupClears() throws Exception {
    Peer peer = connect("<ul id=\"l\"><li>old</li></ul>");
    peer.send("{\"type\":\"html\",\"target\":\"#l\",\"markup\":null}");
    waitFor("document.querySelector('#l').childNodes.length === 0");
  }

  @Test
  void namesThatHideDocumentPropertiesDoNotHideThePage() throws Exception {
    StringBuilder hiding = new StringBuilder("<div id=\"x\"></div>");
    for (String name :
        List.of(
            "getElementById",
            "body",
            "head",
            "cookie",
            "querySelector",
            "querySelectorAll",
            "createElement",
            "createTreeWalker",
            "implementation",
            "activeElement",
            "addEventListener",
            "dispatchEvent",
            "baseURI",
            "documentElement")) {
      hiding
          .append("<img alt=\"\" name=\"")
          .append(name)
          .append("\"><form name=\"")
          .append(name)
          .append("\"></form>");
    }
    Peer peer = connect(hiding.toString());
    peer.send("{\"type\":\"html\",\"target\":\"#x\",\"markup\":\"<b :text='n'></b>\"}");
    peer.send("{\"type\":\"html\",\"target\":\"div\",\"markup\":\" again\",\"swap\":\"append\"}");
    peer.send(
        "{\"type\":\"patch\",\"target\":\"#x\",\"data\":{\"n\":\"found\",\"_toasts\":[{\"message\":\"t\"}]}}");
    page.waitForSelector(".silcrow-toast");
    assertThat(text("#x")).isEqualTo("found again");
    assertThat(reported()).isEmpty();
  }

  @Test
  void aLiveElementThatIsReplacedHandsItsConnectionOver() throws Exception {
    open("<main><div id=\"a\" s-live=\"/ws/a\">1</div></main>");
    Peer peer = server.await("/ws/a");
    String markup = "<div id='a' s-live='/ws/a'>2</div>";
    peer.send(
        "{\"type\":\"html\",\"target\":\"#a\",\"markup\":\"" + markup + "\",\"swap\":\"outer\"}");
    peer.send("{\"type\":\"html\",\"target\":\"main\",\"markup\":\"" + markup + "\"}");
    peer.send("{\"type\":\"html\",\"target\":\"\",\"markup\":\"3\"}");
    waitFor("document.querySelector('#a').textContent === '3'");
    waitForState("#a", "open");
    assertThat(peer.isOpen()).isTrue();
    assertThat(server.peers("/ws/a")).hasSize(1);
    assertThat(seen("silcrow:live:connect")).hasSize(1);
  }
}
