package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What data may not do, however it is bound, and what paths and keys may not reach. */
class HostileBindingsIT extends HostileTest {
  /** Patches one item after the other, and says what is left of each. */
  private static final String PATCH_ALL =
      """
      (items) => items.flatMap(([name, value], i) => {
        let data = value;
        try { data = JSON.parse(value); } catch {}
        const section = document.getElementById(`s${i}`);
        Silcrow.patch({v: data, u: {[name]: data}, rows: [{id: 1, v: data}], ok: 'ok'}, section);
        const bad = inspect(section).filter((what) => !what.startsWith('<'));
        const forbidden = ['s-live', 's-get', 's-trusted', 'nonce', 'http-equiv', 'is'];
        for (const attribute of forbidden) if (section.querySelector(`[${attribute}]`)) bad.push(attribute);
        for (const element of section.querySelectorAll('div, iframe, script, style, object, embed, base, link, meta')) {
          if (element.firstChild && element.localName !== 'div' || element.firstElementChild) bad.push('content');
          for (const name of ['src', 'href', 'data', 'srcdoc', 'rel', 'type', 'name']) {
            if (element.hasAttribute(name)) bad.push(`<${element.localName} ${name}>`);
          }
        }
        if (section.querySelector('b').textContent !== 'ok') bad.push('the rest of the patch was lost');
        return bad.length ? [`${name}=${value} left ${bad}`] : [];
      })
      """;

  @ParameterizedTest
  @MethodSource("pages")
  void noBindingRunsOrLoadsAnything(boolean policy, boolean ownSanitizer) {
    var items = new ArrayList<List<String>>();
    var body = new StringBuilder();
    for (String line : Corpus.lines("hostile-bindings.txt")) {
      String[] parts = line.split(" ", 3);
      if (policy && parts[0].endsWith("style")) {
        // An empty style element breaks the policy by itself.
        continue;
      }
      String value = parts[2].matches("[\\[{].*") ? parts[2] : Corpus.unescape(parts[2]);
      body.append("<section id=\"s%d\">".formatted(items.size()));
      for (String binding :
          List.of(":%s=\"v\"", "s-bind=\"v:%s\"", "s-use=\"u\" data-name=\"%s\"")) {
        body.append(element(parts[0], binding.formatted(parts[1])));
      }
      body.append("<p><template s-for=\"row in rows\" :key=\"row.id\">")
          .append(element(parts[0], ":%s=\"row.v\"".formatted(parts[1])))
          .append("</template></p><b :text=\"ok\"></b></section>");
      items.add(List.of(parts[1], value));
    }
    assertThat(items).hasSizeGreaterThanOrEqualTo(100);
    openWatched(policy, ownSanitizer, "", body.toString());
    assertThat((List<?>) js(PATCH_ALL, items)).isEmpty();
    assertThat(whatRan()).isEmpty();
    assertThat(js("Object.keys(Object.prototype).length + Number('x' in {})")).isEqualTo(0);
    assertThat(reported()).isNotEmpty().containsOnly("binding-refused", "binding-failed");
  }

  private static String element(String where, String attribute) {
    String[] parts = where.split("/", -1);
    String tag = parts[parts.length - 1];
    String element = "<%1$s %2$s></%1$s>".formatted(tag, attribute);
    return parts.length == 1 ? element : "<%1$s>%2$s</%1$s>".formatted(parts[0], element);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void noPathReachesMoreThanTheDataItself(boolean policy, boolean ownSanitizer) {
    List<String> paths = Corpus.unescaped("hostile-paths.txt");
    assertThat(paths).hasSizeGreaterThanOrEqualTo(40);
    var body = new StringBuilder("<main id=\"m\"><b :text=\"ok\"></b>");
    for (String path : paths) {
      String escaped = path.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
      for (String form :
          List.of(
              "<i :text=\"%s\">kept</i>",
              "<i s-bind=\"%s\">kept</i>", "<i s-use=\"%s\">kept</i>")) {
        body.append(form.formatted(escaped));
      }
      body.append("<u><template s-for=\"x in %s\"><s>row</s></template></u>".formatted(escaped));
    }
    openWatched(policy, ownSanitizer, "", body + "</main>");
    js(
        """
        Silcrow.patch(JSON.parse(`{
          "__proto__": {"polluted": "x", "toString": "x"}, "prototype": {"polluted": "x"},
          "constructor": {"prototype": {"polluted": "x"}, "constructor": "x", "name": "x"},
          "a": {"__proto__": {"polluted": "x"}, "constructor": {"name": "x"}, "prototype": {"x": "x"},
                "b": {"__proto__": {"c": "x"}, "constructor": {"prototype": "x"}}},
          "list": [["x"]], "text": "x", "nothing": null, "ok": "ok"}`), '#m')
        """);
    assertThat(text("#m > b")).isEqualTo("ok");
    assertThat(
            (List<?>)
                js(
                    "[...document.querySelectorAll('#m i')].filter((i) => i.textContent !== 'kept')"
                        + ".map((i) => i.outerHTML)"))
        .isEmpty();
    assertThat(js("document.querySelectorAll('#m s').length")).isEqualTo(0);
    assertThat(js("({}).polluted === undefined && Object.keys(Object.prototype).length === 0"))
        .isEqualTo(true);
    assertThat(whatRan()).isEmpty();
  }

  @Test
  void keysThatAreNamesOfPrototypesAreJustKeys() {
    openWatched(
        true,
        true,
        "",
        "<ul id=\"l\"><template s-for=\"row in rows\" :key=\"row.id\"><li :text=\"row.name\"></li></template></ul>");
    Object result =
        js(
            """
            () => {
              const keys = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty',
                '__defineGetter__', 'length', 'null', 'undefined', '0', ' ', '"]', 'a\\\\', '<b>', '#x:y'];
              const rows = keys.map((id) => ({id, name: `row ${id}`}));
              const items = () => [...document.querySelectorAll('#l > li')];
              Silcrow.patch({rows}, '#l');
              const first = items();
              Silcrow.patch({rows: [...rows].reverse()}, '#l');
              const second = items().reverse();
              return {
                shown: first.length === keys.length && first.every((li, i) => li.textContent === `row ${keys[i]}`),
                moved: second.every((li, i) => li === first[i]),
                clean: Object.keys(Object.prototype).length === 0,
              };
            }
            """);
    assertThat(result).isEqualTo(java.util.Map.of("shown", true, "moved", true, "clean", true));
    assertThat(reported()).isEmpty();
  }
}
