package dev.pilcrow.hub;

import dev.pilcrow.event.EncodedEvent;
import java.util.List;

/**
 * One subscriber's place in a topic's log. It costs a pointer however far the reader is behind.
 *
 * <p>Not thread-safe by itself: exactly one writer at a time reads it, and hands over under its own
 * lock.
 */
public final class Cursor {
  private final MemoryLog log;
  private final Outlet outlet;
  private final Runnable onEnd;
  private long last;

  Cursor(MemoryLog log, Outlet outlet, long last, Runnable onEnd) {
    this.log = log;
    this.outlet = outlet;
    this.last = last;
    this.onEnd = onEnd;
  }

  /**
   * What lies between the cursor and the head, moving the cursor past it.
   *
   * @param maxBytes where to stop; the first event is returned even when it alone is larger
   */
  public Read poll(int maxBytes) {
    MemoryLog.Slice slice = log.read(last, maxBytes, outlet);
    last = slice.last();
    return new Read(slice.events(), slice.lagged());
  }

  /** Ends the subscription, because the outlet has closed. Any thread; twice is harmless. */
  public void end() {
    onEnd.run();
  }

  /**
   * Events in log order.
   *
   * @param events possibly empty
   * @param lagged whether the log has dropped events this cursor had not read: there is a gap, and
   *     the reader must start over
   */
  public record Read(List<EncodedEvent> events, boolean lagged) {}
}
