package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagePartTest {
  private static final String PAGE =
      """
      <!doctype html>
      <html><head><meta charset="utf-8"><title>Tea &amp; cake</title>
      <meta name="silcrow-ws" content="/ws">
      <script src="/_silcrow/silcrow.0a1b.js" defer></script>
      <link rel="stylesheet" href="/app.css?v=1&amp;x" data-silcrow-track>
      <link rel="stylesheet" href="/other.css"><script>var a = 1;</script></head>
      <body id="root"><nav class="menu Main">n</nav>
      <main class="a  b"><p class="A">first</p><ul id="list"><li :text="x">1 &lt; 2</li></ul></main>
      <my-card id="List">c</my-card></body></html>
      """;

  private static final String HEAD =
      "<!doctype html><title>Tea &amp; cake</title><meta name=\"silcrow-ws\" content=\"/ws\">"
          + "<script src=\"/_silcrow/silcrow.0a1b.js\" defer></script>"
          + "<link rel=\"stylesheet\" href=\"/app.css?v=1&amp;x\" data-silcrow-track>";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          #list       | <ul id="list"><li :text="x">1 &lt; 2</li></ul>
          #List       | <my-card id="List">c</my-card>
          ul#list     | <ul id="list"><li :text="x">1 &lt; 2</li></ul>
          UL          | <ul id="list"><li :text="x">1 &lt; 2</li></ul>
          my-card     | <my-card id="List">c</my-card>
          .Main       | <nav class="menu Main">n</nav>
          nav.Main.menu | <nav class="menu Main">n</nav>
          .A          | <p class="A">first</p>
          """)
  void thePartComesWithTheTitleTheModifiersAndTheAssets(String selector, String part) {
    assertThat(PagePart.cut(PAGE, selector)).isEqualTo(HEAD + part);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "#",
        ".",
        "#missing",
        "#LIST",
        ".main",
        "ul.missing",
        "main ul",
        "main>ul",
        "ul, nav",
        "[id=list]",
        "li:first-child",
        "#li\\73t",
        ".menu#x",
        "*",
        "body",
        "#root",
        "html",
        "head",
        "title",
        "script",
        "meta",
        "link",
        "true story",
        "#1a",
        "é"
      })
  void whatIsNoPlainSelectorOrNamesNoPartLeavesThePageWhole(String selector) {
    assertThat(PagePart.cut(PAGE, selector)).isSameAs(PAGE);
  }

  /** What the client parses or cleans by other rules, or what no two parsers need agree about. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<template><p id='x'>1</p></template>",
        "<noscript><p id='x'>1</p></noscript>",
        "<svg><g id='x'></g></svg>",
        "<math><mi id='x'>1</mi></math>",
        "<div s-untrusted><p id='x'>1</p></div>",
        "<p id='x' s-untrusted>1</p>",
        "<iframe id='x'></iframe>",
        "<b><div id='x'>1</b>2</div>",
        "<p><b>1<p id='x'>2</p>",
        "<table><div id='x'>1</div></table>",
        "<form><form id='x'></form></form>",
        "<p id='x'>1</p></div>",
        "<div/><p id='x'>1</p>",
        "<p id='x' id='y'>1</p>"
      })
  void whatIsOddLeavesThePageWhole(String body) {
    String page = "<!doctype html><title>t</title><body>" + body + "</body>";
    assertThat(PagePart.cut(page, "#x")).isSameAs(page);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <table><tr id=x><td>1<td>2</table>            | <tr id="x"><td>1</td><td>2</td></tr>
          <ul id=x><li>1<li>2</ul>                      | <ul id="x"><li>1</li><li>2</li></ul>
          <select id=x><option selected>1<option>2</select> | <select id="x"><option selected>1</option><option>2</option></select>
          <p id=x>a &amp; b &lt; c&nbsp;d "e"</p>       | <p id="x">a &amp; b &lt; c&nbsp;d "e"</p>
          <p id=x title='"&lt;'>x                       | <p id="x" title="&quot;&lt;">x</p>
          <div id=x><svg viewBox="0 0 1 1"><path d="M0"/></svg></div> | <div id="x"><svg viewBox="0 0 1 1"><path d="M0" /></svg></div>
          <div id=x><!-- c --><script>a < b</script></div> | <div id="x"><!-- c --><script>a < b</script></div>
          <div id=x><p s-untrusted>y</p></div>          | <div id="x"><p s-untrusted>y</p></div>
          <div id=x><template s-for="a in b"><tr><td>1</template></div> | <div id="x"><template s-for="a in b"><tr><td>1</td></tr></template></div>
          """)
  void validMarkupIsWrittenAsItIs(String body, String part) {
    assertThat(PagePart.cut("<!doctype html><body>" + body, "#x"))
        .startsWith("<!doctype html>")
        .endsWith(part);
  }

  /** A parser drops one line feed behind the tag, so more than one must be written as they were. */
  @ParameterizedTest
  @ValueSource(strings = {"pre", "textarea", "listing"})
  void leadingLineFeedsSurvive(String tag) {
    for (String feeds : new String[] {"", "\n\n", "\n\n\n"}) {
      String element = "<%s>%sa</%s>".formatted(tag, feeds, tag);
      assertThat(PagePart.cut("<!doctype html><div id='x'>" + element + "</div>", "#x"))
          .as(feeds.length() + " line feeds")
          .contains(element);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<p id='x'>part</p>", "text #x", "<htmlx id='x'>", "", "<p><!doctype html>"})
  void fragmentsAreLeftAlone(String markup) {
    assertThat(PagePart.cut(markup, "#x")).isSameAs(markup);
  }

  @Test
  @Timeout(20)
  void hostilePagesAreLeftAloneInNoTime() {
    for (String unit :
        new String[] {
          "<div>", "<b>", "<table>", "<a href=x>", "<!--", "<select>", "</p>", "<p id=x>"
        }) {
      String page = "<!doctype html>" + unit.repeat(100_000 / unit.length());
      assertThat(PagePart.cut(page, "#x")).as(unit).isNotEmpty();
    }
    String tooLong = "<!doctype html><p id='x'>" + "y".repeat(1 << 20);
    assertThat(PagePart.cut(tooLong, "#x")).isSameAs(tooLong);
  }
}
