package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * What no markup says and a morph keeps: what is open, scrolled, selected, playing or preserved.
 */
class MorphStateIT extends MorphTest {
  @Test
  void aScrolledElementStaysWhereItWasRead() {
    allowInertReports();
    open("<main><p>1</p><div id=\"s\"></div></main>");
    String log = "<div id=\"s\" style=\"height: 40px; overflow: auto\">" + "line<br>".repeat(50);
    inner("main", "<p>1</p>" + log + "</div>");
    js("$('#s').scrollTop = 123; undefined");
    inner("main", log + "more</div><p>2</p>");
    assertThat(js("$('#s').scrollTop")).isEqualTo(123);
    assertThat(js("$('main').firstElementChild.id")).isEqualTo("s");
  }

  @Test
  void whatIsOpenStaysOpen() {
    open(
        "<main><details id=\"d\"><summary>s</summary>1</details><dialog id=\"m\">1</dialog>"
            + "<div id=\"o\" popover>1</div></main>");
    js("$('#d summary').click(); $('#o').showPopover(); $('#m').showModal(); undefined");
    inner(
        "main",
        "<p>new</p><dialog id=\"m\">2</dialog><details id=\"d\"><summary>s</summary>2</details>"
            + "<div id=\"o\" popover>2</div>");
    assertTrue("$('#d').open && $('#m').matches(':modal')");
    assertThat(text("#m") + text("#o") + text("#d")).isEqualTo("22s2");
    js("$('#m').close(); undefined");
    inner("main", "<div id=\"o\" popover>3</div><details id=\"d\"><summary>s</summary>3</details>");
    assertTrue("$('#d').open");
    js("$('#d summary').click(); undefined");
    inner("main", "<details id=\"d\" open><summary>s</summary>4</details>");
    assertTrue("!$('#d').open && $('#d').textContent === 's4'");
  }

  @Test
  void anOpenPopoverStaysOpen() {
    open("<main><div id=\"o\" popover>1</div></main>");
    js("$('#o').showPopover(); undefined");
    inner("main", "<p>new</p><div id=\"o\" popover>2</div>");
    assertTrue("$('#o').matches(':popover-open')");
    assertThat(text("#o")).isEqualTo("2");
  }

  @Test
  void aPlayerGoesOnPlaying() {
    open("<main><video id=\"v\" muted></video></main>");
    js(
        """
        async () => {
          const canvas = document.createElement('canvas');
          canvas.getContext('2d').fillRect(0, 0, 1, 1);
          $('#v').srcObject = canvas.captureStream(5);
          $('#v').muted = true;
          await $('#v').play();
          window.video = $('#v');
        }
        """);
    inner("main", "<h1>t</h1><section><video id=\"v\" muted></video></section>");
    assertTrue("$('section #v') === video && !video.paused && video.srcObject");
  }

  @Test
  void aCanvasKeepsWhatWasDrawn() {
    open("<main><canvas id=\"c\" width=\"2\" height=\"2\"></canvas></main>");
    js("$('#c').getContext('2d').fillRect(0, 0, 2, 2); undefined");
    inner("main", "<p>1</p><canvas id=\"c\" width=\"2\" height=\"2\" class=\"k\"></canvas>");
    assertThat(js("$('#c.k').getContext('2d').getImageData(0, 0, 1, 1).data[3]")).isEqualTo(255);
  }

