package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data that flows into bound elements, and data that must not. */
class BindingsIT extends ClientTest {
  private void patch(String data) {
    js("Silcrow.patch(" + data + ", '#root')");
  }

  private Object get(String selector, String property) {
    return js("document.querySelector('" + selector + "')." + property);
  }

  @Test
  void bothSpellingsBindTheRootAndWhatIsUnderIt() {
    open(
        "<div id=\"root\" :title=\"t\"><b :text=\"user.name\"></b><i s-bind=\"user.name\"></i>"
            + "<u s-bind=\"user.name:title\"></u><s id=\"s\" s-bind=\"status\"></s></div>");
    patch("{t: 'T', user: {name: 'Zoë <b>'}}");
    assertThat(get("#root", "title")).isEqualTo("T");
    assertThat(text("b")).isEqualTo("Zoë <b>");
    assertThat(text("i")).isEqualTo("Zoë <b>");
    assertThat(get("u", "title")).isEqualTo("Zoë <b>");
    js("Silcrow.patch({status: 'connected'}, document.querySelector('#s'))");
    assertThat(text("#s")).isEqualTo("connected");
  }

  @Test
  void severalBindingsOnOneElementAllWork() {
    open("<div id=\"root\"><input :value=\"v\" :disabled=\"d\" :class=\"c\" :title=\"t\"></div>");
    patch("{v: 'x', d: true, c: 'on', t: 'T'}");
    assertThat(get("input", "value")).isEqualTo("x");
    assertThat(get("input", "disabled")).isEqualTo(true);
    assertThat(get("input", "className")).isEqualTo("on");
    assertThat(get("input", "title")).isEqualTo("T");
  }

  @Test
  void absentLeavesAloneAndNullResets() {
    open(
        "<div id=\"root\"><b :text=\"a.b\">old</b><input :value=\"v\" :checked=\"c\""
            + " type=\"checkbox\" checked value=\"x\"><i :title=\"t\" title=\"T\"></i></div>");
    patch("{}");
    patch("{a: null}");
    patch("{a: {}}");
    patch("{x: 1, a: 'text'}");
    assertThat(text("b")).isEqualTo("old");
    assertThat(get("input", "checked")).isEqualTo(true);
    patch("{a: {b: null}, c: null, t: null}");
    assertThat(text("b")).isEmpty();
    assertThat(get("input", "checked")).isEqualTo(false);
    assertThat(js("document.querySelector('i').hasAttribute('title')")).isEqualTo(false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // markup | data | property of the element | value
        "<p id='x' :show='v'></p> | {v: false} | style.display | none",
        "<p id='x' :show='v'></p> | {v: null} | style.display | none",
        "<p id='x' :class='v' class='base'></p> | {v: 'a b'} | className | base a b",
        "<p id='x' :class='v' class='base'></p> | {v: ['a', {b: true, base: false}]} | className | a b",
        "<p id='x' :class='v' class='base'></p> | {v: {a: 1, 'b c': 1, d: 0}} | className | base a b c",
        "<p id='x' :class='v' class='base'></p> | {v: null} | className | base",
        "<input id='x' :value='v'> | {v: 5} | value | 5",
        "<textarea id='x' :value='v'></textarea> | {v: 'a\\nb'} | value.length | 3",
        "<select id='x' :value='v'><option>a<option>b</select> | {v: 'b'} | selectedIndex | 1",
        "<select id='x' :selectedindex='v'><option>a<option>b</select> | {v: 1} | value | b",
        "<select id='x' :selectedIndex='v'><option>a<option>b</select> | {v: 1} | value | b",
        "<input id='x' :readOnly='v'> | {v: true} | readOnly | true",
        "<input id='x' :required='v'> | {v: 1} | required | true",
        "<button id='x' :disabled='v'></button> | {v: 'false'} | disabled | false",
        "<button id='x' :hidden='v'></button> | {v: true} | hidden | true",
        "<details id='x' :open='v'></details> | {v: true} | open | true",
        "<a id='x' :href='v'></a> | {v: '/next'} | getAttribute('href') | /next",
        "<img id='x' :src='v' alt=''> | {v: '/silcrow.js'} | getAttribute('src') | /silcrow.js",
        "<i id='x' :aria-label='v'></i> | {v: 'label'} | ariaLabel | label",
        "<i id='x' :data-n='v'></i> | {v: 7} | dataset.n | 7",
        "<i id='x' :data-n='v'></i> | {v: true} | dataset.n | ``",
        "<i id='x' :data-n='v' data-n='1'></i> | {v: false} | getAttribute('data-n') | null",
        "<i id='x' :text='v'></i> | {v: 0} | textContent | 0",
        "<i id='x' :text='v'></i> | {v: false} | textContent | false",
        "<i id='x' :style='v'></i> | {v: {color: 'red', backgroundColor: 'blue'}} | style.backgroundColor | blue",
        "<i id='x' :style='v' ></i> | {v: {'--size': '3px'}} | style.getPropertyValue('--size') | 3px",
      })
  void eachPropertyTakesItsValue(String markup, String data, String property, String value) {
    open("<div id=\"root\">" + markup + "</div>");
    patch(data);
    assertThat(String.valueOf(get("#x", property))).isEqualTo(value);
    assertThat(reported()).isEmpty();
  }

