package dev.pilcrow.chat;

import java.util.List;

/** A room as data, for API clients. */
record RoomJson(Room room, List<Said> messages, List<Person> people, long earlier) {

  /** A message as data; its time is in ISO 8601. */
  record Said(long id, String author, String text, String sentAt) {}

  static RoomJson of(RoomPage page) {
    List<Said> messages =
        page.lines().stream()
            .map(
                line ->
                    new Said(
                        line.id(), line.author().name(), line.text(), line.sentAt().toString()))
            .toList();
    return new RoomJson(page.room(), messages, page.people(), page.earlier());
  }
}
