package dev.pilcrow.chat;

import dev.pilcrow.hub.TopicPosition;
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
 * @param places where the topics of the page's socket were before anything else was read
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
    String notice,
    List<TopicPosition> places) {

  /** Whether the lines are the newest. */
  public boolean latest() {
    return before == 0;
  }
}
