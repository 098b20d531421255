package dev.pilcrow.chat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.javalin.WsStream;
import dev.pilcrow.presence.Member;
import dev.pilcrow.presence.Presence;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the chat does, however it is asked: the same for a form, a socket and an API client.
 *
 * <p>Thread-safe. Messages of one room are saved and published one at a time, so that everybody
 * sees them in the order of their ids.
 */
final class Chat {
  /** How many messages a page shows. */
  static final int PAGE = 50;

  private final ChatStore store;
  private final Hub hub;
  private final Views views;
  private final Clock clock;
  private final Pulse pulse;
  private final Presence<Person> presence;
  private final Signs signs;
  private final Audience audience = new Audience();

  /** Held while people are listed and the list is queued for pages. */
  private final ReentrantLock showing = new ReentrantLock();

  private final Map<String, ReentrantLock> posting = new ConcurrentHashMap<>();

  Chat(
      ChatStore store,
      Hub hub,
      Views views,
      Clock clock,
      Pulse pulse,
      Presence<Person> presence,
      Signs signs) {
    this.store = store;
    this.hub = hub;
    this.views = views;
    this.clock = clock;
    this.pulse = pulse;
    this.presence = presence;
    this.signs = signs;
    presence.onChange(
        change -> showPeople(change.group(), events -> audience.send(change.group(), events)));
  }

  /** How many people are in a room. */
  int peopleIn(String slug) {
    return presence.members(slug).size();
  }

  /** How many people are in any room. */
  int peopleOnline() {
    return presence.size();
  }

  /** Where the topics of a room's page are; take them before reading anything it shows. */
  List<TopicPosition> places(Room room) {
    return List.of(topic(room.slug()).position(), allRooms().position());
  }

  /** A room's newest messages, which the visitor has then read. */
  RoomPage latest(Room room, Visitor visitor, String draft, String notice) {
    List<TopicPosition> places = places(room);
    List<Message> messages = store.newest(room, PAGE + 1);
    RoomPage page = page(room, visitor, messages, 0, draft, notice, places);
    if (!messages.isEmpty()) {
      store.markRead(visitor.person(), room, messages.get(messages.size() - 1).id());
    } else {
      store.markRead(visitor.person(), room, 0);
    }
    return page;
  }

  /** Older messages of a room. */
  RoomPage earlier(Room room, Visitor visitor, long before) {
    List<Message> messages = store.before(room, before, PAGE + 1);
    return page(room, visitor, messages, before, "", "", List.of());
  }

  /** The oldest messages of a room after one, for programs. The visitor has then read them. */
  RoomJson later(Room room, Visitor visitor, long after) {
    List<Message> found = store.after(room, after, PAGE + 1);
    List<Message> messages = found.subList(0, Math.min(PAGE, found.size()));
    long last = messages.isEmpty() ? after : messages.get(messages.size() - 1).id();
    if (!messages.isEmpty()) {
      store.markRead(visitor.person(), room, last);
    }
    return new RoomJson(
        room,
        messages.stream().map(RoomJson.Said::of).toList(),
        withVisitor(people(room.slug()), visitor.person()),
        store.before(room, after + 1, 1).isEmpty() ? 0 : after + 1,
        found.size() > PAGE ? last : 0);
  }

  /**
   * Saves a message and shows it to everybody in the room. One that comes again, because its page
   * never heard that it had been taken, is saved once; it is shown again, and updates itself in
   * place where it is.
   *
   * @param sentAs what names the message, however often it is sent; null for one sent once
   * @throws Refused if it is empty or too long
   */
  Message say(Room room, Person author, String typed, @Nullable String sentAs) throws Refused {
    String text = Words.message(typed);
    Message message;
    ReentrantLock lock = posting.computeIfAbsent(room.slug(), slug -> new ReentrantLock());
    lock.lock();
    try {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      message = store.addMessage(room, author, text, now, sentAs);
      List<Message> last = store.before(room, message.id(), 1);
      Line line = Line.of(message, last.isEmpty() ? null : last.get(0), Line.Viewer.ANYONE);
      topic(room.slug()).publish(WsEvent.html(views.messages(List.of(line)), "#messages").append());
    } finally {
      lock.unlock();
    }
    pulse.beat(message.sentAt());
    signs.pauses(room, author);
    store.markRead(author, room, message.id());
    allRooms()
        .publish(
            WsEvent.custom(
                "activity",
                Map.of("room", room.slug(), "message", message.id(), "author", author.id())));
    return message;
  }

  /**
   * Keeps a page up to date until its connection closes: from where the page stands in its topics,
   * or from now on where it does not say.
   */
  void follow(Room room, Person person, WsStream stream) {
    String slug = room.slug();
    topic(slug).subscribe(stream);
    allRooms().subscribe(stream);
    Audience.Page page =
        new Audience.Page(person, stream, presence.join(slug, person.id(), person));
    audience.add(slug, page);
    stream.onClose(
        () -> {
          audience.remove(slug, page);
          page.seat().close();
        });
    showPeople(slug, events -> events.forEach(stream::send));
  }

  /** Notes how far a person has read; a message that does not exist is none. */
  void hasRead(Room room, Person person, long messageId) {
    signs.reads(room, person, messageId, null);
  }

  /** The person under the name they have now. */
  Person current(Room room, Person person) {
    return presence.member(room.slug(), person.id()).map(Member::meta).orElse(person);
  }

  /** Shows a person's new name or picture wherever they are. */
  void changed(Person person) {
    audience.changed(person);
  }

  private RoomPage page(
      Room room,
      Visitor visitor,
      List<Message> messages,
      long before,
      String draft,
      String notice,
      List<TopicPosition> places) {
    boolean more = messages.size() > PAGE;
    long lastRead = store.lastRead(visitor.person(), room);
    Line.Viewer viewer =
        new Line.Viewer(
            visitor.person().id(),
            visitor.zone(),
            lastRead == 0 || before > 0 ? Long.MAX_VALUE : lastRead);
    List<Line> lines = new ArrayList<>();
    int first = more ? 1 : 0;
    for (int i = first; i < messages.size(); i++) {
      lines.add(Line.of(messages.get(i), i == first ? null : messages.get(i - 1), viewer));
    }
    return new RoomPage(
        room,
        lines,
        withVisitor(people(room.slug()), visitor.person()),
        before,
        more ? messages.get(1).id() : 0,
        room.mayRename(visitor.person()),
        visitor.named(),
        draft,
        notice,
        places);
  }

  /** The people in a room and whoever is just opening its page. */
  private static List<Person> withVisitor(List<Person> people, Person visitor) {
    if (people.stream().anyMatch(person -> person.id().equals(visitor.id()))) {
      return people;
    }
    List<Person> all = new ArrayList<>(people);
    all.add(visitor);
    all.sort((a, b) -> a.name().compareToIgnoreCase(b.name()));
    return all;
  }

  private Topic topic(String slug) {
    return hub.topic("room:" + slug);
  }

  private Topic allRooms() {
    return hub.topic("rooms");
  }

  /** The people in a room, by name. */
  private List<Person> people(String slug) {
    return presence.members(slug).stream()
        .map(Member::meta)
        .sorted(Comparator.comparing(Person::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /** Shows who is in a room; what is shown later is never what was so earlier. */
  private void showPeople(String slug, Consumer<List<WsEvent>> pages) {
    showing.lock();
    try {
      List<Person> people = people(slug);
      pages.accept(
          List.of(
              WsEvent.html(views.people(people), "#people-list"),
              WsEvent.patch(Map.of("online", people.size()), "#online")));
    } finally {
      showing.unlock();
    }
  }
}
