package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.ConsoleMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What silcrow.debug.js says that the other builds do not. */
class DebugIT extends ClientTest {
  private static final String DEBUG = "<script src=\"/silcrow.debug.js\" defer></script>";

  private void openTaught(String body) {
    load(DEBUG, body);
  }

  private void append(String tag, String attribute) {
    js(
        """
        ([tag, attribute]) => {
          const element = document.createElement(tag);
          element.setAttribute(attribute, '');
          document.body.append(element);
        }
        """,
        List.of(tag, attribute));
  }

  /** Waits until the page so far has been looked at: this mistake is the last one in it. */
  private List<Map<String, Object>> warnings() {
    append("i", "s-preserve");
    waitFor("seen.some((e) => e.type === 'silcrow:warning' && e.at === '#i')");
    return seen("silcrow:warning").stream()
        .filter(warning -> !"#i".equals(warning.get("element")))
        .toList();
  }

  @Test
  void anErrorSaysWhatWasExpectedWhatWasFoundWhatToDoAndWhereToRead() {
    openTaught("");
    js("Silcrow.patch({}, '#missing')");
    assertThat(seen("silcrow:error").get(0))
        .containsEntry("code", "target-missing")
        .containsEntry(
            "message",
            "No element matches this selector (found: #missing). Check the selector, and that the"
                + " element is in the page when the message comes. See"
                + " docs/codes.md#target-missing");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            "<b s-taget=\"#x\"></b>", "attribute-unknown", "s-taget", "Did you mean s-target?"),
        Arguments.of(
            "<b s-lvie=\"/x\"></b>", "attribute-unknown", "s-lvie", "Did you mean s-live?"),
        Arguments.of("<b s-zzzzzz></b>", "attribute-unknown", "s-zzzzzz", "table of attributes"),
        Arguments.of("<b :txet=\"a\"></b>", "binding-unknown", ":txet", "Did you mean :text?"),
        Arguments.of(
            "<input aria-label=\"a\" :readony=\"a\">",
            "binding-unknown",
            ":readony",
            "Did you mean :readonly?"),
        Arguments.of("<b :titel=\"a\"></b>", "binding-unknown", ":titel", "Did you mean :title?"),
        Arguments.of(
            "<ul s-for=\"x in xs\"></ul>", "attribute-misplaced", "s-for on <ul>", "<template>"),
        Arguments.of(
            "<div :checked=\"a\"></div>", "attribute-misplaced", ":checked on <div>", "<input>"),
        Arguments.of(
            "<ul><template s-for=\"x in xs\"><li :text=\"x.name\"></li></template></ul>",
            "key-missing",
            "x in xs",
            ":key=\"item.id\""),
        Arguments.of(
            "<b s-get=\"/x\" s-target=\"#nowhere\"></b>",
            "target-unmatched",
            "#nowhere",
            "selector"),
        Arguments.of("<b s-get=\"/x\" s-target=\"a[\"></b>", "target-unmatched", "a[", "selector"),
        Arguments.of("<b id=\"two\"></b><b id=\"two\"></b>", "id-duplicate", "two", "of its own"),
        Arguments.of(
            "<p>Hello {{ user.name }}</p>", "braces-in-text", "{{ user.name }}", ":text="));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aLikelyMistakeIsExplainedOnce(String body, String code, String found, String advice) {
    openTaught(body);
    List<Map<String, Object>> warnings = warnings();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .containsEntry("code", code)
        .containsEntry("kind", "mistake")
        .containsEntry("found", found)
        .containsKey("element");
    assertThat((String) warnings.get(0).get("message"))
        .contains("(found: " + found + ")", advice)
        .endsWith("See docs/codes.md#" + code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href=\"/x\" s-get=\"/x\" s-target=\"#here\">x</a><div id=\"here\"></div>",
        "<b :text=\"a\" :title=\"b\" :aria-label=\"c\" :data-x=\"d\" :role=\"e\" :qqqqqq=\"f\"></b>",
        "<ul><template s-for=\"x in xs\" :key=\"x.id\"><li :text=\"x.name\"></li></template></ul>",
        "<ul><template s-for=\"x in xs\"><li :text=\"x\"></li></template></ul>",
        "<ul><li :key=\"1\"><b s-delete=\"/x/:key\" s-target=\"#row-:key\"></b></li></ul>",
        "<svg viewBox=\"0 0 1 1\"><circle :r=\"a\" :cx=\"b\"></circle></svg>",
        "<x-clock :value=\"a\" :zone=\"b\"></x-clock>",
        "<div id=\"kept\" s-preserve></div>",
        "<pre>{{ verbatim }}</pre>",
        "<div s-ignore s-zzzzzz><b s-taget :txet=\"a\">{{ foreign }}</b></div>",
      })
  void whatIsFineIsLeftAlone(String body) {
    openTaught(body);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void whatComesLaterIsLookedAtToo() {
    openTaught("<div id=\"a\"></div><div id=\"b\"></div>");
    assertThat(warnings()).isEmpty();
    append("b", "s-taget");
    js("document.querySelector('#b').setAttribute(':txet', 'x')");
    waitFor("seen.filter((e) => e.type === 'silcrow:warning' && e.at !== '#i').length === 2");
    assertThat(seen("silcrow:warning").stream().map(warning -> warning.get("code")))
        .contains("attribute-unknown", "binding-unknown");
  }

  @Test
  void aBoundPathThatTheDataNeverHadIsNamedWithItsNeighbour() {
    openTaught(
        """
        <div id="root">
          <b :text="status"></b><b id="wrong" :text="stauts.name"></b>
          <ul><template s-for="row in rows" :key="row.id"><li :text="row.name"></li></template></ul>
        </div>
        """);
    js("Silcrow.patch({status: 'here', rows: [{id: 1, name: 'one'}]}, '#root')");
    List<Map<String, Object>> warnings = awaitSeen("silcrow:warning");
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .containsEntry("code", "path-unfed")
        .containsEntry("element", "#wrong")
        .containsEntry("found", ":text=\"stauts.name\"");
    assertThat((String) warnings.get(0).get("message")).contains("Did you mean status?");
  }

  @Test
  void aPathThatComesWithinASecondIsNoMistake() {
    Clock clock = clock();
    clock.install();
    openTaught("<div id=\"root\"><b :text=\"first\"></b><b :text=\"second\"></b></div>");
    // On one clock, so that a busy machine changes nothing.
    js(
        """
        Silcrow.patch({first: 1}, '#root');
        setTimeout(() => Silcrow.patch({second: 2}, '#root'), 900);
        """);
    clock.runFor(2000);
    assertThat(text("#root")).isEqualTo("12");
    assertThat(seen("silcrow:warning")).isEmpty();
  }

  @Test
  void aControlThatKeepsWhatWasTypedSaysWhy() {
    openTaught("<div id=\"root\"><input id=\"field\" aria-label=\"a\" :value=\"name\"></div>");
    js("Silcrow.patch({name: 'before'}, '#root')");
    page.locator("#field").pressSequentially("!");
    js("Silcrow.patch({name: 'before'}, '#root')");
    Map<String, Object> rule = awaitSeen("silcrow:warning").get(0);
    assertThat(rule)
        .containsEntry("code", "value-kept")
        .containsEntry("kind", "rule")
        .containsEntry("element", "#field");
    assertThat(page.inputValue("#field")).isEqualTo("!before");
  }

  @Test
  void whatIsDroppedFromMarkupIsNamed() {
    server.handle("/part", ctx -> ctx.html("<script>window.ran = 1</script><b>here</b>"));
    openTaught("<div id=\"root\"></div>");
    js("Silcrow.go('/part', {target: '#root'})");
    assertThat(awaitSeen("silcrow:warning").get(0))
        .containsEntry("code", "markup-dropped")
        .containsEntry("kind", "rule")
        .containsEntry("found", "<script>");
    assertThat(html("#root")).isEqualTo("<b>here</b>");
  }

  @Test
  void aRenderedRowSaysWhichBindingItLacks() {
    openTaught(
        """
        <ul id="l">
          <template s-for="x in xs" :key="x.id"><li><b :text="x.name"></b></li></template>
          <li :key="1"></li>
        </ul>
        """);
    js("Silcrow.patch({xs: [{id: 1, name: 'one'}]}, '#l')");
    assertThat(awaitSeen("silcrow:warning").get(0))
        .containsEntry("code", "row-incomplete")
        .containsEntry("found", "x.name");
  }

  @Test
  void theConsoleShowsTheElementItself() {
    load(DEBUG, "");
    ConsoleMessage message = page.waitForConsoleMessage(() -> append("p", "s-preserve"));
    assertThat(message.type()).isEqualTo("warning");
    assertThat(message.text()).startsWith("Silcrow: s-preserve needs an id");
    assertThat(message.args().get(1).evaluate("(element) => element.localName")).isEqualTo("p");
  }

  @Test
  void aListenerMayKeepAWarningFromTheConsole() {
    var lines = new ArrayList<String>();
    openTaught("");
    page.onConsoleMessage(message -> lines.add(message.text()));
    js("document.addEventListener('silcrow:warning', (event) => event.preventDefault())");
    append("p", "s-preserve");
    awaitSeen("silcrow:warning");
    js("console.log('end')");
    assertThat(lines).noneMatch(line -> line.contains("s-preserve"));
  }

  @Test
  void aThousandMistakesMakeTwoHundredWarnings() {
    Clock clock = clock();
    clock.install();
    openTaught("<p s-taget></p>".repeat(1000));
    clock.runFor(500);
    append("p", "s-taget");
    clock.runFor(500);
    assertThat(seen("silcrow:warning")).hasSize(200);
  }

  @Test
  void theModuleTeachesToo() {
    load("", "<p s-taget></p>");
    assertThat(js("import('/silcrow.debug.esm.js').then((module) => Object.keys(module).sort())"))
        .isEqualTo(js("import('/silcrow.esm.js').then((module) => Object.keys(module).sort())"));
    assertThat(awaitSeen("silcrow:warning").get(0)).containsEntry("code", "attribute-unknown");
  }

  @Test
  void theOtherBuildsKeepQuietAboutThePage() {
    for (String name : List.of("silcrow.min.js", "silcrow.js", "silcrow.esm.js")) {
      assertThat(page.request().get(server.url("/" + name)).text())
          .contains("target-missing")
          .doesNotContain("Did you mean");
    }
  }
}
