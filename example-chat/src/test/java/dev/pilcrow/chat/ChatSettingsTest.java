package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatSettingsTest {
  @Test
  void nothingSaidMeansTheDefaults() throws StartException {
    assertThat(ChatSettings.parse(List.of(), Map.of("PORT", "")))
        .isEqualTo(new ChatSettings(7070, "jdbc:h2:file:./data/chat", "", "", "", false));
  }

  @Test
  void theCommandLineWinsOverTheEnvironment() throws StartException {
    Map<String, String> env =
        Map.of(
            "PORT", "8001",
            "CHAT_DB", "jdbc:postgresql://env/chat",
            "CHAT_DB_USER", "chat",
            "CHAT_DB_PASSWORD", "secret");
    assertThat(ChatSettings.parse(List.of(), env).port()).isEqualTo(8001);
    assertThat(
            ChatSettings.parse(
                List.of("--port=9000", "--db", "jdbc:postgresql://line/chat", "--dev"), env))
        .isEqualTo(
            new ChatSettings(9000, "jdbc:postgresql://line/chat", "chat", "secret", "", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "-1", "65536", "7070x", "1e3", "999999999999"})
  void aWrongPortIsOneClearLine(String port) {
    assertThatThrownBy(() -> ChatSettings.parse(List.of(), Map.of("PORT", port)))
        .isInstanceOfSatisfying(StartException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
        .hasMessage("PORT must be a number from 0 to 65535, but is '" + port + "'.");
  }

  @Test
  void anUnknownOptionShowsTheOnesThereAre() {
    assertThatThrownBy(() -> ChatSettings.parse(List.of("--prot", "1"), Map.of()))
        .hasMessageContaining("'--prot'")
        .hasMessageContaining("--port N");
    assertThatThrownBy(() -> ChatSettings.parse(List.of("--port"), Map.of()))
        .hasMessageContaining("--port needs a value");
  }

  @Test
  void anotherDatabaseIsRefusedWithoutItsPassword() {
    assertThatThrownBy(
            () ->
                ChatSettings.parse(List.of("--db", "jdbc:mysql://u:pw@h/x?password=pw"), Map.of()))
        .hasMessageContaining("jdbc:h2:")
        .hasMessageNotContaining("pw");
  }
}
