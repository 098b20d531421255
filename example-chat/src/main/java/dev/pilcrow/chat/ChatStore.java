package dev.pilcrow.chat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** Messages and who has read what. Each method is one transaction; any thread may call. */
final class ChatStore {
  private static final String MESSAGE =
      "select id, author_id, author, body, sent_at, coalesce(hash, '')"
          + " from message left join avatar on person_id = author_id ";

  private final Supplier<Jdbi> database;

  /** A store over a database that may still be opening; the first use waits for it. */
  ChatStore(Supplier<Jdbi> database) {
    this.database = database;
  }

  /**
   * Adds a message, or finds the one that was added under the same name before.
   *
   * @param sentAs what names the message, however often it is sent; null for one sent once
   */
  Message addMessage(Room room, Person author, String text, Instant now, @Nullable String sentAs) {
    try {
      return new Message(insert(room, author, text, now, sentAs), author, text, now);
    } catch (UnableToExecuteStatementException e) {
      if (sentAs == null || !RoomStore.isDuplicate(e)) {
        throw e;
      }
      return sentAs(sentAs);
    }
  }

  private long insert(Room room, Person author, String text, Instant now, @Nullable String sentAs) {
    return database
        .get()
        .withHandle(
            handle ->
                handle
                    .createUpdate(
                        "insert into message (room_id, author_id, author, body, sent_at, sent_as)"
                            + " values (:room, :authorId, :author, :body, :now, :sentAs)")
                    .bind("room", room.id())
                    .bind("authorId", author.id())
                    .bind("author", author.name())
                    .bind("body", text)
                    .bind("now", utc(now))
                    .bind("sentAs", sentAs)
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one());
  }

  private Message sentAs(String name) {
    return database
        .get()
        .withHandle(
            handle ->
                handle
                    .createQuery(MESSAGE + "where sent_as = :name")
                    .bind("name", name)
                    .map(ChatStore::message)
                    .one());
  }

  /** The newest messages, the oldest of them first. */
  List<Message> newest(Room room, int limit) {
    return before(room, Long.MAX_VALUE, limit);
  }

  /** The newest messages before one, the oldest of them first. */
  List<Message> before(Room room, long id, int limit) {
    return database
        .get()
        .withHandle(
            handle -> {
              List<Message> newestFirst =
                  new ArrayList<>(
                      handle
                          .createQuery(
                              MESSAGE
                                  + "where room_id = :room and id < :id order by id desc limit :n")
                          .bind("room", room.id())
                          .bind("id", id)
                          .bind("n", limit)
                          .map(ChatStore::message)
                          .list());
              Collections.reverse(newestFirst);
              return newestFirst;
            });
  }

  /** The oldest messages after one, in order. */
  List<Message> after(Room room, long id, int limit) {
    return database
        .get()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        MESSAGE + "where room_id = :room and id > :id order by id limit :n")
                    .bind("room", room.id())
                    .bind("id", id)
                    .bind("n", limit)
                    .map(ChatStore::message)
                    .list());
  }

  /** How far a person has read a room; 0 if they have never been there. */
  long lastRead(Person person, Room room) {
    return database
        .get()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select message_id from last_read where person_id = :p and room_id = :r")
                    .bind("p", person.id())
                    .bind("r", room.id())
                    .mapTo(Long.class)
                    .findOne()
                    .orElse(0L));
  }

  /** How far these people have read a room, by their ids; those who never read it are absent. */
  Map<String, Long> lastRead(Room room, List<String> people) {
    if (people.isEmpty()) {
      return Map.of();
    }
    return database
        .get()
        .withHandle(
            handle -> {
              Map<String, Long> places = new HashMap<>();
              handle
                  .createQuery(
                      "select person_id, message_id from last_read"
                          + " where room_id = :r and message_id > 0 and person_id in (<people>)")
                  .bind("r", room.id())
                  .bindList("people", people)
                  .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                  .forEach(place -> places.put(place.getKey(), place.getValue()));
              return places;
            });
  }

  /** Notes that a person has read a room up to a message. It never goes back. */
  void markRead(Person person, Room room, long messageId) {
    if (moveRead(person, room, messageId) == 0) {
      try {
        database
            .get()
            .useHandle(
                handle ->
                    handle
                        .createUpdate(
                            "insert into last_read (person_id, room_id, message_id)"
                                + " values (:p, :r, :m)")
                        .bind("p", person.id())
                        .bind("r", room.id())
                        .bind("m", messageId)
                        .execute());
      } catch (UnableToExecuteStatementException e) {
        if (!RoomStore.isDuplicate(e)) {
          throw e;
        }
        moveRead(person, room, messageId);
      }
    }
  }

  /** How many messages a person has not read, by room id; rooms they have never seen are absent. */
  Map<Long, Integer> unread(Person person) {
    return database
        .get()
        .withHandle(
            handle -> {
              Map<Long, Integer> counts = new HashMap<>();
              handle
                  .createQuery(
                      "select l.room_id, count(m.id) as n from last_read l"
                          + " join message m on m.room_id = l.room_id and m.id > l.message_id"
                          + " where l.person_id = :p and m.author_id <> :p group by l.room_id")
                  .bind("p", person.id())
                  .map((row, context) -> Map.entry(row.getLong(1), row.getInt(2)))
                  .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
              return counts;
            });
  }

  private int moveRead(Person person, Room room, long messageId) {
    return database
        .get()
        .withHandle(
            handle ->
                handle
                    .createUpdate(
                        "update last_read set message_id = greatest(message_id, :m)"
                            + " where person_id = :p and room_id = :r")
                    .bind("p", person.id())
                    .bind("r", room.id())
                    .bind("m", messageId)
                    .execute());
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Message message(ResultSet row, StatementContext context) throws SQLException {
    return new Message(
        row.getLong(1),
        new Person(row.getString(2), row.getString(3), row.getString(6)),
        row.getString(4),
        row.getObject(5, OffsetDateTime.class).toInstant());
  }
}
