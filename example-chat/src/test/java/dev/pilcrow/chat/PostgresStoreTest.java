package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresStoreTest extends ChatStoreContract {
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Override
  ChatSettings fresh() throws SQLException {
    String name = "chat_" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return new ChatSettings(0, url(name), "postgres", "", "", false);
  }

  @Test
  void aDatabaseThatIsNotThereIsOneClearLine() {
    ChatSettings settings = new ChatSettings(0, url("nowhere"), "postgres", "", "", false);
    assertThatThrownBy(() -> Database.open(settings))
        .isInstanceOfSatisfying(
            StartException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(1);
              assertThat(e.getMessage()).contains("nowhere").doesNotContain("\n");
            });
  }

  @Test
  void theWholeChatRunsOnIt() throws Exception {
    ChatSettings settings = fresh();
    for (String text : List.of("before the restart", "after the restart")) {
      try (ChatApp app = ChatApp.start(settings, new SettableClock())) {
        RunningChat.Visit ada = new RunningChat.Visit(app.url());
        ada.get("/rooms/general");
        try (Socket socket = ada.socket("general")) {
          socket.send("chat", Map.of("text", text));
          socket.awaitMarkup("#messages", text);
        }
      }
    }
    try (Database database = Database.open(settings)) {
      ChatStore store = new ChatStore(database::jdbi);
      Room general = new RoomStore(database::jdbi).room("general").orElseThrow();
      assertThat(store.newest(general, 9))
          .extracting(Message::text)
          .containsExactly("before the restart", "after the restart");
    }
  }

  private static String url(String name) {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + name;
  }
}
