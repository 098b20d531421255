package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class MarkupTest {
  private static final Set<String> TAGS =
      Set.of("p", "br", "strong", "em", "del", "code", "pre", "a", "ul", "ol", "li", "blockquote");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "hello | <p>hello</p>",
        "**bold** and *italic* | <p><strong>bold</strong> and <em>italic</em></p>",
        "***both*** | <p><strong><em>both</em></strong></p>",
        "_soft_ but snake_case_name | <p><em>soft</em> but snake_case_name</p>",
        "~~gone~~ | <p><del>gone</del></p>",
        "`a * b * c` | <p><code>a * b * c</code></p>",
        "2 * 3 * 4 | <p>2 * 3 * 4</p>",
        "a ** b | <p>a ** b</p>",
        "**open | <p>**open</p>",
        "`open | <p>`open</p>",
        "a < b & c > d | <p>a &lt; b &amp; c &gt; d</p>",
        "[x](javascript:alert(1)) | <p>[x](javascript:alert(1))</p>",
        "👍 naïve 日本語 | <p>👍 naïve 日本語</p>",
      })
  void marksBecomeElements(String text, String html) {
    assertThat(Markup.html(text)).isEqualTo(html);
  }

  @Test
  void linesBecomeBlocks() {
    assertThat(Markup.html("one\ntwo\n\nthree")).isEqualTo("<p>one<br>two</p><p>three</p>");
    assertThat(Markup.html("- a\n- b\nafter"))
        .isEqualTo("<ul><li>a</li><li>b</li></ul><p>after</p>");
    assertThat(Markup.html("3. c\n4. d")).isEqualTo("<ol start=\"3\"><li>c</li><li>d</li></ol>");
    assertThat(Markup.html("> said\nanswer"))
        .isEqualTo("<blockquote><p>said</p></blockquote><p>answer</p>");
  }

  @Test
  void codeKeepsItsSpacesAndMarks() {
    assertThat(Markup.html("```\nif (a < b) {\n  **x**\n}\n```"))
        .isEqualTo("<pre><code>if (a &lt; b) {\n  **x**\n}</code></pre>");
    assertThat(Markup.html("```never closed\nx")).isEqualTo("<pre><code>x</code></pre>");
    assertThat(Markup.html("```one line```")).isEqualTo("<pre><code>one line</code></pre>");
  }

  @Test
  void linksOpenElsewhereAndVouchForNothing() {
    String link = "rel=\"noopener nofollow ugc\" target=\"_blank\"";
    assertThat(Markup.html("see https://example.org/a_(b)?x=1&y=2, ok"))
        .isEqualTo(
            "<p>see <a href=\"https://example.org/a_(b)?x=1&amp;y=2\" "
                + link
                + ">https://example.org/a_(b)?x=1&amp;y=2</a>, ok</p>");
    assertThat(Markup.html("[**docs**](https://example.org)"))
        .isEqualTo("<p><a href=\"https://example.org\" " + link + "><strong>docs</strong></a></p>");
    assertThat(Markup.html("(https://example.org)")).contains(">https://example.org</a>)");
  }

  static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "<svg/onload=alert(1)>",
          "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
          "<a href=\"javascript:alert(1)\">x</a>",
          "[x](javascript:alert(1))",
          "[x](JaVaScRiPt:alert(1))",
          "[x](data:text/html,<script>alert(1)</script>)",
          "[x](vbscript:msgbox)",
          "[x](https://a\" onmouseover=\"alert(1))",
          "[x](https://a' onmouseover='alert(1))",
          "[<img src=x onerror=alert(1)>](https://example.org)",
          "https://example.org/\"onmouseover=alert(1)",
          "https://example.org/'><script>alert(1)</script>",
          "https://[::1]/<svg onload=alert(1)>",
          "`<script>alert(1)</script>`",
          "```\n</code></pre><script>alert(1)</script>\n```",
          "**<b onclick=alert(1)>**",
          "*</em><script>alert(1)</script>*",
          "> <style>*{display:none}</style>",
          "- <form action=/rooms method=post><button>x</button></form>",
          "1. <input autofocus onfocus=alert(1)>",
          "<div s-live=\"/ws/other\" :text=\"x\">x</div>",
          "<p id=messages class=mine style=\"position:fixed\">x</p>",
          "<meta http-equiv=refresh content=0;url=//evil.example>",
          "<base href=//evil.example>",
          "<math><mtext></p><script>alert(1)</script>",
          "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
          "<!--><img src=x onerror=alert(1)>-->",
          "<![CDATA[<script>alert(1)</script>]]>",
          "&lt;script&gt;alert(1)&lt;/script&gt;",
          "&#60;script&#62;alert(1)",
          "\u0000<script>alert(1)</script>",
          "<scr\u0000ipt>alert(1)</scr\u0000ipt>",
          "<a href=https://example.org target=_self ping=//evil.example>x</a>",
          "<x>".repeat(1_000),
          "[".repeat(4_000),
          "**".repeat(2_000),
          "*a ".repeat(1_300),
          "[a](".repeat(1_000),
          "> ".repeat(2_000),
          "`".repeat(3_999),
          "~~_*[".repeat(800),
          "http://".repeat(570));

  @ParameterizedTest
  @FieldSource("HOSTILE")
  @Timeout(5)
  void hostileTextStaysText(String text) throws Refused {
    Document page = Jsoup.parseBodyFragment(Markup.html(Words.message(text)));
    page.body()
        .select("body *")
        .forEach(
            element -> {
              assertThat(TAGS).contains(element.tagName());
              for (Attribute attribute : element.attributes()) {
                assertThat(attribute.getKey()).isIn("href", "rel", "target", "start");
                if (attribute.getKey().equals("href")) {
                  assertThat(attribute.getValue()).matches("(?s)https?://.*|mailto:.*");
                }
              }
            });
  }

  @Test
  void theLongestMessageIsQuick() {
    String worst = "*a _b [c](d `e ~~f ".repeat(211);
    Markup.html(worst);
    long start = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      Markup.html(worst);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }
}
