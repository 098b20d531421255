package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
    return new ChatSettings(0, url(name), "postgres", "", false);
  }

  @Test
  void aDatabaseThatIsNotThereIsOneClearLine() {
    ChatSettings settings = new ChatSettings(0, url("nowhere"), "postgres", "", false);
    assertThatThrownBy(() -> Database.open(settings))
        .isInstanceOfSatisfying(
            StartException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(1);
              assertThat(e.getMessage()).contains("nowhere").doesNotContain("\n");
            });
  }

  private static String url(String name) {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + name;
  }
}
