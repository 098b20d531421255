package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bindings that the table of attributes names and that no other test is about. */
class PropertiesIT extends ClientTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          checked       | checked       | <input type="checkbox" aria-label="a" %s>
          disabled      | disabled      | <button %s>b</button>
          selected      | selected      | <select aria-label="a"><option>a</option><option %s>b</option></select>
          hidden        | hidden        | <p %s>b</p>
          required      | required      | <input aria-label="a" %s>
          readonly      | readOnly      | <textarea aria-label="a" %s></textarea>
          multiple      | multiple      | <select aria-label="a" %s></select>
          indeterminate | indeterminate | <input type="checkbox" aria-label="a" %s>
          open          | open          | <details %s><summary>s</summary></details>
          muted         | muted         | <audio %s></audio>
          """)
  void aPropertyThatIsOnOrOffFollowsItsValue(String name, String property, String markup) {
    open("<div id=\"root\">" + markup.formatted(":" + name + "=\"on\"") + "</div>");
    js("window.bound = document.querySelector('[\\\\:" + name + "]'); undefined");
    for (String value : new String[] {"true", "false", "1", "null", "'yes'", "'false'"}) {
      js("Silcrow.patch({on: " + value + "}, '#root')");
      boolean expected = value.equals("true") || value.equals("1") || value.equals("'yes'");
      assertThat(js("bound." + property)).as(value).isEqualTo(expected);
    }
    assertThat(reported()).isEmpty();
  }

  @Test
  void boundMarkupIsCleaned() {
    open("<div id=\"root\"><p :html=\"text\"></p></div>");
    js("Silcrow.patch({text: '<b>bold</b><script>window.ran = 1</script>'}, '#root')");
    assertThat(html("#root p")).isEqualTo("<b>bold</b>");
    js("Silcrow.patch({text: null}, '#root')");
    assertThat(html("#root p")).isEmpty();
    assertThat(js("window.ran === undefined")).isEqualTo(true);
  }

  @Test
  void anObjectIsSpreadOverItsElement() {
    open("<div id=\"root\"><button s-use=\"save\" class=\"base\">?</button></div>");
    js(
        """
        Silcrow.patch({save: {text: 'Save', disabled: true, title: 'Now', class: ['wide'],
          onclick: 'window.ran = 1', style: {color: 'red'}}}, '#root')
        """);
    assertThat(text("#root button")).isEqualTo("Save");
    assertThat(js("document.querySelector('button').disabled")).isEqualTo(true);
    assertThat(page.getAttribute("button", "title")).isEqualTo("Now");
    assertThat(page.getAttribute("button", "class")).isEqualTo("base wide");
    assertThat(js("document.querySelector('button').style.color")).isEqualTo("red");
    assertThat(page.getAttribute("button", "onclick")).isNull();
    assertThat(reported()).containsExactly("binding-failed");
  }

  @Test
  void whatIsIgnoredIsNeitherBoundNorFollowed() {
    open(
        """
        <div id="root"><b id="bound" :text="name">?</b>
          <div s-ignore><b id="ignored" :text="name">?</b>
            <button id="button" type="button" s-get="/never">b</button></div></div>
        """);
    js("Silcrow.patch({name: 'Ann'}, '#root')");
    page.click("#button");
    assertThat(text("#bound")).isEqualTo("Ann");
    assertThat(text("#ignored")).isEqualTo("?");
    assertThat(seen("silcrow:navigate")).isEmpty();
  }

  @Test
  void aTrustedElementTakesAllButCode() {
    server.handle(
        "/part", ctx -> ctx.html("<meta name=\"kept\"><script>window.ran = 1</script><b>here</b>"));
    open("<div id=\"trusted\" s-trusted></div><div id=\"other\"></div>");
    js(
        "Silcrow.go('/part', {target: '#trusted'}).then(() => Silcrow.go('/part', {target: '#other'}))");
    assertThat(html("#trusted")).isEqualTo("<meta name=\"kept\"><b>here</b>");
    assertThat(html("#other")).isEqualTo("<b>here</b>");
    assertThat(js("window.ran === undefined")).isEqualTo(true);
  }

  @Test
  void debugMeansNothingAnyMore() {
    load(
        "<script src=\"/silcrow.debug.js\" defer></script>",
        "<div s-debug id=\"root\"><b :text=\"a\"></b></div>");
    js("Silcrow.patch({a: 'shown'}, '#root')");
    js("Silcrow.patch({a: 'never'}, '#missing')");
    assertThat(text("#root b")).isEqualTo("shown");
    assertThat(reported()).containsExactly("target-missing");
  }
}
