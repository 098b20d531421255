package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is believed: strangers less than the server, the server more only where the page says so. */
class TrustLevelsIT extends HostileTest {
  private static final String TRUST = "<meta name=\"silcrow-trust\" content=\"same-origin\">";

  private static final String RICH =
      "<p id=\"p\" style=\"color: red; background-image: url(&quot;/x.png&quot;);\" onclick=\"alert(1)\">x</p>"
          + "<iframe src=\"/frame\"></iframe><iframe src=\"javascript:alert(1)\" srcdoc=\"<script>alert(1)</script>\"></iframe>"
          + "<a href=\"javascript:alert(1)\" onfocus=\"alert(1)\">a</a><script>alert(1)</script>"
          + "<svg><a><animate attributeName=\"href\" to=\"javascript:alert(1)\"></animate></a></svg>"
          + "<template><script>alert(1)</script><b onclick=\"alert(1)\">b</b></template>";

  private static final String TRUSTED =
      "<p id=\"p\" style=\"color: red; background-image: url(&quot;/x.png&quot;);\">x</p>"
          + "<iframe src=\"/frame\"></iframe><iframe></iframe><a>a</a><svg><a></a></svg>"
          + "<template><b>b</b></template>";

  private static final String CLEANED =
      "<p id=\"p\" style=\"color: red;\">x</p><a>a</a><svg><a></a></svg><template><b>b</b></template>";

  private static final String PLAIN = "<p>x</p><a>a</a>";

  private Peer open(boolean policy, String head, String body) throws InterruptedException {
    server.page("/frame", "<!doctype html><title>Frame</title>");
    openWatched(policy, true, head, body + "<main id=\"live\" s-live=\"/ws/a\"></main>");
    return server.await("/ws/a");
  }

  /** What some markup becomes as content of an element. */
  private String put(Peer peer, String selector, String markup) {
    put(peer, selector, markup, "inner");
    return html(selector);
  }

