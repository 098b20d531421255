package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Random pairs of markup, before and after, with a control that the user is in and others that were
 * edited: nothing that was typed is lost, and the page has the new markup. {@code
 * -Dsilcrow.cases=100000} tries more, {@code -Dsilcrow.seed} other ones. {@code morph-cases.js}
 * makes the cases, {@code morph-property.js} tries them.
 */
class PropertyIT extends MorphTest {
  private static final int CASES = Integer.getInteger("silcrow.cases", 10_000);
  private static final int SEED = Integer.getInteger("silcrow.seed", 0);

  /** Cases of one call into the page. */
  private static final int CHUNK = 500;

  @Test
  void nothingThatWasTypedIsLost() throws IOException {
    open("<div id=\"root\"></div>");
    js(script("morph-cases.js") + script("morph-property.js") + "undefined");
    js(
        """
        () => {
          const apply = (...swap) => { seen.length = 0; window.apply(...swap); };
          window.run = morphProperty({apply});
        }
        """);
    int kept = 0;
    for (int done = 0; done < CASES; done += CHUNK) {
      var result =
          (Map<?, ?>)
              js(
                  "([first, count]) => run(first, count)",
                  List.of(SEED + done, Math.min(CHUNK, CASES - done)));
      var failures = (List<?>) Objects.requireNonNull(result.get("failures"));
      assertThat(failures.subList(0, Math.min(3, failures.size())))
          .as("cases that fail; repeat one with -Dsilcrow.cases=1 -Dsilcrow.seed=<its number>")
          .isEmpty();
      kept = (int) Objects.requireNonNull(result.get("kept"));
    }
    assertThat(kept)
        .as("cases whose new markup has the focused control")
        .isGreaterThanOrEqualTo(CASES / 2);
  }

  private static String script(String name) throws IOException {
    try (InputStream in = PropertyIT.class.getResourceAsStream("/client/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