  @Test
  void customElementsAreMadeOnceAndKeepTheirShadow() {
    open("<main></main>");
    js(
        """
        () => {
          window.log = [];
          customElements.define('x-box', class extends HTMLElement {
            static observedAttributes = ['n'];
            constructor() { super(); log.push('made'); this.attachShadow({mode: 'open'}).append('shadow'); }
            connectedCallback() { log.push('connected'); }
            disconnectedCallback() { log.push('disconnected'); }
            connectedMoveCallback() { log.push('moved'); }
            attributeChangedCallback(name, old, value) { log.push(name + value); }
          });
        }
        """);
    inner("main", "<p>1</p><x-box id=\"a\" n=\"1\">light</x-box>");
    remember("box", "x-box");
    js("box.shadowRoot.firstChild.data = 'changed'; undefined");
    inner("main", "<div><x-box id=\"a\" n=\"2\">light two</x-box></div><p>1</p>");
    assertTrue("$('div > x-box') === box && box.shadowRoot.textContent === 'changed'");
    assertThat(text("x-box")).isEqualTo("light two");
    assertThat(js("log.join()")).isEqualTo("made,n1,connected,moved,n2");
  }

  @Test
  void aPreservedRegionIsLeftAsItIs() {
    open("<main><div id=\"map\" s-preserve class=\"a\">empty</div><p>1</p></main>");
    js("$('#map').replaceChildren(document.createElement('canvas')); undefined");
    remember("map", "#map");
    inner("main", "<p>2</p><section><div id=\"map\" s-preserve class=\"b\">empty</div></section>");
    assertTrue("$('section > #map') === map");
    assertThat(js("map.outerHTML"))
        .isEqualTo("<div id=\"map\" s-preserve=\"\" class=\"a\"><canvas></canvas></div>");
    inner("main", "<div id=\"map\">given back</div>");
    assertThat(js("map.outerHTML")).isEqualTo("<div id=\"map\">given back</div>");
    inner("main", "");
    assertTrue("!map.isConnected");
  }

  @Test
  void whatBelongsToThePageStaysInTheBody() {
    open("<main>1</main><div id=\"chat\" s-preserve=\"always\">widget</div>");
    remember("chat", "#chat");
    inner("body", "<main>2</main><p>3</p>");
    assertTrue("chat.isConnected && $('main').textContent === '2'");
  }

  @Test
  void aFrameKeepsItsDocumentInAPreservedRegion() {
    open("<main><div id=\"w\" s-preserve><iframe></iframe></div><p>1</p></main>");
    js("$('iframe').contentWindow.mark = 1; undefined");
    inner("main", "<p>1</p><b>2</b><div id=\"w\" s-preserve></div>");
    assertTrue("$('b').nextSibling.id === 'w' && $('iframe').contentWindow.mark === 1");
  }

  @Test
  void selectedTextStaysSelected() {
    open("<main><p id=\"p\">one two</p><p>1</p></main>");
    js(
        """
        new Promise((resolve) => {
          document.addEventListener('selectionchange', resolve, {once: true});
          getSelection().setBaseAndExtent($('#p').firstChild, 4, $('#p').firstChild, 7);
        }).then(() => undefined)
        """);
    inner("main", "<div>0</div><section><p id=\"p\">one two three</p></section><p>2</p>");
    assertThat(js("String(getSelection())")).isEqualTo("two");
  }

  @Test
  void aLiveElementStaysConnectedAndShowsIt() {
    open("<main><div id=\"a\" data-live=\"open\" aria-busy=\"true\">1</div></main>");
    inner("main", "<div id=\"a\">2</div>");
    assertThat(html("main"))
        .isEqualTo("<div id=\"a\" data-live=\"open\" aria-busy=\"true\">2</div>");
  }

  @Test
  void aCompositionGivesWayToAThousandSwaps() {
    open("<main><form><input id=\"c\" value=\"a\"></form></main><ul></ul>");
    page.focus("#c");
    compose(context().newCDPSession(page), "に");
    inner("main", "<p>2</p>");
    js("for (let i = 0; i < 998; i++) apply('main', `<i>${i}</i>`, 'append')");
    assertTrue("$('form') && !$('main i')");
    js("apply('main', '<i>last</i>', 'append')");
    assertTrue("!$('form') && $('main').children.length === 1000");
    assertTrue("$('main').lastChild.textContent === 'last'");
  }
}
