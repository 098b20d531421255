package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
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
  private RoomStore rooms;
  private AvatarStore avatars;

  /** Settings for a fresh, empty database. */
  abstract ChatSettings fresh() throws Exception;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(fresh());
    store = new ChatStore(database::jdbi);
    rooms = new RoomStore(database::jdbi);
    avatars = new AvatarStore(database::jdbi);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theFirstRoomsAreThere() {
    assertThat(rooms.rooms())
        .extracting(Room::slug)
        .containsExactly("general", "random", "ideas", "help");
    assertThat(rooms.room("nowhere")).isEmpty();
  }

  @Test
  void aRoomIsOpenedOnce() {
    Room room = rooms.addRoom("tea", "Tea ☕", "", "ada", NOW).orElseThrow();
    assertThat(rooms.room("tea")).contains(room);
    assertThat(rooms.addRoom("tea", "Tee", "", "bob", NOW)).isEmpty();
    assertThat(rooms.rooms()).filteredOn(r -> r.slug().equals("tea")).containsExactly(room);
  }

  @Test
  void aRoomIsRenamedByWhoMayAndKeepsItsAddress() {
    Room tea = rooms.addRoom("tea", "Tea", "", "ada", NOW).orElseThrow();
    assertThat(tea.mayRename(ADA)).isTrue();
    assertThat(tea.mayRename(BOB)).isFalse();
    assertThat(general().mayRename(BOB)).isTrue();
    rooms.rename(tea, "Tea & Cake", "Dunking");
    assertThat(rooms.room("tea"))
        .contains(new Room(tea.id(), "tea", "Tea & Cake", "Dunking", "ada"));
  }

  @Test
  void itIsKnownWhenSomethingWasLastSaid() {
    Room random = rooms.room("random").orElseThrow();
    assertThat(rooms.lastSaid()).isEmpty();
    store.addMessage(general(), ADA, "one", NOW, null);
    store.addMessage(general(), ADA, "two", NOW.plusSeconds(60), null);
    store.addMessage(random, BOB, "elsewhere", NOW.plusSeconds(5), null);
    assertThat(rooms.lastSaid())
        .isEqualTo(Map.of(general().id(), NOW.plusSeconds(60), random.id(), NOW.plusSeconds(5)));
  }

  @Test
  void messagesAreReadOnFromOne() {
    Message one = store.addMessage(general(), ADA, "one", NOW, null);
    store.addMessage(rooms.room("random").orElseThrow(), ADA, "elsewhere", NOW, null);
    Message two = store.addMessage(general(), BOB, "two", NOW, null);
    Message three = store.addMessage(general(), ADA, "three", NOW, null);
    assertThat(store.after(general(), 0, 2)).containsExactly(one, two);
    assertThat(store.after(general(), one.id(), 2)).containsExactly(two, three);
    assertThat(store.after(general(), three.id(), 2)).isEmpty();
  }

  @Test
  void aMessageThatComesAgainUnderItsNameIsTheFirstOne() {
    Message first = store.addMessage(general(), ADA, "one", NOW, "a");
    Message again = store.addMessage(general(), ADA, "one", NOW.plusSeconds(60), "a");
    Message other = store.addMessage(general(), ADA, "one", NOW.plusSeconds(60), "b");
    assertThat(again).isEqualTo(first);
    assertThat(store.newest(general(), 10)).containsExactly(first, other);
  }

  @Test
  void aPictureIsKeptReplacedAndRemoved() {
    Picture first = new Picture("image/png", new byte[] {1, 2, 3});
    Picture second = new Picture("image/jpeg", new byte[] {-1, 0, 127});
    assertThat(avatars.hash("ada")).isEmpty();
    assertThat(avatars.find("ada")).isEmpty();
    store.addMessage(general(), ADA, "before", NOW, null);

    avatars.keep("ada", first);
    avatars.keep("ada", second);
    assertThat(avatars.hash("ada")).isEqualTo(second.hash()).isNotEqualTo(first.hash());
    Picture kept = avatars.find("ada").orElseThrow();
    assertThat(kept.type()).isEqualTo("image/jpeg");
    assertThat(kept.bytes()).containsExactly(-1, 0, 127);
    assertThat(store.newest(general(), 1))
        .extracting(message -> message.author().avatar())
        .containsExactly(second.hash());

    avatars.remove("ada");
    assertThat(avatars.hash("ada")).isEmpty();
    assertThat(store.newest(general(), 1))
        .extracting(message -> message.author().avatar())
        .containsExactly("");
  }

  @Test
  void messagesComeBackAsTheyWereInOrder() {
    Room room = general();
    Message first = store.addMessage(room, ADA, "one 🎉 <b>", NOW, null);
    Message second = store.addMessage(room, BOB, "🎉".repeat(4_000), NOW.plusMillis(1), null);
    Message third = store.addMessage(room, ADA, "three", NOW.plusMillis(2), null);
    store.addMessage(rooms.room("random").orElseThrow(), ADA, "elsewhere", NOW, null);
    assertThat(store.newest(room, 10)).containsExactly(first, second, third);
    assertThat(store.newest(room, 2)).containsExactly(second, third);
    assertThat(store.before(room, third.id(), 10)).containsExactly(first, second);
  }

  @Test
  void itIsKnownHowFarEachHasRead() {
    Room room = general();
    store.markRead(ADA, room, 7);
    store.markRead(BOB, room, 0);
    store.markRead(BOB, rooms.room("random").orElseThrow(), 9);
    assertThat(store.lastRead(room, List.of("ada", "bob", "eve"))).isEqualTo(Map.of("ada", 7L));
    assertThat(store.lastRead(room, List.of("bob"))).isEmpty();
    assertThat(store.lastRead(room, List.of())).isEmpty();
  }

  @Test
  void unreadCountsWhatOthersSaidSince() {
    Room room = general();
    store.addMessage(room, BOB, "before Ada came", NOW, null);
    assertThat(store.unread(ADA)).isEmpty();
    assertThat(store.lastRead(ADA, room)).isZero();

    long seen = store.newest(room, 1).get(0).id();
    store.markRead(ADA, room, seen);
    store.addMessage(room, BOB, "one", NOW, null);
    Message two = store.addMessage(room, BOB, "two", NOW, null);
    store.addMessage(room, ADA, "her own", NOW, null);
    assertThat(store.unread(ADA)).isEqualTo(Map.of(room.id(), 2));

    store.markRead(ADA, room, two.id());
    store.markRead(ADA, room, seen);
    assertThat(store.lastRead(ADA, room)).isEqualTo(two.id());
    assertThat(store.unread(ADA)).isEmpty();
    assertThat(store.unread(BOB)).isEmpty();
  }

  private Room general() {
    return rooms.room("general").orElseThrow();
  }
}
