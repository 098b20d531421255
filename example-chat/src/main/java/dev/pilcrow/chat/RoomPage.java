package dev.pilcrow.chat;

import java.util.List;

/**
 * A room as a page.
 *
 * @param people who is in the room now
 * @param before the id before which the lines are, or 0 for the newest; older pages are not live
 * @param earlier the id before which there are older messages, or 0
 * @param renameable whether the visitor may rename the room
 * @param named whether the visitor has chosen a name
 * @param draft what the visitor typed that was not sent
 * @param notice why it was not sent, or empty
 */
public record RoomPage(
    Room room,
    List<Line> lines,
    List<Person> people,
    long before,
    long earlier,
    boolean renameable,
    boolean named,
    String draft,
    String notice) {

  /** Whether the lines are the newest. */
  public boolean latest() {
    return before == 0;
  }

  /** The id of the newest message shown, or 0. */
  public long newest() {
    return lines.isEmpty() ? 0 : lines.get(lines.size() - 1).id();
  }
}
