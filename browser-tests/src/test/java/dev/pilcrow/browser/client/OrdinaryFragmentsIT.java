package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fragments of ordinary applications come through as they are, on every page. */
class OrdinaryFragmentsIT extends HostileTest {
  @ParameterizedTest
  @MethodSource("pages")
  void ordinaryMarkupSurvivesAsItIs(boolean policy, boolean ownSanitizer) {
    List<String[]> items =
        Corpus.unescaped("ordinary.txt").stream().map(line -> line.split(" ==> ", 2)).toList();
    assertThat(items).hasSizeGreaterThanOrEqualTo(80);
    assertThat(items).filteredOn(item -> item.length == 1).hasSizeGreaterThanOrEqualTo(80);
    openWatched(policy, ownSanitizer, "", "");
    Object cleaned =
        js(
            SanitizerIT.CLEANED,
            Map.of("list", items.stream().map(item -> item[0]).toList(), "level", 0));
    assertThat(((List<?>) cleaned).stream().map(String::valueOf))
        .containsExactlyElementsOf(items.stream().map(item -> item[item.length - 1]).toList());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void trustedMarkupIsWhatTheParserMakesOfIt(boolean policy, boolean ownSanitizer) {
    List<String> items =
        Corpus.unescaped("ordinary.txt").stream()
            .map(line -> line.split(" ==> ", 2)[0])
            .filter(line -> !line.contains("<script") && !line.contains("onclick="))
            .toList();
    openWatched(policy, ownSanitizer, "", "");
    Object differences =
        js(
            """
            async (list) => {
              const {sanitize} = await import('/src/html/sanitize.js');
              const {forInertParse} = await import('/src/html/trusted.js');
              const inert = document.implementation.createHTMLDocument('');
              const template = inert.createElement('template');
              return list.flatMap((markup) => {
                const host = inert.createElement('div');
                host.append(sanitize(markup, null, -1));
                template.innerHTML = forInertParse(markup);
                return host.innerHTML === template.innerHTML ? [] : [markup, host.innerHTML];
              });
            }
            """,
            items);
    assertThat((List<?>) differences).isEmpty();
  }
}
