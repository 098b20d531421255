package dev.pilcrow.chat;

import java.util.List;

/**
 * A room as data, for API clients.
 *
 * @param earlier the id before which there are older messages, or 0
 * @param later the id after which there are newer ones, or 0
 */
record RoomJson(Room room, List<Said> messages, List<Person> people, long earlier, long later) {

  /** A message as data; its time is in ISO 8601. */
  record Said(long id, String author, String text, String sentAt) {
    static Said of(Message message) {
      return new Said(
          message.id(), message.author().name(), message.text(), message.sentAt().toString());
    }
  }

  static RoomJson of(RoomPage page) {
    List<Said> messages =
        page.lines().stream()
            .map(
                line ->
                    new Said(
                        line.id(), line.author().name(), line.text(), line.sentAt().toString()))
            .toList();
    long later = page.latest() || messages.isEmpty() ? 0 : messages.get(messages.size() - 1).id();
    return new RoomJson(page.room(), messages, page.people(), page.earlier(), later);
  }
}
