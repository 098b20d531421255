package dev.pilcrow.chat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.javalin.WsStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
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

  /** How many missed messages a returning page gets one by one; after more it starts over. */
  private static final int CATCH_UP = 200;

  private static final Duration LEAVE_GRACE = Duration.ofSeconds(2);
  private static final Duration TYPING = Duration.ofSeconds(5);

  private final ChatStore store;
  private final Hub hub;
  private final Views views;
  private final Clock clock;
  private final Pulse pulse;
  private final Presence<WsStream> presence;
  private final Typing typing;
  private final ReentrantLock showing = new ReentrantLock();
  private final Map<String, ReentrantLock> posting = new ConcurrentHashMap<>();

  Chat(
      ChatStore store,
      Hub hub,
      Views views,
      Clock clock,
      Pulse pulse,
      ScheduledExecutorService timer) {
    this.store = store;
    this.hub = hub;
    this.views = views;
    this.clock = clock;
    this.pulse = pulse;
    this.presence = new Presence<>(timer, LEAVE_GRACE, this::showPeople);
    this.typing = new Typing(timer, TYPING, this::showTyping);
  }

  /** How many people are in a room. */
  int peopleIn(String slug) {
    return presence.people(slug).size();
  }

  /** How many people are in any room. */
  int peopleOnline() {
    return presence.online();
  }

  /** A room's newest messages, which the visitor has then read. */
  RoomPage latest(Room room, Visitor visitor, String draft, String notice) {
    List<Message> messages = store.newest(room, PAGE + 1);
    RoomPage page = page(room, visitor, messages, 0, draft, notice);
    if (!messages.isEmpty()) {
      store.markRead(visitor.person(), room, messages.get(messages.size() - 1).id());
    } else {
      store.markRead(visitor.person(), room, 0);
    }
    return page;
  }

  /** Older messages of a room. */
  RoomPage earlier(Room room, Visitor visitor, long before) {
    return page(room, visitor, store.before(room, before, PAGE + 1), before, "", "");
  }

  /**
   * Saves a message and shows it to everybody in the room.
   *
   * @throws Refused if it is empty or too long
   */
  Message say(Room room, Person author, String typed) throws Refused {
    String text = Words.message(typed);
    Message message;
    ReentrantLock lock = posting.computeIfAbsent(room.slug(), slug -> new ReentrantLock());
    lock.lock();
    try {
      List<Message> last = store.newest(room, 1);
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      message = store.addMessage(room, author, text, now);
      Line line = Line.of(message, last.isEmpty() ? null : last.get(0), Line.Viewer.ANYONE);
      topic(room.slug()).publish(WsEvent.html(views.messages(List.of(line)), "#messages").append());
    } finally {
      lock.unlock();
    }
    pulse.beat(message.sentAt());
    typing.stopped(room.slug(), author);
    store.markRead(author, room, message.id());
    allRooms()
        .publish(
            WsEvent.custom(
                "activity",
                Map.of("room", room.slug(), "message", message.id(), "author", author.id())));
    return message;
  }

  /**
   * Brings a page up to date and keeps it so, until the returned seat is closed.
   *
   * <p>The places in the topics are taken before anything is read, so what happens in between comes
   * twice rather than never; a message that comes twice updates itself in place.
   *
   * @param after the newest message the page shows
   */
  Presence.Seat follow(Room room, Person person, long after, WsStream stream) {
    Topic topic = topic(room.slug());
    TopicPosition position = topic.position();
    TopicPosition roomsPosition = allRooms().position();
    Presence.Seat seat = presence.join(room.slug(), person, stream);
    try {
      catchUp(room, after, stream);
      peopleEvents(room.slug()).forEach(stream::send);
      topic.subscribe(stream, position);
      allRooms().subscribe(stream, roomsPosition);
    } catch (RuntimeException e) {
      seat.close();
      throw e;
    }
    return () -> {
      typing.stopped(room.slug(), person);
      seat.close();
    };
  }

  void isTyping(Room room, Person person) {
    typing.started(room.slug(), current(room, person));
  }

  void hasRead(Room room, Person person, long messageId) {
    store.markRead(person, room, messageId);
  }

  /** The person under the name they have now. */
  Person current(Room room, Person person) {
    return presence.current(room.slug(), person);
  }

  /** Shows a person's new name or picture wherever they are. */
  void changed(Person person) {
    presence.changed(person);
  }

  private void catchUp(Room room, long after, WsStream stream) {
    List<Message> missed = store.after(room, after, CATCH_UP + 1);
    if (missed.isEmpty()) {
      return;
    }
    if (missed.size() > CATCH_UP) {
      List<Message> newest = store.newest(room, PAGE);
      stream.send(WsEvent.html(views.messages(lines(newest, null)), "#messages"));
      return;
    }
    List<Message> shown = store.before(room, missed.get(0).id(), 1);
    Message previous = shown.isEmpty() ? null : shown.get(0);
    stream.send(WsEvent.html(views.messages(lines(missed, previous)), "#messages").append());
  }

  private static List<Line> lines(List<Message> messages, @Nullable Message previous) {
    List<Line> lines = new ArrayList<>();
    Message before = previous;
    for (Message message : messages) {
      lines.add(Line.of(message, before, Line.Viewer.ANYONE));
      before = message;
    }
    return lines;
  }

  private RoomPage page(
      Room room,
      Visitor visitor,
      List<Message> messages,
      long before,
      String draft,
      String notice) {
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
        withVisitor(presence.people(room.slug()), visitor.person()),
        before,
        more ? messages.get(1).id() : 0,
        room.mayRename(visitor.person()),
        visitor.named(),
        draft,
        notice);
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

  /** Publishes under a lock, so that the last list published is the newest one. */
  private void showPeople(String slug) {
    showing.lock();
    try {
      peopleEvents(slug).forEach(topic(slug)::publish);
    } finally {
      showing.unlock();
    }
  }

  private List<WsEvent> peopleEvents(String slug) {
    List<Person> people = presence.people(slug);
    return List.of(
        WsEvent.html(views.people(people), "#people-list"),
        WsEvent.patch(Map.of("online", people.size()), "#online"));
  }

  /** Tells each person about the others only, so this goes to connections, not to the topic. */
  private void showTyping(String slug) {
    for (Person person : presence.people(slug)) {
      WsEvent event = WsEvent.patch(Map.of("typing", typing.seenBy(slug, person.id())), "#typing");
      presence.connections(slug, person.id()).forEach(stream -> stream.send(event));
    }
  }
}
