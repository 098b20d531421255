package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Markup made up at random, from the corpora and from nothing: what is cleaned holds nothing
 * dangerous, not even when it is written out and parsed again, and cleaning it again changes
 * nothing. {@code -Dfuzz.cases=100000} asks for more, {@code -Dfuzz.first=…} for others.
 */
class FuzzIT extends HostileTest {
  @Test
  void whateverIsCleanedStaysClean() {
    openWatched(false, true, "", "");
    List<String> lines =
        Stream.concat(
                Corpus.unescaped("hostile.txt").stream(),
                Corpus.unescaped("ordinary.txt").stream().map(line -> line.split(" ==> ", 2)[0]))
            .toList();
    js("void (window.fuzz = " + Corpus.text("fuzz.js") + ")");
    Object wrong =
        js(
            "(options) => fuzz(options)",
            Map.of(
                "first", Integer.getInteger("fuzz.first", 1),
                "count", Integer.getInteger("fuzz.cases", 5000),
                "lines", lines));
    assertThat((List<?>) wrong).isEmpty();
    assertThat(whatRan()).isEmpty();
  }
}
