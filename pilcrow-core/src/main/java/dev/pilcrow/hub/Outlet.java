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
}
