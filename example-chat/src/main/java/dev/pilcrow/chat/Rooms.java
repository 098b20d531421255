package dev.pilcrow.chat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.form.Violations;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Outlet;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.route.WsRoute;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The rooms there are: finding, opening and renaming them. Thread-safe. */
final class Rooms {
  /** The socket of a page that is in no room: it follows the list of rooms. */
  static final WsRoute LIVE = WsRoute.of("/ws/rooms");

  private static final int MAX_ROOMS = 200;
  private static final String TAKEN = "There is a room of that name already.";

  private final RoomStore store;
  private final ChatStore messages;
  private final Hub hub;
  private final Views views;
  private final Clock clock;
  private final ToIntFunction<String> peopleIn;

  /** Held while a name is checked and taken. */
  private final ReentrantLock naming = new ReentrantLock();

  /**
   * @param peopleIn how many people are in a room, by its slug
   */
  Rooms(
      RoomStore store,
      ChatStore messages,
      Hub hub,
      Views views,
      Clock clock,
      ToIntFunction<String> peopleIn) {
    this.store = store;
    this.messages = messages;
    this.hub = hub;
    this.views = views;
    this.clock = clock;
    this.peopleIn = peopleIn;
  }

  /** What a page hears about all rooms: new ones, new names, and where something was said. */
  void follow(Outlet page) {
    allRooms().subscribe(page);
  }

  /** Where the list of rooms stands; take it before reading anything a page shows. */
  TopicPosition position() {
    return allRooms().position();
  }

  List<Room> all() {
    return store.rooms();
  }

  Optional<Room> room(String slug) {
    return slug.matches("[a-z0-9-]{1,80}") ? store.room(slug) : Optional.empty();
  }

  /** The rooms as a person sees them beside a page. */
  List<RoomLink> links(Person person, @Nullable Room current) {
    Map<Long, Integer> unread = messages.unread(person);
    return store.rooms().stream()
        .map(
            room -> {
              boolean here = current != null && current.id() == room.id();
              int count = here ? 0 : unread.getOrDefault(room.id(), 0);
              return new RoomLink(room.slug(), room.name(), count, here);
            })
        .toList();
  }

  /** The rooms that a search finds, first those whose names say it. */
  Directory directory(Visitor visitor, String typed) {
    Search search = Search.of(typed);
    Map<Long, Integer> unread = messages.unread(visitor.person());
    Map<Long, Instant> lastSaid = store.lastSaid();
    Ago ago = new Ago(clock.instant(), visitor.zone());
    List<Directory.Card> cards =
        store.rooms().stream()
            .filter(room -> search.finds(room.name(), room.purpose()))
            .sorted(Comparator.comparing(room -> !search.finds(room.name())))
            .map(
                room ->
                    new Directory.Card(
                        room.slug(),
                        room.name(),
                        room.purpose(),
                        unread.getOrDefault(room.id(), 0),
                        peopleIn.applyAsInt(room.slug()),
                        ago.of(lastSaid.get(room.id()))))
            .toList();
    return new Directory(search, cards);
  }

  /**
   * Opens a room.
   *
   * @throws Invalid if its name is no name or taken, or there are enough rooms
   */
  Room open(String typedName, String typedPurpose, Person person) throws Invalid {
    naming.lock();
    try {
      Names names = check(typedName, typedPurpose, null);
      String slug = slug(names.name());
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      Room room =
          store
              .addRoom(slug, names.name(), names.purpose(), person.id(), now)
              .orElseThrow(() -> new Invalid(Violations.none().and("name", TAKEN)));
      allRooms().publish(WsEvent.html(views.roomLink(room), "#rooms").append());
      return room;
    } finally {
      naming.unlock();
    }
  }

  /**
   * Gives a room another name and purpose, on every open page. Its address stays.
   *
   * @throws Invalid if the name is no name or taken
   */
  Room rename(Room room, String typedName, String typedPurpose) throws Invalid {
    naming.lock();
    try {
      Names names = check(typedName, typedPurpose, room);
      store.rename(room, names.name(), names.purpose());
      Room renamed =
          new Room(room.id(), room.slug(), names.name(), names.purpose(), room.openedBy());
      show(renamed);
      return renamed;
    } finally {
      naming.unlock();
    }
  }

  private record Names(String name, String purpose) {}

  private Names check(String typedName, String typedPurpose, @Nullable Room self) throws Invalid {
    Violations wrong = Violations.none();
    String name = "";
    String purpose = "";
    try {
      name = Words.roomName(typedName);
      if (isTaken(name, self)) {
        wrong = wrong.and("name", TAKEN);
      }
    } catch (Refused e) {
      wrong = wrong.and("name", e.why());
    }
    try {
      purpose = Words.purpose(typedPurpose);
    } catch (Refused e) {
      wrong = wrong.and("purpose", e.why());
    }
    if (self == null && store.rooms().size() >= MAX_ROOMS) {
      wrong =
          wrong.and("name", "There are " + MAX_ROOMS + " rooms already. Please use one of them.");
    }
    if (!wrong.isEmpty()) {
      throw new Invalid(wrong);
    }
    return new Names(name, purpose);
  }

  private boolean isTaken(String name, @Nullable Room self) {
    String folded = name.toLowerCase(Locale.ROOT);
    String slug = slug(name);
    return store.rooms().stream()
        .filter(room -> self == null || room.id() != self.id())
        .anyMatch(
            room ->
                room.name().toLowerCase(Locale.ROOT).equals(folded) || room.slug().equals(slug));
  }

  /** What a name is in addresses; {@code /rooms/new} is a page of its own. */
  private static String slug(String name) {
    String slug = Words.slug(name);
    if (slug.isEmpty()) {
      return "room-" + Integer.toHexString(name.hashCode());
    }
    return slug.equals("new") ? "new-room" : slug;
  }

  /** Each place by itself, because counts and marks beside it differ from person to person. */
  private void show(Room room) {
    String name = Markup.escape(room.name());
    allRooms().publish(WsEvent.html(name, "#room-" + room.slug() + " .room-name"));
    Topic inside = hub.topic("room:" + room.slug());
    inside.publish(WsEvent.html(name, "#room-name"));
    inside.publish(WsEvent.html(Markup.escape(room.purpose()), "#room-purpose"));
  }

  private Topic allRooms() {
    return hub.topic("rooms");
  }
}
