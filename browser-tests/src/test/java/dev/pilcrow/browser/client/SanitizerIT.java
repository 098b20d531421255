package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What markup may bring into the page: hostile markup does nothing, ordinary markup survives. */
class SanitizerIT extends ClientTest {
  /**
   * Looks at what is left of some markup after it was put into the page, and gives it time to act.
   */
  private static final String RESIDUE =
      """
      async (markup) => {
        const {swap} = await import('/src/morph/swap.js');
        window.ran = [];
        for (const name of ['alert', 'print', 'confirm', 'prompt']) window[name] = () => { ran.push(name); };
        const target = document.querySelector('#target');
        target.replaceChildren();
        swap(target, markup);
        const bad = [];
        const check = (root) => {
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const tag = Element.prototype.__lookupGetter__('localName').call(node).toLowerCase();
            if (/^(script|iframe|frame|frameset|object|embed|applet|base|meta|link|style|noscript|xmp|noembed|noframes|plaintext|listing|foreignobject|math|portal|fencedframe)$/.test(tag)) bad.push('<' + tag + '>');
            for (const name of Element.prototype.getAttributeNames.call(node)) {
              const value = Element.prototype.getAttribute.call(node, name);
              const flat = value.replace(/[\\u0000-\\u0020]/g, '').toLowerCase();
              if (/^on/i.test(name) || /^(srcdoc|ping|nonce|shadowrootmode)$/i.test(name)) bad.push(name);
              if (/(href|src|action|data|poster|background|cite|codebase|manifest|longdesc|from|to|values|by)$/i.test(name)
                  && /^(javascript|vbscript|file|blob|data:(?!image\\/(png|gif|jpe?g|webp|avif|bmp);base64))/.test(flat)) bad.push(name + '=' + value);
              if (/^(attributename)$/i.test(name) && /href|^on|src/i.test(value)) bad.push(name + '=' + value);
              if (tag === 'use' && /href$/.test(name) && !value.trim().startsWith('#')) bad.push('use ' + value);
              if (name === 'style' && /url\\(|expression|@import/i.test(value)) bad.push('style ' + value);
            }
            if (node instanceof HTMLTemplateElement) check(node.content);
            if (node.shadowRoot) bad.push('shadow root');
          }
        };
        check(target);
        for (const node of target.querySelectorAll('*')) {
          for (const type of ['click', 'mouseover', 'focus', 'error', 'load', 'toggle', 'animationend']) {
            if (node instanceof HTMLFormElement || node.closest('form, a')) continue;
            EventTarget.prototype.dispatchEvent.call(node, new Event(type, {bubbles: false}));
          }
        }
        await new Promise((resolve) => setTimeout(resolve));
        return [...bad, ...ran.map((name) => 'ran ' + name)];
      }
      """;

  static Stream<String> corpus(String name) {
    try (InputStream file = SanitizerIT.class.getResourceAsStream("/client/" + name)) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("\n")).filter(line -> !line.isBlank() && !line.startsWith("# "));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hostileMarkupLeavesNothingThatRuns(boolean policy) {
    List<String> corpus = corpus("hostile.txt").toList();
    assertThat(corpus).hasSizeGreaterThanOrEqualTo(60);
    allowInertReports();
    allowNetworkErrors();
    if (policy) {
      open("<div id=\"target\"></div>");
    } else {
      openWithoutPolicy("<div id=\"target\"></div>");
    }
    for (String markup : corpus) {
      assertThat((List<?>) js(RESIDUE, markup.replace("\\n", "\n").replace("\\0", "\0")))
          .as(markup)
          .isEmpty();
    }
  }

  @Test
  void hostileMarkupThatArrivesByMessageDoesNothingEither() throws Exception {
    allowNetworkErrors();
    openWithoutPolicy("<main id=\"live\" s-live=\"/ws/a\"></main><div id=\"target\"></div>");
    js("window.ran = []; window.alert = () => ran.push('alert'); undefined");
    Peer peer = server.await("/ws/a");
    for (String markup : corpus("hostile.txt").toList()) {
      String json =
          (String)
              js("(markup) => JSON.stringify({type: 'html', target: '#target', markup})", markup);
      peer.send(json);
    }
    peer.send("{\"type\":\"custom\",\"event\":\"done\",\"data\":null}");
    awaitSeen("silcrow:ws:done");
    assertThat((List<?>) js("ran")).isEmpty();
    assertThat(reported()).isEmpty();
  }

  @Test
  void ordinaryMarkupSurvivesAsItIs() {
    List<String> corpus = corpus("ordinary.txt").toList();
    assertThat(corpus).hasSizeGreaterThanOrEqualTo(25);
    open("<div id=\"target\"></div><svg id=\"plain\"></svg>");
    for (String markup : corpus) {
      Object difference =
          js(
              "async (markup) => { const {sanitize} = await import('/src/html/sanitize.js');"
                  + " const inert = document.implementation.createHTMLDocument('');"
                  + " const host = inert.createElement('div');"
                  + " host.append(sanitize(markup));"
                  + " return host.innerHTML; }",
              markup);
      assertThat(difference).isEqualTo(markup);
    }
  }

  @Test
  void linksThatOpenAWindowCannotReachBack() {
    open("<div id=\"target\"></div>");
    swap("<a href=\"/x\" target=\"_blank\">x</a><a href=\"/y\" rel=\"me\" target=\"_BLANK\">y</a>");
    assertThat(js("[...document.querySelectorAll('#target a')].map(({rel}) => rel)"))
        .isEqualTo(List.of("noopener noreferrer", "me noopener noreferrer"));
  }

  @Test
  void inlineStyleIsAppliedThroughTheObjectModel() {
    allowInertReports();
    open("<div id=\"target\"></div>");
    swap("<p style=\"color: red; width: 40%; background: url(/x)\">x</p>");
    assertThat((String) js("document.querySelector('#target p').style.cssText"))
        .startsWith("color: red; width: 40%;")
        .doesNotContain("url");
    assertThat(js("getComputedStyle(document.querySelector('#target p')).color"))
        .isEqualTo("rgb(255, 0, 0)");
  }

  @Test
  void anUntrustedRegionTakesNoDirectivesIdsOrControls() {
    allowInertReports();
    open("<section s-untrusted><div id=\"target\"></div></section>");
    swap(
        "<p id=\"x\" name=\"n\" s-live=\"/ws/evil\" :text=\"a\" style=\"position: fixed\" class=\"c\">"
            + "text<button>b</button><b>bold</b></p><form action=\"/evil\"><input></form>");
    assertThat(html("#target")).isEqualTo("<p class=\"c\">text<b>bold</b></p>");
    assertThat(server.peers("/ws/evil")).isEmpty();
  }

  @Test
  void deepAndLargeMarkupIsHandled() {
    allowInertReports();
    allowNetworkErrors();
    open("<div id=\"target\"></div>");
    js(
        "window.big = '<div>'.repeat(400) + '<img src=x onerror=alert(1)>' + '</div>'.repeat(400)"
            + " + '<p onclick=x>row</p>'.repeat(20000)");
    js(
        "import('/src/morph/swap.js').then(({swap}) => swap(document.querySelector('#target'), big))");
    assertThat(js("document.querySelectorAll('#target p').length")).isEqualTo(20000);
    assertThat(js("document.querySelectorAll('#target [onclick], #target [onerror]').length"))
        .isEqualTo(0);
  }

  private void swap(String markup) {
    js(
        "(markup) => import('/src/morph/swap.js').then(({swap}) =>"
            + " swap(document.querySelector('#target'), markup))",
        markup);
  }
}
