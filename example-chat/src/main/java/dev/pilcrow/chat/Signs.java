package dev.pilcrow.chat;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.chat.Sign.Told;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.TypedTopic;
import dev.pilcrow.javalin.TypedStream;
import dev.pilcrow.presence.Member;
import dev.pilcrow.presence.Presence;
import dev.pilcrow.route.WsRoute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is writing in a room and how far each has read it, told to the others on every machine.
 * Thread-safe.
 *
 * <p>What is told is forgotten: how far somebody has read is in the database, and who writes says
 * so again. So it is told soon or never, and nobody waits for that ({@link Fleeting}).
 */
final class Signs {
  static final WsChannel<Sign, Told> CHANNEL =
      WsChannel.of(WsRoute.of("/ws/rooms/{room}/signs"), Codecs.json(), Sign.class, Told.class);

  /**
   * With more people in a room nobody is told who has read what: it would be told to each of all.
   */
  static final int CROWD = 40;

  private final Hub hub;
  private final ChatStore store;
  private final Presence<Person> presence;
  private final Typing typing;
  private final Fleeting fleeting;

  Signs(Hub hub, ChatStore store, Presence<Person> presence, Typing typing, Fleeting fleeting) {
    this.hub = hub;
    this.store = store;
    this.presence = presence;
    this.typing = typing;
    this.fleeting = fleeting;
  }

  /** Tells the others how far who opens a page has read, and the page the same of the others. */
  void follow(Room room, Person person, TypedStream<Sign, Told> page) {
    List<String> here = presence.members(room.slug()).stream().map(Member::key).toList();
    long mine = store.lastRead(person, room);
    if (mine > 0 && here.size() <= CROWD) {
      tell(room.slug(), new Told(person.id(), new Sign.Reading(mine)), page);
    }
    topic(room.slug()).subscribe(page);
    if (here.size() <= CROWD) {
      store
          .lastRead(room, here)
          .forEach(
              (who, message) -> {
                if (!who.equals(person.id())) {
                  page.send(new Told(who, new Sign.Reading(message)));
                }
              });
    }
  }

  /** Tells the others that somebody is writing, at this page. */
  void writes(Room room, Person person, TypedStream<Sign, Told> page) {
    if (typing.started(new Typing.Writer(room.slug(), person.id()))) {
      tell(room.slug(), new Told(person.id(), new Sign.Writing()), page);
    }
  }

  /** Tells the others that somebody has stopped to write, if they were told that they do. */
  void pauses(Room room, Person person) {
    if (typing.stopped(new Typing.Writer(room.slug(), person.id()))) {
      pauses(room.slug(), person.id());
    }
  }

  /**
   * Notes how far somebody has read, and tells the others if that is further than before.
   *
   * @param page where they have read it, which is not told; null if it has no channel
   * @return whether there is such a message, as far as one can tell from the newest one
   */
  boolean reads(Room room, Person person, long message, @Nullable TypedStream<Sign, Told> page) {
    List<Message> newest = store.newest(room, 1);
    if (newest.isEmpty() || message > newest.get(0).id()) {
      return false;
    }
    if (message > store.lastRead(person, room)) {
      store.markRead(person, room, message);
      if (presence.members(room.slug()).size() <= CROWD) {
        tell(room.slug(), new Told(person.id(), new Sign.Reading(message)), page);
      }
    }
    return true;
  }

  /** Tells the others of those who fell silent; call it about once a second. */
  void sweep() {
    for (Typing.Writer writer : typing.ended()) {
      pauses(writer.room(), writer.person());
    }
  }

  private void pauses(String slug, String person) {
    tell(slug, new Told(person, new Sign.Paused()), null);
  }

  private void tell(String slug, Told told, @Nullable TypedStream<Sign, Told> except) {
    fleeting.publish(
        () -> {
          if (except == null) {
            topic(slug).publish(told);
          } else {
            topic(slug).publish(told, except);
          }
        });
  }

  private TypedTopic<Told> topic(String slug) {
    return hub.topic("signs:" + slug, CHANNEL);
  }
}
