package dev.pilcrow.hub;

/**
 * Where a topic delivers: a connection with one writer, which reads its cursors when it can write.
 *
 * <p>Implementations are thread-safe, and none of these methods blocks.
 */
public interface Outlet {
  /**
   * Adds a cursor that the writer reads from now on, after what was queued before. When the
   * connection closes, or at once if it has, the outlet calls {@link Cursor#end}.
   */
  void attach(Cursor cursor);

  /** Stops reading a cursor. Unknown cursors are ignored. */
  void detach(Cursor cursor);

  /** Says that a cursor may have something to read. Called on a publisher's thread. */
  void wake();

  /** Where the other end goes on in a topic; by default it does not resume. */
  default Resume resume(String topic) {
    return Resume.NEW;
  }

  /** Whether the other end keeps its places, and so is told of events that are not for it. */
  default boolean keepsPlaces() {
    return false;
  }

  /** Whether the other end can mend a gap in a topic by itself. Any other one is closed. */
  default boolean mendsGaps() {
    return false;
  }
}