  @Test
  void showRestoresTheDisplayOfTheMarkup() {
    open("<div id=\"root\"><p :show=\"v\"></p></div>");
    js("document.querySelector('p').style.display = 'grid'");
    patch("{v: false}");
    patch("{v: true}");
    assertThat(get("p", "style.display")).isEqualTo("grid");
  }

  @Test
  void classesOfTheMarkupStayWhileBoundOnesChange() {
    open("<div id=\"root\"><p class=\"base on\" :class=\"v\"></p></div>");
    patch("{v: 'on a'}");
    patch("{v: 'b'}");
    assertThat(get("p", "className")).isEqualTo("base on b");
    patch("{v: {c: true}}");
    patch("{v: {c: false}}");
    assertThat(get("p", "className")).isEqualTo("base on b");
    patch("{v: null}");
    assertThat(get("p", "className")).isEqualTo("base on");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p id='x' :onclick='v'></p>",
        "<p id='x' :onCLICK='v'></p>",
        "<p id='x' s-bind='v:onclick'></p>",
        "<iframe id='x' :srcdoc='v' hidden></iframe>",
        "<iframe id='x' :src='v' hidden></iframe>",
        "<p id='x' :innerhtml='v'></p>",
        "<p id='x' :outerHTML='v'></p>",
        "<p id='x' :is='v'></p>",
        "<p id='x' :nonce='v'></p>",
        "<p id='x' :s-live='v'></p>",
        "<p id='x' ::text='v'></p>",
        "<script id='x' type='text/plain' :text='v'></script>",
        "<link id='x' :href='v'>",
        "<meta id='x' :content='v'>",
        "<base id='x' :href='v'>",
        "<object id='x' :data='v'></object>",
        "<p id='x' :text='v.constructor'></p>",
        "<p id='x' :text='__proto__.v'></p>",
        "<p id='x' :text='v[0]'></p>",
        "<p id='x' :text=''></p>",
      })
  void whatCouldRunCodeCannotBeBound(String markup) {
    open("<div id=\"root\">" + markup + "</div>");
    patch("{v: 'javascript:alert(1)'}");
    assertThat((String) js("document.querySelector('#x')?.outerHTML ?? ''"))
        .doesNotContain("\"javascript:");
    assertThat(reported()).containsExactly("binding-refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)", " JavaScript:alert(1)", "java\\nscript:alert(1)",
            "\\u0001javascript:alert(1)",
        "vbscript:x", "file:///etc/passwd", "blob:http://127.0.0.1/x",
            "data:text/html,<script>1</script>",
        "data:image/svg+xml;base64,AAAA", "filesystem:http://127.0.0.1/x"
      })
  void unsafeUrlsAreTakenAway(String url) {
    open(
        "<div id=\"root\"><a :href=\"v\" href=\"/old\">a</a><img :src=\"v\" alt=\"\">"
            + "<form :action=\"v\"><button :formaction=\"v\"></button></form></div>");
    patch("{v: '" + url + "'}");
    assertThat(
            js(
                "document.querySelectorAll('#root [href], #root [src], #root [action], #root [formaction]').length"))
        .isEqualTo(0);
    assertThat(reported()).hasSize(4).containsOnly("binding-failed");
  }

  @Test
  void pictureDataIsAllowedOnImagesOnly() {
    open("<div id=\"root\"><a :href=\"v\"></a><img :srcset=\"v\" alt=\"\"></div>");
    patch("{v: 'data:image/png;base64,AAAA'}");
    assertThat(reported()).containsExactly("binding-failed", "binding-failed");
    assertThat(
            js(
                "import('/src/html/safe_url.js').then(({isSafeUrl}) => [['src', 'img'], ['src',"
                    + " 'video'], ['href', 'img']].map(([name, tag]) =>"
                    + " isSafeUrl('data:image/png;base64,AA', name, tag)))"))
        .isEqualTo(java.util.List.of(true, false, false));
  }

  @Test
  void oneFailingBindingDoesNotStopTheOthers() {
    open(
        "<div id=\"root\"><b :text=\"a\"></b><i :text=\"b\"></i><u :style=\"c\"></u><s :text=\"d\"></s></div>");
    patch("{a: {x: 1}, b: [1], c: 'color: red', d: 'fine'}");
    assertThat(text("s")).isEqualTo("fine");
    assertThat(text("b")).isEmpty();
    assertThat(reported()).containsExactly("binding-failed", "binding-failed", "binding-failed");
  }

  @Test
  void styleValuesThatLoadSomethingAreRefused() {
    open("<div id=\"root\"><u :style=\"c\"></u></div>");
    patch("{c: {backgroundImage: 'url(/x)', color: 'red', content: '\\\\\\\\6a'}}");
    assertThat(get("u", "style.cssText")).isEqualTo("color: red;");
    assertThat(reported()).containsExactly("binding-failed");
  }

  @Test
  void hostileKeysNeverReachAPrototype() {
    open("<div id=\"root\"><b :text=\"toString\"></b></div>");
    js(
        "Silcrow.patch(JSON.parse('{\"__proto__\":{\"polluted\":1},\"constructor\":{\"prototype\":{\"polluted\":1}},"
            + "\"toString\":\"own\",\"_toasts\":[],\"data\":{\"__proto__\":{\"polluted\":1}}}'), '#root')");
    assertThat(js("({}).polluted")).isNull();
    assertThat(text("b")).isEqualTo("own");
  }
}
