package dev.pilcrow.chat;

import dev.pilcrow.form.Form;
import org.jspecify.annotations.Nullable;

/**
 * The form of a room.
 *
 * @param room which room is renamed; null for a new one
 */
public record RoomForm(@Nullable Room room, Form form) {

  /** What the page is for. */
  public String title() {
    return room == null ? "New room" : "Rename #" + room.name();
  }

  /** Where the form goes. */
  public String action() {
    return room == null ? "/rooms" : "/rooms/" + room.slug() + "/edit";
  }

  /** Where to go instead. */
  public String back() {
    return room == null ? "/rooms" : "/rooms/" + room.slug();
  }
}
