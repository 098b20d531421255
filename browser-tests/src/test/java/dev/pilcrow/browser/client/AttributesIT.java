package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.webjars.WebJarVersionLocator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table of attributes, against the sources, the guide, the tests and what is made from it. */
class AttributesIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path ROOT = Path.of(System.getProperty("wire.dir")).resolveSibling("");
  private static final Path SOURCES = ROOT.resolve("silcrow-js/src");

  static List<JsonNode> rows() {
    JsonNode table = JSON.readTree(ROOT.resolve("silcrow-js/attributes.json"));
    return StreamSupport.stream(table.path("attributes").spliterator(), false).toList();
  }

  private static Set<String> names(Stream<JsonNode> rows) {
    return rows.map(row -> row.path("name").asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode asset(String name) throws Exception {
    String path = "/" + new WebJarVersionLocator().fullPath("silcrow", name);
    try (InputStream in = Objects.requireNonNull(AttributesIT.class.getResourceAsStream(path))) {
      return JSON.readTree(in);
    }
  }

  @Test
  void everyAttributeOfTheSourcesIsInTheTableAndTheOtherWayRound() throws Exception {
    Pattern mention = Pattern.compile("[\"'`\\[,](s-[a-z]+(?:-[a-z]+)*)\\b(?!-)");
    var mentioned = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      // The debug build only repeats the table.
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(SOURCES.resolve("debug"))) {
          mention.matcher(Files.readString(file)).results().forEach(m -> mentioned.add(m.group(1)));
        }
      }
    }
    // These are put together of "s-" and a verb.
    Matcher verbs =
        Pattern.compile("VERBS = \\[(.*?)]")
            .matcher(Files.readString(SOURCES.resolve("navigate/request.js")));
    assertThat(verbs.find()).isTrue();
    for (String verb : verbs.group(1).split(", ", -1)) {
      mentioned.add("s-" + verb.replace("\"", ""));
    }
    assertThat(mentioned)
        .isEqualTo(
            names(
                rows().stream()
                    .filter(row -> row.path("name").asString().startsWith("s-"))
                    .filter(row -> !row.path("obsolete").asBoolean(false))));
  }

  @Test
  void namesAreTheirOwn() {
    assertThat(names(rows().stream())).hasSameSizeAs(rows());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRowIsCompleteAndItsGuideExists(JsonNode row) throws Exception {
    assertThat(row.path("description").asString()).matches("[A-Z].{10,200}\\.");
    assertThat(row.path("spec").asString()).isNotEmpty();
    if (row.has("aliasOf")) {
      assertThat(names(rows().stream())).contains(row.path("aliasOf").asString());
    }
    String[] guide = row.path("guide").asString().split("#", 2);
    assertThat(anchors(Files.readString(ROOT.resolve(guide[0])))).contains(guide[1]);
  }

  private static Set<String> anchors(String markdown) {
    return Pattern.compile("(?m)^#+ (.+)$")
        .matcher(markdown)
        .results()
        .map(heading -> heading.group(1).toLowerCase(java.util.Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aTestShowsTheAttribute(JsonNode row) throws Exception {
    String[] shown = row.path("shown").asString().split("#", 2);
    Class<?> test = Class.forName("dev.pilcrow.browser.client." + shown[0]);
    List<Method> methods =
        Arrays.stream(test.getDeclaredMethods())
            .filter(method -> method.getName().equals(shown[1]))
            .toList();
    assertThat(methods).as(row.path("shown").asString()).hasSize(1);
    assertThat(methods.get(0).getAnnotations())
        .as(row.path("shown").asString())
        .anyMatch(
            mark ->
                mark.annotationType() == Test.class
                    || mark.annotationType() == ParameterizedTest.class);
    Path source =
        ROOT.resolve("browser-tests/src/test/java/" + test.getName().replace('.', '/') + ".java");
    String name = row.path("name").asString().replaceAll("^:(?=\\w)|\\*$", "");
    assertThat(Files.readString(source)).containsIgnoringCase(name);
  }

  @Test
  void editorsAreToldEveryAttributeThatAPageMayWrite() throws Exception {
    Set<String> written =
        names(rows().stream().filter(row -> !row.path("output").asBoolean(false)));
    JsonNode code = asset("silcrow.html-data.json");
    var forCode = new TreeSet<String>(Set.of(":*"));
    forCode.addAll(names(stream(code.path("globalAttributes"))));
    stream(code.path("tags")).forEach(tag -> forCode.addAll(names(stream(tag.path("attributes")))));
    assertThat(forCode).isEqualTo(written);

    JsonNode html = asset("web-types.json").path("contributions").path("html");
    var forJetBrains = new TreeSet<String>();
    Stream.concat(
            stream(html.path("attributes")),
            stream(html.path("elements")).flatMap(element -> stream(element.path("attributes"))))
        .forEach(
            attribute ->
                forJetBrains.add(
                    attribute.has("pattern") ? ":*" : attribute.path("name").asString()));
    assertThat(forJetBrains).isEqualTo(written);
  }

  @Test
  void onlyATemplateIsOfferedALoop() throws Exception {
    JsonNode tags = asset("silcrow.html-data.json").path("tags");
    assertThat(
            stream(tags)
                .filter(tag -> names(stream(tag.path("attributes"))).contains("s-for"))
                .map(tag -> tag.path("name").asString()))
        .containsExactly("template");
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
