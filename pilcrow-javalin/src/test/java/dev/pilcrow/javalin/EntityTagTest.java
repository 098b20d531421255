package dev.pilcrow.javalin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagTest {
  /** If-None-Match | whether it names W/"a,b". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          W/"a,b"              | true
          "a,b"                | true
          *                    | true
          `  *  `              | true
          "x", W/"a,b"         | true
          W/"x","a,b", "y"     | true
          W/"x"                | false
          "a", "b"             | false
          a,b                  | false
          "a,b                 | false
          "", "a,b"            | true
          "x" *                | false
          w/"a,b"              | true
          `""`                 | false
          `"`                  | false
          ``                   | false
          """)
  void ifNoneMatchIsComparedWeakly(String header, boolean matches) {
    assertThat(EntityTag.matches(Collections.enumeration(List.of(header)), "W/\"a,b\""))
        .isEqualTo(matches);
    assertThat(EntityTag.matches(Collections.enumeration(List.of("\"q\"", header)), "\"a,b\""))
        .isEqualTo(matches);
  }

  @Test
  void noLineNamesNothing() {
    assertThat(EntityTag.matches(Collections.emptyEnumeration(), "W/\"a\"")).isFalse();
  }

  @Test
  void theTagFollowsTheBodyItsTypeAndTheModifiers() {
    Set<String> tags = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      tags.add(EntityTag.of(("page " + i).getBytes(UTF_8), "text/html", Map.of()));
    }
    assertThat(tags).hasSize(100_000).allMatch(tag -> tag.matches("W/\"[0-9a-f]+\""));
    byte[] body = "page 1".getBytes(UTF_8);
    assertThat(EntityTag.of(body, "text/html", Map.of())).isIn(tags);
    assertThat(EntityTag.of(body, "text/html", Map.of("silcrow-trigger", "{\"a\":1}")))
        .isNotIn(tags);
    assertThat(EntityTag.of(body, "application/json", Map.of())).isNotIn(tags);
  }
}