  private void put(Peer peer, String selector, String markup, String swap) {
    js("void (window.seen.length = 0)");
    peer.send(
        (String)
            js(
                "([target, markup, swap]) => JSON.stringify([{type: 'html', target, markup, swap},"
                    + " {type: 'custom', event: 'done', data: null}])",
                List.of(selector, markup, swap)));
    awaitSeen("silcrow:ws:done");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPageMayTrustItsServerButNoScript(boolean policy) throws Exception {
    Peer peer = open(policy, TRUST, "<div id=\"t\"></div>");
    assertThat(put(peer, "#t", RICH)).isEqualTo(TRUSTED);
    assertThat(js("getComputedStyle(document.querySelector('#p')).color"))
        .isEqualTo("rgb(255, 0, 0)");
    assertThat(whatRan()).isEmpty();
  }

  @Test
  void aTrustedPageKeepsStyleElementsAndLinks() throws Exception {
    Peer peer = open(false, TRUST, "<div id=\"t\"></div>");
    String markup =
        "<style>#p { color: rgb(1, 2, 3); }</style><link rel=\"preload\" as=\"image\" href=\"/p.png\">"
            + "<p id=\"p\">x</p><object type=\"image/png\" data=\"/p.png\"></object><noscript>n</noscript>";
    assertThat(put(peer, "#t", markup)).isEqualTo(markup);
    assertThat(js("getComputedStyle(document.querySelector('#p')).color"))
        .isEqualTo("rgb(1, 2, 3)");
  }

  @Test
  void trustIsReadFromTheInitialHeadOnly() throws Exception {
    Peer peer =
        open(
            true,
            "<meta name=\"silcrow-trust\" content=\"all\"><meta name=\"silcrow-trusts\" content=\"same-origin\">",
            TRUST + "<div id=\"t\"></div>");
    assertThat(put(peer, "#t", RICH)).isEqualTo(CLEANED);
    put(peer, "#t", TRUST);
    js(
        "void document.head.insertAdjacentElement('beforeend', Object.assign("
            + "document.createElement('meta'), {name: 'silcrow-trust', content: 'same-origin'}))");
    assertThat(put(peer, "#t", RICH)).isEqualTo(CLEANED);
  }

  @Test
  void anElementOfThePageMayBeTrusted() throws Exception {
    Peer peer =
        open(true, "", "<div s-trusted><div id=\"t\"></div></div><div id=\"u\" s-trusted></div>");
    assertThat(put(peer, "#t", RICH)).isEqualTo(TRUSTED);
    assertThat(put(peer, "#u", RICH)).isEqualTo(TRUSTED);
    assertThat(put(peer, "#live", RICH)).isEqualTo(CLEANED);
    assertThat(whatRan()).isEmpty();
  }

  @Test
  void nothingThatComesLaterIsTrusted() throws Exception {
    Peer peer =
        open(
            true,
            "",
            "<div id=\"t\" s-trusted></div><div id=\"u\"></div><div id=\"v\" :s-trusted=\"yes\" s-use=\"all\"></div>");
    put(peer, "#t", "<div id=\"t\" s-trusted class=\"new\"></div>", "outer");
    assertThat(put(peer, "#t", RICH)).isEqualTo(CLEANED);
    put(peer, "#u", "<div id=\"w\" s-trusted></div>");
    assertThat(js("document.querySelector('#w').hasAttribute('s-trusted')")).isEqualTo(false);
    assertThat(put(peer, "#w", RICH)).isEqualTo(CLEANED);
    js("document.querySelector('#u').setAttribute('s-trusted', '')");
    assertThat(put(peer, "#u", RICH)).isEqualTo(CLEANED);
    js("Silcrow.patch({yes: true, all: {'s-trusted': true}}, '#v')");
    assertThat(put(peer, "#v", RICH)).isEqualTo(CLEANED);
    peer.send("{\"type\":\"patch\",\"target\":\"#v\",\"data\":{\"all\":{\"s-trusted\":\"\"}}}");
    assertThat(put(peer, "#v", RICH)).isEqualTo(CLEANED);
  }

  @Test
  void anUntrustedRegionTakesOnlyPlainText() throws Exception {
    Peer peer = open(true, "", "<section s-untrusted><div id=\"t\"></div></section>");
    assertThat(put(peer, "#t", RICH)).isEqualTo(PLAIN);
    assertThat(
            put(
                peer,
                "#t",
                "<p id=\"x\" name=\"n\" s-live=\"/ws/evil\" :text=\"a\" style=\"position: fixed\" class=\"c\""
                    + " data-x=\"1\" tabindex=\"0\" aria-label=\"l\" @click=\"x\" hx-get=\"/x\" contenteditable>"
                    + "text<button>b</button><b is=\"x-y\">own</b><x-y>own</x-y><b>bold</b></p>"
                    + "<form action=\"/evil\"><input></form><a href=\"/x\" target=\"_top\">a</a><svg></svg>"))
        .isEqualTo("<p class=\"c\" aria-label=\"l\">text<b>bold</b></p><a href=\"/x\">a</a>");
    assertThat(server.peers("/ws/evil")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", TRUST})
  void distrustBeatsTrust(String head) throws Exception {
    Peer peer =
        open(
            true,
            head,
            "<div s-untrusted><div s-trusted><div id=\"t\"></div></div></div>"
                + "<div s-trusted><div s-untrusted id=\"u\"></div><div id=\"v\"></div></div>");
    assertThat(put(peer, "#t", RICH)).isEqualTo(PLAIN);
    assertThat(put(peer, "#u", RICH)).isEqualTo(PLAIN);
    assertThat(put(peer, "#v", "<i s-untrusted=\"\">" + RICH + "</i>" + RICH))
        .isEqualTo("<i s-untrusted=\"\">" + PLAIN + "</i>" + TRUSTED);
    assertThat(put(peer, "#live", "<i s-untrusted=\"\">" + RICH + "</i>" + RICH))
        .isEqualTo("<i s-untrusted=\"\">" + PLAIN + "</i>" + (head.isEmpty() ? CLEANED : TRUSTED));
  }

  @Test
  void markupThatIsDataIsCleanedOnATrustedPageToo() throws Exception {
    open(
        true,
        TRUST,
        "<div id=\"t\" :html=\"body\"></div><div id=\"u\" :html=\"body\" s-untrusted></div>");
    js("(body) => Silcrow.patch({body}, 'body')", RICH);
    assertThat(html("#t")).isEqualTo(CLEANED);
    assertThat(html("#u")).isEqualTo(PLAIN);
  }

  @Test
  void directivesOfIgnoredElementsMeanNothing() throws Exception {
    open(
        true,
        "",
        "<div s-ignore :title=\"n\" id=\"a\"><p :text=\"n\" id=\"b\">kept</p><p s-live=\"/ws/evil\"></p></div>"
            + "<div s-untrusted :title=\"n\" id=\"c\"><p :text=\"n\" id=\"d\">kept</p><p s-live=\"/ws/evil\">"
            + "<template s-for=\"x in xs\"><i>row</i></template></p></div><p :text=\"n\" id=\"e\"></p>");
    js("Silcrow.patch({n: 'new', xs: [1]}, 'body')");
    js("Silcrow.patch({n: 'new'}, '#b'); Silcrow.patch({n: 'new'}, '#d')");
    assertThat(
            js(
                "['b', 'c', 'd', 'e'].map((id) => document.getElementById(id))"
                    + ".map(({title, textContent}) => title || textContent)"))
        .isEqualTo(List.of("kept", "new", "kept", "new"));
    assertThat(js("document.querySelector('#a').title")).isEqualTo("");
    assertThat(js("document.querySelectorAll('i').length")).isEqualTo(0);
    assertThat(server.peers("/ws/evil")).isEmpty();
  }

  @Test
  void thePageMayCleanInItsOwnWay() throws Exception {
    Peer peer =
        open(
            true,
            "",
            "<div id=\"t\"></div><div id=\"u\" s-untrusted></div><div id=\"v\" s-trusted></div>");
    js(
        """
        () => {
          window.asked = [];
          Silcrow.sanitizeWith((markup, {untrusted, context}) => {
            asked.push(`${context.id} ${untrusted}`);
            if (markup === '<text>') return '<b onclick=alert(1)>cleaned as well</b><script>alert(1)</script>';
            if (markup === '<i>wrong</i>') return 7;
            if (markup === '<i>throw</i>') throw new Error('no');
            const own = document.createElement('u');
            own.textContent = markup;
            return own;
          });
        }
        """);
    assertThat(put(peer, "#t", "<i>x</i>")).isEqualTo("<u>&lt;i&gt;x&lt;/i&gt;</u>");
    assertThat(put(peer, "#t", "<text>")).isEqualTo("<b>cleaned as well</b>");
    assertThat(put(peer, "#u", "<i>x</i>")).isEqualTo("<u>&lt;i&gt;x&lt;/i&gt;</u>");
    assertThat(put(peer, "#v", RICH)).isEqualTo(TRUSTED);
    assertThat(js("asked")).isEqualTo(List.of("t false", "t false", "u true"));
    assertThat(put(peer, "#t", "<i>wrong</i>")).isEqualTo("<i>wrong</i>");
    assertThat(reported()).containsExactly("sanitizer-failed");
    assertThat(put(peer, "#t", "<i>throw</i>")).isEqualTo("<i>throw</i>");
    assertThat(reported()).containsExactly("sanitizer-failed");
    js("Silcrow.sanitizeWith(null)");
    assertThat(put(peer, "#t", RICH)).isEqualTo(CLEANED);
    assertThat(reported()).isEmpty();
  }
}
