package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which nodes stay when new markup comes, and what of them changes. */
class MorphIT extends MorphTest {
  private static String rows(String key, Stream<Integer> numbers) {
    return numbers
        .map(n -> "<li %s=\"r%d\"><b>%d</b></li>".formatted(key, n, n))
        .collect(Collectors.joining("\n"));
  }

  private static String rows(String key, int... numbers) {
    return rows(key, IntStream.of(numbers).boxed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", ":key", "s-key"})
  void rowsAreKnownByIdOrKey(String key) {
    open("<ul id=\"l\">" + rows(key, 1, 2, 3, 4, 5) + "</ul>");
    js("window.rows = [...$('#l').children]; undefined");
    inner("#l", rows(key, 5, 1, 9, 3, 4));
    assertThat(html("#l")).isEqualTo(rows(key, 5, 1, 9, 3, 4));
    assertThat(js("[...$('#l').children].map((row) => rows.indexOf(row)).join()"))
        .isEqualTo("4,0,-1,2,3");
  }

  @Test
  void anElementWithAnIdKeepsItsNodeWhereverItGoes() {
    open(
        "<main><p>1</p><div id=\"a\"><b id=\"b\">x</b></div><section><i id=\"c\"></i></section></main>");
    js("window.nodes = ['#a', '#b', '#c'].map($); undefined");
    String wanted =
        "<b id=\"b\">y<i id=\"c\"></i></b><article><div id=\"a\"></div></article><p>1</p>";
    inner("main", wanted);
    assertThat(html("main")).isEqualTo(wanted);
    assertTrue("['#a', '#b', '#c'].every((id, i) => $(id) === nodes[i])");
  }

  @Test
  void withoutIdsTheBestMatchStays() {
    open("<main><h1>T</h1><p>one</p><p>two</p><p>three</p></main>");
    js("window.nodes = [...$('main').children]; undefined");
    inner("main", "<h1>T</h1><p>new</p><p>one</p><p>two</p><p>3</p>");
    assertThat(js("[...$('main').children].map((node) => nodes.indexOf(node)).join()"))
        .isEqualTo("0,-1,1,2,3");
    assertMutations(2);
  }

  @Test
  void equalMarkupChangesNothing() {
    open(
        "<main><p class=\"a\" title=\"t\">1 <b>2</b></p><!--c--><ul><li id=\"x\">3</li></ul></main>");
    inner("main", "<p title=\"t\" class=\"a\">1 <b>2</b></p><!--c--><ul><li id=\"x\">3</li></ul>");
    assertMutations(0);
    swap("#x", "<li id=\"x\">3</li>", "outer");
    assertMutations(0);
    swap("ul", "<li id=\"x\">3</li>", "append");
    assertMutations(0);
  }

  @Test
  void onlyWhatDiffersIsTouched() {
    open("<main><p id=\"p\" class=\"a\">1 <b>2</b></p><ul><li id=\"x\">3</li></ul></main>");
    inner("main", "<p id=\"p\" class=\"a\">1 <b>two</b></p><ul><li id=\"x\">3</li></ul>");
    assertMutations(1);
    inner("main", "<p id=\"p\" class=\"b\">1 <b>two</b></p><ul><li id=\"x\">3</li></ul>");
    assertMutations(1);
    inner("main", "<p id=\"p\" class=\"b\">1 <b>two</b></p><ul><li id=\"x\">3</li></ul>new");
    assertMutations(1);
  }

  @Test
  void twoRowsChangePlacesInTwoMoves() {
    open("<ul id=\"l\"></ul>");
    inner("#l", rows("id", IntStream.range(0, 100).boxed()).replace("\n", ""));
    js("window.rows = [...$('#l').children]; undefined");
    String swapped =
        rows("id", IntStream.range(0, 100).map(i -> i == 1 ? 98 : i == 98 ? 1 : i).boxed())
            .replace("\n", "");
    inner("#l", swapped);
    assertThat(html("#l")).isEqualTo(swapped);
    assertTrue("rows[1] === $('#l').children[98] && rows[98] === $('#l').children[1]");
    assertTrue("changes.flatMap((change) => [...change.addedNodes]).length === 2");
  }

  @ParameterizedTest
  @CsvSource({"li id='r%d'", "li :key='r%d'", "li class='r%d'", "li", "x-%d"})
  void rowsThatAreReplacedByOthersAreComparedWithFew(String tag) {
    page.addInitScript(
        """
        window.compared = 0;
        const isEqualNode = Node.prototype.isEqualNode;
        Node.prototype.isEqualNode = function (other) {
          window.compared++;
          return isEqualNode.call(this, other);
        };
        """);
    spendContext();
    open("<ul id=\"l\"></ul>");
    js(
        """
        (tag) => {
          window.rows = (from) => Array.from({length: 2000}, (_, i) =>
            `<${tag.replace('%d', from + i)}><b>${from + i}</b></${tag.split(' ')[0].replace('%d', from + i)}>`)
            .join('\\n');
          apply('#l', rows(0), 'inner');
          window.compared = 0;
          apply('#l', rows(5000), 'inner');
        }
        """,
        tag);
    assertTrue("$('#l').innerHTML.replaceAll('\"', \"'\") === rows(5000)");
    assertTrue("compared < 40000");
  }

  @Test
  void nativeNamesOfAttributesSurvive() {
    open(
        "<main><svg><use id=\"u\" xlink:href=\"#a\"></use></svg><b @x=\"1\" :text=\"n\"></b></main>");
    inner("main", "<svg><use id=\"u\" xlink:href=\"#b\"></use></svg><b @x=\"2\" :text=\"n\"></b>");
    assertThat(js("$('#u').href.baseVal")).isEqualTo("#b");
    assertThat(js("$('b').getAttribute('@x')")).isEqualTo("2");
  }

  @Test
  void inlineStyleChangesUnderAStrictPolicy() {
    allowInertReports();
    open("<main><p id=\"p\">1</p></main>");
    inner("main", "<p id=\"p\" style=\"color: red\">1</p>");
    inner("main", "<p id=\"p\" style=\"color: blue; margin: 1px\">1</p>");
    assertThat(js("$('#p').style.cssText")).isEqualTo("color: blue; margin: 1px;");
    inner("main", "<p id=\"p\">1</p>");
    assertThat(js("$('#p').hasAttribute('style')")).isEqualTo(false);
  }

  @Test
  void formsThatHideTheirPropertiesAreMorphedAsOthers() {
    String names =
        Stream.of(
                "firstChild", "nextSibling", "parentNode", "attributes", "children", "id", "focus")
            .map(name -> "<input name=\"" + name + "\">")
            .collect(Collectors.joining());
    open("<main><form id=\"f\">" + names + "<p>1</p></form></main>");
    remember("form", "#f");
    inner("main", "<form id=\"f\" class=\"c\">" + names + "<p>2</p></form>");
    assertThat(text("p")).isEqualTo("2");
    assertTrue("$('.c') === form");
  }

  @Test
  void templatesTakeTheirNewContent() {
    open(
        "<main><template id=\"t\"><b>1</b></template><div><template><i>1</i></template></div></main>");
    remember("template", "#t");
    inner("main", "<template id=\"t\"><b>2</b></template><div><template><i>2</i></template></div>");
    assertTrue("$('#t') === template && template.content.textContent === '2'");
    assertThat(js("$('div > template').content.textContent")).isEqualTo("2");
  }

  @Test
  void bindingsFollowWhatBecameOfTheirElements() {
    open("<main><p id=\"p\" :text=\"a\">1</p><b :text=\"a\">1</b></main>");
    js("Silcrow.patch({a: 'old'}, 'main')");
    inner("main", "<p id=\"p\" :text=\"a\">server</p><i :text=\"a\">server</i>");
    js("Silcrow.patch({a: 'old'}, 'main')");
    assertThat(text("main")).isEqualTo("oldold");
  }

  @Test
  void hostileMarkupIsPutInAsItIs() {
    open("<main><p id=\"a\">1</p><p id=\"a\">2</p><i id=\"b\"></i></main>");
    String twice = "<b id=\"a\">x</b><p id=\"a\">y</p><p id=\"a\">z</p><p id=\"\">w</p>";
    inner("main", twice);
    assertThat(html("main")).isEqualTo(twice);
    String keys = "<p :key=\"__proto__\">1</p><p :key=\"constructor\">2</p><p :key=\"\">3</p>";
    inner("main", keys);
    inner("main", keys + keys);
    assertThat(html("main")).isEqualTo(keys + keys);
    js("apply('main', '<b>'.repeat(400), 'inner')");
    js("apply('main', '<b>'.repeat(300) + 'x', 'inner')");
    assertThat(text("main")).isEqualTo("x");
    js("apply('main', '<i>1</i>'.repeat(150000), 'inner')");
    js("apply('main', '<u>2</u>' + '<i>1</i>'.repeat(150000) + '<u></u>', 'inner')");
    assertThat(js("$('main').children.length")).isEqualTo(150_002);
  }
}
