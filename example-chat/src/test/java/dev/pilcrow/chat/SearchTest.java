package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {
  @Test
  void allWordsMustBeThereInAnyOrderAndCase() {
    Search search = Search.of("  LINKS good ");
    assertThat(search.finds("Random", "Loose ends and good links")).isTrue();
    assertThat(search.finds("Good", "Links")).isTrue();
    assertThat(search.finds("Good", "News")).isFalse();
    assertThat(Search.of("goodlinks").finds("good", "links")).isFalse();
    assertThat(Search.of(" \t").finds("anything")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'ge','General','[Ge]neral'",
    "'al gen','General','[Gen]er[al]'",
    "'a ab','abba','[ab]b[a]'",
    "'','General','General'",
    "'.*','a.*b','a[.*]b'",
    "'ü','Über Uns','[Ü]ber Uns'",
    "'x','',''",
  })
  void whatIsFoundIsMarked(String query, String text, String marked) {
    String shown =
        Search.of(query).mark(text).stream()
            .map(part -> part.found() ? "[" + part.text() + "]" : part.text())
            .collect(Collectors.joining());
    assertThat(shown).isEqualTo(marked);
  }

  @Test
  void aLongSearchIsCutBetweenCharacters() {
    Search search = Search.of("🎉".repeat(100));
    assertThat(search.text()).isEqualTo("🎉".repeat(60));
    assertThat(new Directory(search, List.of()).summary()).startsWith("No rooms match “🎉");
    assertThat(new Directory(Search.of(""), List.of()).summary()).isEqualTo("No rooms");
  }
}
