package dev.pilcrow.chat;

import java.util.List;

/**
 * A room as a page.
 *
 * @param people who is in the room now
 * @param earlier the id before which there are older messages, or 0
 * @param latest whether the lines are the newest; older pages are not live
 * @param named whether the visitor has chosen a name
 * @param draft what the visitor typed that was not sent
 * @param notice why it was not sent, or empty
 */
public record RoomPage(
    Room room,
    List<Line> lines,
    List<Person> people,
    long earlier,
    boolean latest,
    boolean named,
    String draft,
    String notice) {

  /** The id of the newest message shown, or 0. */
  public long newest() {
    return lines.isEmpty() ? 0 : lines.get(lines.size() - 1).id();
  }
}
