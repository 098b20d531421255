package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The declarations and codes.md, against the bundle and the sources. */
class TypesIT extends ClientTest {
  private static final Path ROOT = Path.of(System.getProperty("wire.dir")).resolveSibling("");
  private static final Path SOURCES = ROOT.resolve("silcrow-js/src");

  private static List<String> matches(String text, String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .distinct()
        .sorted()
        .toList();
  }

  private static String declarations() throws Exception {
    Path types = ROOT.resolve("silcrow-js/types");
    return Files.readString(types.resolve("silcrow.d.ts"))
        + Files.readString(types.resolve("events.d.ts"));
  }

  private static String sources() throws Exception {
    var all = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  void theDeclarationsNameWhatTheClientHas() throws Exception {
    open("");
    assertThat(matches(declarations(), "^export (?:function|const) (\\w+)"))
        .isEqualTo(js("Object.keys(Silcrow).sort()"));
  }

  @Test
  void theReadmeNamesWhatTheClientHas() throws Exception {
    String readme = Files.readString(ROOT.resolve("silcrow-js/README.md"));
    String names = readme.substring(readme.indexOf("## Names"), readme.indexOf("## Events"));
    var named = new TreeSet<String>();
    for (String row : names.lines().filter(line -> line.startsWith("| `")).toList()) {
      named.addAll(matches(row.substring(0, row.indexOf(" | ", 2)), "`(\\w+)"));
    }
    open("");
    assertThat(List.copyOf(named)).isEqualTo(js("Object.keys(Silcrow).sort()"));
  }

  @Test
  void theDeclarationsAndTheReadmeKnowEveryEvent() throws Exception {
    String dispatched = sources();
    var events = new TreeSet<>(matches(dispatched, "emit\\([^)]*?[\"`](silcrow:[a-z:-]+)[\"`]"));
    events.addAll(List.of("silcrow:live:connect", "silcrow:live:disconnect"));
    assertThat(dispatched).contains("`silcrow:live:${");
    assertThat(matches(declarations(), "^ +\"(silcrow:[a-z:-]+)\"")).isEqualTo(List.copyOf(events));
    assertThat(
            matches(Files.readString(ROOT.resolve("silcrow-js/README.md")), "`(silcrow:[a-z:-]+)`"))
        .containsAll(events);
  }

  @Test
  void everyCodeHasAHeadingAndEveryHeadingACode() throws Exception {
    String codes = Files.readString(ROOT.resolve("docs/codes.md"));
    open("");
    Object said =
        js(
            """
            Promise.all([import('/src/explain.js'), import('/src/debug/lessons.js')]).then((all) =>
              [...Object.keys(all[0].SENTENCES), ...Object.keys(all[1].LESSONS)].sort())
            """);
    assertThat(matches(codes, "^## ([a-z-]+)$")).isEqualTo(said);
    for (String page : codes.split("(?m)^## ", -1)) {
      assertThat(page.lines().skip(1).mapToInt(String::length).sum()).isGreaterThan(80);
    }
  }

  @Test
  void everyErrorHasAdviceAndEveryLessonIsGiven() throws Exception {
    open("");
    assertThat(js("import('/src/debug/advice.js').then(({ADVICE}) => Object.keys(ADVICE).sort())"))
        .isEqualTo(
            js("import('/src/explain.js').then(({SENTENCES}) => Object.keys(SENTENCES).sort())"));
    assertThat(matches(sources(), "\\b(?:note|warn)\\(\\s*\"([a-z-]+)\""))
        .isEqualTo(
            js(
                "import('/src/debug/lessons.js')"
                    + ".then(({LESSONS}) => Object.keys(LESSONS).sort())"));
  }
}
