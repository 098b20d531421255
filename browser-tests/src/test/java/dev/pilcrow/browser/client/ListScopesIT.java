package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a row can look at, keys of every kind, the older spelling, and what is refused. */
class ListScopesIT extends ClientTest {
  private String rows() {
    return (String)
        js("[...document.querySelectorAll('#r li')].map((row) => row.textContent).join()");
  }

  private void patch(String data) {
    js("Silcrow.patch(" + data + ", '#r')");
  }

  @Test
  void listsNestAndSeeEverythingAroundThem() {
    open(
        "<div id=\"r\"><template s-for=\"g in org.groups\" :key=\"g.id\"><section><ul>"
            + "<template s-for=\"p in g.people\" :key=\"p.id\"><li><b :text=\"p.name.first\"></b>/"
            + "<i :text=\"g.name\"></i>/<u :text=\"title\"></u></li></template></ul></section></template></div>");
    patch(
        "{title: 'T', org: {groups: [{id: 1, name: 'G', people: [{id: 1, name: {first: 'x'}}, {id: 2, name:"
            + " {first: 'y'}}]}, {id: 2, name: 'H', people: [{id: 1, name: {first: 'z'}}]}]}}");
    assertThat(rows()).isEqualTo("x/G/T,y/G/T,z/H/T");
    patch("{org: {groups: {id: 1, name: 'GG'}}}");
    assertThat(rows()).isEqualTo("x/GG/T,y/GG/T,z/H/T");
    patch("{title: 'U'}");
    assertThat(rows()).isEqualTo("x/GG/U,y/GG/U,z/H/U");
    patch("{org: {groups: {id: 2, people: {id: 9, name: {first: 'w'}}}}}");
    assertThat(rows()).isEqualTo("x/GG/U,y/GG/U,z/H/U,w/H/U");
    patch("{org: {groups: {id: 1, people: []}}}");
    assertThat(rows()).isEqualTo("z/H/U,w/H/U");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":key=\"$index\"", ":key=\"index\""})
  void withoutKeysThePositionIsTheKey(String key) {
    open(
        "<ul id=\"r\"><template s-for=\"t in items\" "
            + key
            + "><li><b :text=\"$index\"></b>:<i :text=\"t\"></i></li></template></ul>");
    patch("{items: ['a', 'b']}");
    js("window.first = document.querySelector('li')");
    patch("{items: ['c', 'a', 'b']}");
    assertThat(rows()).isEqualTo("0:c,1:a,2:b");
    assertThat(js("document.querySelector('li') === first")).isEqualTo(true);
  }

  @Test
  void aPlainItemMayBeItsOwnKey() {
    open(
        "<ul id=\"r\"><template s-for=\"t in items\" :key=\"t\"><li><b :text=\"$index\"></b>:<i :text=\"t\"></i>"
            + "</li></template></ul>");
    patch("{items: ['a', 7]}");
    js("window.seven = document.querySelectorAll('li')[1]");
    patch("{items: [7, 'a']}");
    assertThat(rows()).isEqualTo("0:7,1:a");
    assertThat(js("document.querySelector('li') === seven")).isEqualTo(true);
  }

  @Test
  void positionsFollowWhenARowLeaves() {
    open(
        "<ul id=\"r\"><template s-for=\"t in items\" :key=\"id\"><li><b :text=\"$index\"></b><i :text=\".id\"></i>"
            + "</li></template></ul>");
    patch("{items: [{id: 'a'}, {id: 'b'}, {id: 'c'}]}");
    patch("{items: {id: 'a', _remove: true}}");
    assertThat(rows()).isEqualTo("0b,1c");
  }

  @Test
  void hostileKeysAreKeysAndWrongOnesAreReported() {
    open(
        "<ul id=\"r\"><template s-for=\"t in items\" :key=\"t.id\"><li :text=\"t.name\"></li></template></ul>");
    patch(
        "{items: [{id: '__proto__', name: 'p'}, {id: 'constructor', name: 'c'}, {id: 'toString', name: 't'},"
            + " {id: 'constructor', name: 'twice'}, {name: 'none'}, {id: {}, name: 'object'}, 5, null]}");
    patch("{items: {id: 'constructor', name: 'C'}}");
    patch(
        "{items: JSON.parse('{\"id\": \"__proto__\", \"__proto__\": {\"x\": 1}, \"name\": \"P\"}')}");
    assertThat(rows()).isEqualTo("P,C,t");
    assertThat(reported())
        .containsExactly("list-duplicate", "list-key", "list-key", "list-key", "list-key");
    assertThat(js("({}).x === undefined")).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "s-for=\"t of items\" ~ list-expression",
        "s-for=\"\" ~ list-expression",
        "s-for=\"t in\" ~ list-expression",
        "s-for=\"t in items | list\" ~ list-expression",
        "s-for=\"__proto__ in items\" ~ list-expression",
        "s-for=\"t in __proto__.items\" ~ list-expression",
        "s-for=\"t in items\" :key=\"t.constructor.id\" ~ list-expression",
      })
  void aWrongExpressionIsReportedAndTheRestWorks(String attributes, String code) {
    open("<div id=\"r\"><template " + attributes + "><p>x</p></template><b :text=\"n\"></b></div>");
    patch("{n: 1, items: [{id: 1}]}");
    assertThat(reported()).contains(code);
    assertThat(text("b")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "'text'", "true", "null"})
  void aValueThatIsNoListIsReportedAndChangesNothing(String value) {
    open(
        "<ul id=\"r\"><template s-for=\"t in items\" :key=\"t.id\"><li :text=\"t.id\"></li></template>"
            + "<b :text=\"n\"></b></ul>");
    patch("{items: [{id: 1}]}");
    patch("{n: 1, items: " + value + "}");
    assertThat(rows()).isEqualTo("1");
    assertThat(text("b")).isEqualTo("1");
    assertThat(reported()).containsExactly("list-shape");
  }

  @Test
  void anEmptyTemplateAndAnObjectWithoutKeyAreReported() {
    open(
        "<div id=\"r\"><template s-for=\"a in empty\" :key=\"a.id\"></template>"
            + "<template s-for=\"b in keyless\"><i></i></template></div>");
    patch("{empty: [{id: 1}], keyless: {id: 1}}");
    assertThat(reported()).contains("list-template", "list-key");
  }

  @Test
  void theOlderSpellingWorksWithATemplateByIdByKeyAndInside() {
    open(
        "<ul id=\"r\" s-list=\"items\" s-template=\"plain\"></ul>"
            + "<template id=\"plain\"><li><b s-bind=\".name\"></b><a s-bind=\".url:href\">x</a></li></template>"
            + "<template id=\"adm\"><li class=\"adm\"><b s-bind=\".name\"></b></li></template>"
            + "<ul id=\"in\" s-list=\"items\" s-key=\"id\"><template><li s-bind=\".name\"></li></template></ul>");
    patch("{items: [{key: '1', name: 'a', url: '/x'}, {key: 'adm#2', name: 'b'}]}");
    patch("{items: {key: '1', name: 'aa'}}");
    assertThat(html("#r"))
        .isEqualTo(
            "<li s-key=\"1\"><b s-bind=\".name\">aa</b><a s-bind=\".url:href\" href=\"/x\">x</a></li>"
                + "<li class=\"adm\" s-key=\"adm#2\"><b s-bind=\".name\">b</b></li>");
    js("Silcrow.patch({items: [{id: 1, name: 'a'}]}, '#in')");
    js("Silcrow.patch({items: {id: 2, name: 'b'}}, '#in')");
    assertThat(html("#in"))
        .isEqualTo(
            "<li s-bind=\".name\" s-key=\"1\">a</li><li s-bind=\".name\" s-key=\"2\">b</li>"
                + "<template><li s-bind=\".name\"></li></template>");
  }

  @Test
  void aTemplateThatNamesItselfMakesATreeAndEndsInTime() {
    open(
        "<ul id=\"r\" s-list=\"nodes\" s-template=\"node\"></ul><template id=\"node\"><li><b s-bind=\".name\"></b>"
            + "<ul s-list=\".nodes\" s-template=\"node\"></ul></li></template>");
    patch(
        "{nodes: [{key: '1', name: 'a', nodes: [{key: '2', name: 'b', nodes: [{key: '3', name: 'c'}]}]}]}");
    assertThat(text("#r")).isEqualTo("abc");
    js(
        "() => { const node = {key: 'x', name: '.'}; node.nodes = [node]; Silcrow.patch({nodes: [node]}, '#r'); }");
    assertThat(reported()).isEqualTo(Collections.nCopies(1, "list-depth"));
    assertThat(js("document.querySelectorAll('#r b').length")).isEqualTo(65);
  }

  @Test
  void aMissingTemplateIsReported() {
    open("<ul id=\"r\" s-list=\"items\" s-template=\"nowhere\"></ul>");
    patch("{items: [{key: '1'}]}");
    assertThat(List.copyOf(reported())).contains("list-template");
  }
}
