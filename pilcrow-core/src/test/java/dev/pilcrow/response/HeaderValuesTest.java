package dev.pilcrow.response;

import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.navigateExternal;
import static dev.pilcrow.response.Replies.redirect;
import static dev.pilcrow.response.Replies.shared;
import static dev.pilcrow.response.Replies.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.event.Json;
import dev.pilcrow.negotiate.Accept;
import dev.pilcrow.route.WsRoute;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValuesTest {
  private static Map<String, String> headers(Effects effects) {
    return Chosen.of(Accept.parse(null), effects, html("x")).head(null, false).headers();
  }

  private static String only(Effects effects) {
    return headers(effects).values().iterator().next();
  }

  static Stream<Arguments> wordsWithText() {
    return Stream.<Map.Entry<String, Consumer<String>>>of(
            Map.entry("header value", bad -> shared().header("X-A", "a" + bad)),
            Map.entry("header name", bad -> shared().header("X-A" + bad, "a")),
            Map.entry("retarget", bad -> shared().retarget("#a" + bad)),
            Map.entry("trigger", bad -> shared().trigger("a" + bad)),
            Map.entry("pushHistory", bad -> shared().pushHistory("/a" + bad)),
            Map.entry("pushHistory query", bad -> shared().pushHistory("?a" + bad)),
            Map.entry("patchTarget", bad -> shared().patchTarget("#a" + bad, 1)),
            Map.entry("invalidate", bad -> shared().invalidate("#a" + bad)),
            Map.entry("navigate modifier", bad -> shared().navigate("/a" + bad)),
            Map.entry("navigate reply", bad -> navigate("/a" + bad)),
            Map.entry("redirect", bad -> redirect("/a" + bad)),
            Map.entry("also", bad -> html("x").also("y", "#a" + bad)),
            Map.entry("toast level", bad -> shared().toast("a", "x" + bad)),
            Map.entry("route", bad -> WsRoute.of("/a" + bad)))
        .flatMap(
            word ->
                Stream.of("\r", "\n", "\r\nX-Evil: 1", "\0", "\u0001", "\u001f", "\u007f")
                    .map(bad -> Arguments.of(word.getKey(), word.getValue(), bad)));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("wordsWithText")
  void controlCharactersAreRefusedWhereTheCallerStands(
      String word, Consumer<String> call, String bad) {
    assertThatThrownBy(() -> call.accept(bad))
        .as(word)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+%04X".formatted((int) bad.charAt(0)))
        .message()
        .matches("[^\\p{Cntrl}]*");
  }

  @Test
  void aHeaderValueErrorNamesHeaderCharacterAndIndex() {
    assertThatThrownBy(() -> shared().header("X-Room", "main\r\nSet-Cookie: a=b"))
        .hasMessage(
            "Expected printable ASCII in the value of header 'X-Room' but found U+000D at index 4."
                + " Header values hold no line breaks or other control characters.");
    assertThatThrownBy(() -> shared().header("X-Name", "Zoë"))
        .hasMessage(
            "Expected printable ASCII in the value of header 'X-Name' but found U+00EB at index 2."
                + " Percent-encode the value, or send it in the body.");
    assertThat(only(shared().header("X-Tab", "a\tb"))).isEqualTo("a\tb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "X Room", "X:Room", "Zoë", "X\"", "Content-Length", "transfer-encoding"})
  void namesThatAreNoHeaderNamesAreRefused(String name) {
    assertThatThrownBy(() -> shared().header(name, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Zoë",
        "你好",
        "😀",
        "\u0085",
        "\u007f",
        "\u2028",
        "a\r\nb\0",
        "\"quoted\\\"",
        "č\u010d\u010a"
      })
  void jsonValuesAreAsciiAndLoseNothing(String text) {
    Effects effects =
        shared().patchTarget("#" + "Zoë😀", Map.of(text, text)).trigger("a", List.of(text));
    headers(effects).forEach((name, value) -> assertThat(value).matches("[ -~]+"));
    var patch = Json.mapper().readTree(headers(effects).get("silcrow-patch"));
    assertThat(patch.get("target").stringValue()).isEqualTo("#Zoë😀");
    assertThat(patch.get("data").get(text).stringValue()).isEqualTo(text);
    var trigger = Json.mapper().readTree(headers(effects).get("silcrow-trigger"));
    assertThat(trigger.get("a").get(0).stringValue()).isEqualTo(text);
  }

  static Stream<Object> data() {
    return Stream.of(
        "plain",
        "a\"b\\c",
        "Zoë",
        "",
        7,
        -1L,
        true,
        1.5,
        Map.of(),
        Map.of("id", 7),
        Map.of("a\"", 1),
        Map.of("a", "b\n"),
        Map.of("a", Map.of("b", List.of(1))),
        Map.of(7, "x"),
        new java.util.TreeMap<>(Map.of("a", 1, "b", "x", "c", false, "d", 2L)),
        java.util.Collections.singletonMap("a", null),
        new java.util.EnumMap<>(Map.of(Toast.Level.INFO, 1)),
        List.of("a", 1));
  }

  /** What is written without the mapper is what the mapper writes. */
  @ParameterizedTest
  @MethodSource("data")
  void dataIsWrittenAsTheMapperDoes(Object value) {
    String json = Json.mapper().writeValueAsString(value);
    String written = only(shared().trigger("a", value));
    assertThat(Json.mapper().readTree(written))
        .isEqualTo(Json.mapper().readTree("{\"a\":" + json + "}"));
    assertThat(written).hasSize(("{\"a\":" + json.replace("ë", "\\u00eb") + "}").length());
  }

  @Test
  void halfACharacterIsWrittenAsTheEscapeThatBrowsersRead() {
    assertThat(only(shared().trigger("a", "\ud83d"))).isEqualTo("{\"a\":\"\\ud83d\"}");
  }

  @Test
  void charactersAboveTheBasicPlaneAreTwoEscapes() {
    assertThat(only(shared().trigger("a", "😀ë"))).isEqualTo("{\"a\":\"\\ud83d\\ude00\\u00eb\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      textBlock =
          """
          /a b                → /a%20b
          /Zoë                → /Zo%C3%AB
          /😀?q=ü#ö           → /%F0%9F%98%80?q=%C3%BC#%C3%B6
          /already%20there    → /already%20there
          /100%               → /100%25
          /%zz                → /%25zz
          /"<>^|{}\\          → /%22%3C%3E%5E%7C%7B%7D%5C
          /a?x=1&y=[2]#z      → /a?x=1&y=[2]#z
          /                   → /
          """)
  void urlsArePercentEncodedWhereNeeded(String url, String encoded) {
    assertThat(only(shared().navigate(url))).isEqualTo(encoded);
    assertThat(only(shared().pushHistory(url))).isEqualTo(encoded);
    assertThat(
            Chosen.of(Accept.parse(null), shared(), navigate(url))
                .head(null, false)
                .headers()
                .get("Location"))
        .isEqualTo(encoded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "evil",
        "./a",
        "../a",
        " /a",
        "?a",
        "#a",
        "",
        " "
      })
  void pathsThatLeaveTheSiteAreRefused(String path) {
    List<Consumer<String>> words =
        List.of(p -> navigate(p), p -> redirect(p), p -> shared().navigate(p));
    for (Consumer<String> word : words) {
      assertThatThrownBy(() -> word.accept(path)).isInstanceOf(IllegalArgumentException.class);
    }
    if (!path.startsWith("?") && !path.startsWith("#")) {
      assertThatThrownBy(() -> shared().pushHistory(path))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aRefusedPathSaysWhatToWriteInstead() {
    assertThatThrownBy(() -> navigate("//evil.example"))
        .hasMessage(
            "Expected a path of this site for navigate, starting with one '/', but found"
                + " '//evil.example'. For another site answer with navigateExternal(URI).");
    assertThatThrownBy(() -> shared().navigate("rooms/1"))
        .hasMessageEndingWith("Write '/rooms/1'.");
  }

  @Test
  void historyTakesQueriesAndFragments() {
    assertThat(only(shared().pushHistory("?page=ü"))).isEqualTo("?page=%C3%BC");
    assertThat(only(shared().pushHistory("#top"))).isEqualTo("#top");
  }

  @Test
  void otherSitesAreReachedOnlyExplicitly() {
    NavigateReply reply = navigateExternal(URI.create("https://example.org/ü?a=b"));
    assertThat(Chosen.of(Accept.parse(null), shared(), reply).head(null, false).headers())
        .containsEntry("Location", "https://example.org/%C3%BC?a=b");
    for (String bad : List.of("javascript:alert(1)", "/a", "//host/a", "mailto:a@b.c", "https:x")) {
      assertThatThrownBy(() -> navigateExternal(URI.create(bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(bad);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          #main .row > a[x="1"]  | #main .row > a[x="1"]
          #é                     | `#\\e9 `
          #é .x                  | `#\\e9  .x`
          [title="你"]           | [title="\\4f60 "]
          .😀                    | `.\\1f600 `
          `  #a  `               | #a
          """)
  void selectorsAreEscapedTheCssWay(String selector, String escaped) {
    assertThat(only(shared().retarget(selector))).isEqualTo(escaped);
    assertThat(only(shared().invalidate(selector))).isEqualTo(escaped);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "1a", "silcrow:sse", "a b", "a\"b", "é", "-a"})
  void eventNamesTheClientRefusesAreRefusedHere(String name) {
    assertThatThrownBy(() -> shared().trigger(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> shared().trigger("a".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(only(shared().trigger("cart:item-added.v2"))).contains("cart:item-added.v2");
  }

  @Test
  void blankSelectorsAreRefused() {
    assertThatThrownBy(() -> shared().retarget(" ")).hasMessageContaining("blank");
    assertThatThrownBy(() -> shared().invalidate("")).hasMessageContaining("blank");
    assertThatThrownBy(() -> shared().patchTarget("", 1)).hasMessageContaining("blank");
    assertThatThrownBy(() -> html("x").also("y", " ")).hasMessageContaining("blank");
  }

  @Test
  void dataThatJacksonCannotWriteIsRefusedWithItsClass() {
    List<Object> loop = new ArrayList<>();
    loop.add(loop);
    assertThatThrownBy(() -> shared().patchTarget("#a", loop))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("patchTarget '#a'")
        .hasMessageContaining("java.util.ArrayList");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 100, 199, 600, 1000})
  void statusesThatEndNoResponseAreRefused(int code) {
    assertThatThrownBy(() -> status(code)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> shared().status(code)).hasMessageContaining(Integer.toString(code));
  }

  @Test
  void aValueOverTheBudgetNamesItsHeaderItsSizeAndWhatToDo() {
    String big = "x".repeat(60 * 1024);
    assertThatThrownBy(() -> shared().patchTarget("#a", big))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A response modifier takes 61,465 bytes of headers, over the limit of 6,144 that"
                + " proxies are sure to pass; the largest is 'silcrow-patch' with 61,465. Put the"
                + " data into the body or a live event, or send only what changed.");
    assertThatThrownBy(() -> shared().header("X-Big", big)).hasMessageContaining("'X-Big'");
    assertThatThrownBy(() -> shared().trigger("a", big)).hasMessageContaining("'silcrow-trigger'");
    assertThatThrownBy(() -> shared().retarget("#" + big)).hasMessageContaining("silcrow-retarget");
    assertThatThrownBy(() -> shared().navigate("/" + big)).hasMessageContaining("silcrow-navigate");
    assertThatThrownBy(() -> html("x").also("y", "#" + big)).hasMessageContaining("silcrow-also");
  }

  @Test
  void theBudgetCountsAllModifiersTogether() {
    String third = "x".repeat(2000);
    Effects two = shared().patchTarget("#a", third).patchTarget("#b", third);
    assertThat(headers(two)).containsKey("silcrow-patch");
    Chosen over =
        Chosen.of(
            Accept.parse(null), two.header("X-A", third).header("X-B", "y".repeat(100)), html("x"));
    assertThatThrownBy(() -> over.head(null, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The response modifiers take 6,")
        .hasMessageContaining("'silcrow-patch' with 4,0");
  }

  @Test
  void theToastCookieCountsButNotForJson() {
    Effects effects = shared().header("X-A", "x".repeat(5000)).toast("y".repeat(2000));
    assertThatThrownBy(() -> Chosen.of(Accept.parse(null), effects, html("x")).head(null, false))
        .hasMessageContaining("'X-A' with 5,000");
    assertThat(Chosen.of(Accept.parse(null), effects, json("x")).head(null, false).headers())
        .hasSize(1);
  }
}
