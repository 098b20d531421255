package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do for the chat. */
abstract class ChatStoreContract {
  private static final Instant NOW = Instant.parse("2026-03-14T09:26:53.589Z");
  private static final Person ADA = new Person("ada", "Ada");
  private static final Person BOB = new Person("bob", "Bob");

  private Database database;
  private ChatStore store;

  /** Settings for a fresh, empty database. */
  abstract ChatSettings fresh() throws Exception;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(fresh());
    store = new ChatStore(database::jdbi);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theFirstRoomsAreThere() {
    assertThat(store.rooms())
        .extracting(Room::slug)
        .containsExactly("general", "random", "ideas", "help");
    assertThat(store.room("nowhere")).isEmpty();
  }

  @Test
  void aRoomIsOpenedOnce() {
    Room room = store.addRoom("tea", "Tea ☕", "", NOW).orElseThrow();
    assertThat(store.room("tea")).contains(room);
    assertThat(store.addRoom("tea", "Tee", "", NOW)).isEmpty();
    assertThat(store.rooms()).filteredOn(r -> r.slug().equals("tea")).containsExactly(room);
  }

  @Test
  void messagesComeBackAsTheyWereInOrder() {
    Room room = general();
    Message first = store.addMessage(room, ADA, "one 🎉 <b>", NOW);
    Message second = store.addMessage(room, BOB, "🎉".repeat(4_000), NOW.plusMillis(1));
    Message third = store.addMessage(room, ADA, "three", NOW.plusMillis(2));
    store.addMessage(store.room("random").orElseThrow(), ADA, "elsewhere", NOW);
    assertThat(store.newest(room, 10)).containsExactly(first, second, third);
    assertThat(store.newest(room, 2)).containsExactly(second, third);
    assertThat(store.before(room, third.id(), 10)).containsExactly(first, second);
    assertThat(store.after(room, first.id(), 10)).containsExactly(second, third);
    assertThat(store.after(room, first.id(), 1)).containsExactly(second);
    assertThat(store.after(room, third.id(), 10)).isEmpty();
  }

  @Test
  void unreadCountsWhatOthersSaidSince() {
    Room room = general();
    store.addMessage(room, BOB, "before Ada came", NOW);
    assertThat(store.unread(ADA)).isEmpty();
    assertThat(store.lastRead(ADA, room)).isZero();

    long seen = store.newest(room, 1).get(0).id();
    store.markRead(ADA, room, seen);
    store.addMessage(room, BOB, "one", NOW);
    Message two = store.addMessage(room, BOB, "two", NOW);
    store.addMessage(room, ADA, "her own", NOW);
    assertThat(store.unread(ADA)).isEqualTo(Map.of(room.id(), 2));

    store.markRead(ADA, room, two.id());
    store.markRead(ADA, room, seen);
    assertThat(store.lastRead(ADA, room)).isEqualTo(two.id());
    assertThat(store.unread(ADA)).isEmpty();
    assertThat(store.unread(BOB)).isEmpty();
  }

  private Room general() {
    return store.room("general").orElseThrow();
  }
}
