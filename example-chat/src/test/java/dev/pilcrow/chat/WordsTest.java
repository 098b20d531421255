package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\n", "\t \r\n", "\u0000", "\u202e"})
  void aMessageOfNothingIsRefused(String typed) {
    assertThatThrownBy(() -> Words.message(typed)).hasMessage("Write something first.");
  }

  @Test
  void aMessageHasFourThousandCharactersAtMost() throws Refused {
    assertThat(Words.message("é".repeat(4_000))).hasSize(4_000);
    assertThat(Words.message("🎉".repeat(4_000))).hasSize(8_000);
    assertThatThrownBy(() -> Words.message("x".repeat(102_400)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("102,400 characters")
        .hasMessageContaining("4,000");
  }

  @Test
  void whatNoDatabaseTakesIsMended() throws Refused {
    assertThat(Words.message("a\u0000b\u0007c\ud800d\r\ne\u202e")).isEqualTo("abc\ufffdd\ne");
  }

  @Test
  void indentationOfTheFirstLineStays() throws Refused {
    assertThat(Words.message("\n\n    four spaces \n\n")).isEqualTo("    four spaces");
  }

  @ParameterizedTest
  @CsvSource({
    "General Talk, general-talk",
    "Über Café & Straße!, uber-cafe-strasse",
    "--x--, x",
    "日本語, ''",
    "../../etc, etc"
  })
  void aSlugIsPlain(String name, String slug) {
    assertThat(Words.slug(name)).isEqualTo(slug);
  }

  @Test
  void aNameIsOneLineWithoutTricks() throws Refused {
    assertThat(Words.nickname("  Ada\n\u202eLovelace ")).isEqualTo("Ada Lovelace");
    assertThatThrownBy(() -> Words.nickname(" ")).hasMessage("Write a name.");
    assertThatThrownBy(() -> Words.nickname("x".repeat(33))).hasMessageContaining("32");
  }
}
