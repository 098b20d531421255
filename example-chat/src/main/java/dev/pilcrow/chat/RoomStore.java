package dev.pilcrow.chat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Rooms. Each method is one transaction; any thread may call. */
final class RoomStore {
  private static final String ROOM = "select id, slug, name, purpose, opened_by from room ";

  private final Supplier<Jdbi> database;

  /** A store over a database that may still be opening; the first use waits for it. */
  RoomStore(Supplier<Jdbi> database) {
    this.database = database;
  }

  /** All rooms, the oldest first. */
  List<Room> rooms() {
    return database
        .get()
        .withHandle(handle -> handle.createQuery(ROOM + "order by id").map(RoomStore::room).list());
  }

  Optional<Room> room(String slug) {
    return database
        .get()
        .withHandle(
            handle ->
                handle
                    .createQuery(ROOM + "where slug = :slug")
                    .bind("slug", slug)
                    .map(RoomStore::room)
                    .findOne());
  }

  /** Adds a room; empty if there is one with this slug. */
  Optional<Room> addRoom(String slug, String name, String purpose, String openedBy, Instant now) {
    try {
      database
          .get()
          .useHandle(
              handle ->
                  handle
                      .createUpdate(
                          "insert into room (slug, name, purpose, opened_by, created_at)"
                              + " values (:slug, :name, :purpose, :openedBy, :now)")
                      .bind("slug", slug)
                      .bind("name", name)
                      .bind("purpose", purpose)
                      .bind("openedBy", openedBy)
                      .bind("now", now.atOffset(ZoneOffset.UTC))
                      .execute());
    } catch (UnableToExecuteStatementException e) {
      if (isDuplicate(e)) {
        return Optional.empty();
      }
      throw e;
    }
    return room(slug);
  }

  /** Gives a room another name and purpose; its address stays. */
  void rename(Room room, String name, String purpose) {
    database
        .get()
        .useHandle(
            handle ->
                handle
                    .createUpdate("update room set name = :name, purpose = :purpose where id = :id")
                    .bind("name", name)
                    .bind("purpose", purpose)
                    .bind("id", room.id())
                    .execute());
  }

  /** When something was last said, by room id; silent rooms are absent. */
  Map<Long, Instant> lastSaid() {
    return database
        .get()
        .withHandle(
            handle -> {
              Map<Long, Instant> times = new HashMap<>();
              handle
                  .createQuery(
                      "select room_id, sent_at from message where id in"
                          + " (select (select max(m.id) from message m where m.room_id = r.id)"
                          + " from room r)")
                  .map(
                      (row, context) ->
                          Map.entry(
                              row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                  .forEach(entry -> times.put(entry.getKey(), entry.getValue()));
              return times;
            });
  }

  static boolean isDuplicate(UnableToExecuteStatementException e) {
    return e.getCause() instanceof SQLException sql && "23505".equals(sql.getSQLState());
  }

  private static Room room(ResultSet row, StatementContext context) throws SQLException {
    return new Room(
        row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
  }
}
