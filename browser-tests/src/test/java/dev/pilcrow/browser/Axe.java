package dev.pilcrow.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * axe-core's rules for accessibility, run in the page itself. Their own wrapper opens another page
 * for every check and carries every rule that passed through it, which takes three times as long.
 */
public final class Axe {
  private static final String SOURCE = source();

  private Axe() {}

  /** What breaks a rule in the page as it is now, a sentence each; some rules can be left out. */
  public static List<String> violations(Page page, String... without) {
    if (page.evaluate("typeof axe").equals("undefined")) {
      page.evaluate(SOURCE);
    }
    List<?> found =
        (List<?>)
            page.evaluate(
                """
                async (without) => {
                  const rules = Object.fromEntries(without.map((id) => [id, {enabled: false}]));
                  const {violations} = await axe.run({resultTypes: ['violations'], rules});
                  return violations.map(({id, help, nodes}) =>
                    id + ': ' + help + ' ' + nodes.map((node) => node.html));
                }
                """,
                List.of(without));
    return found.stream().map(String.class::cast).toList();
  }

  private static String source() {
    try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
