package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2StoreTest extends ChatStoreContract {
  @TempDir Path folder;

  @Override
  ChatSettings fresh() {
    return ChatSettings.of(0, "jdbc:h2:file:" + folder.resolve("chat"));
  }

  @Test
  void aFileIsMigratedOnceAndKeepsItsMessages() throws StartException {
    ChatSettings settings = ChatSettings.of(0, "jdbc:h2:file:" + folder.resolve("kept"));
    Message said;
    try (Database database = Database.open(settings)) {
      said =
          new ChatStore(database::jdbi)
              .addMessage(
                  new RoomStore(database::jdbi).room("general").orElseThrow(),
                  new Person("ada", "Ada"),
                  "still here",
                  Instant.parse("2026-03-14T09:26:53.589Z"),
                  null);
    }
    try (Database database = Database.open(settings)) {
      RoomStore rooms = new RoomStore(database::jdbi);
      assertThat(rooms.rooms()).hasSize(4);
      assertThat(new ChatStore(database::jdbi).newest(rooms.room("general").orElseThrow(), 9))
          .containsExactly(said);
    }
  }

  @Test
  void theSchemaVersionIsThatOfTheNewestMigration() throws Exception {
    Path migrations = Path.of(Database.class.getResource("/db/migration").toURI());
    try (Stream<Path> files = Files.list(migrations)) {
      assertThat(files.map(file -> file.getFileName().toString().replaceFirst("V(\\d+)__.*", "$1")))
          .contains(Database.SCHEMA_VERSION)
          .allMatch(version -> Integer.parseInt(version) <= version());
    }
  }

  private static int version() {
    return Integer.parseInt(Database.SCHEMA_VERSION);
  }
}
