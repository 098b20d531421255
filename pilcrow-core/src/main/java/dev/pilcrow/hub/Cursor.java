package dev.pilcrow.hub;

import dev.pilcrow.event.EncodedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's place in a topic's log. It costs a pointer however far the reader is behind.
 *
 * <p>Not thread-safe by itself: exactly one writer at a time reads it, and hands over under its own
 * lock.
 */
public final class Cursor {
  private static final Read NOTHING = new Read(List.of(), false);

  private final TopicLog log;
  private final Outlet outlet;
  private final Runnable onEnd;
  private String epoch;
  private long last;

  /** A cursor after this place; without one its first read has a gap. */
  Cursor(TopicLog log, Outlet outlet, @Nullable Position start, Runnable onEnd) {
    this.log = log;
    this.outlet = outlet;
    this.onEnd = onEnd;
    this.epoch = start == null ? "" : start.epoch();
    this.last = start == null ? 0 : start.offset();
  }

  /**
   * What lies between the cursor and the head, moving the cursor past it.
   *
   * @param maxBytes where to stop; the first event is returned even when it alone is larger
   */
  public Read poll(int maxBytes) {
    TopicLog.Slice slice = log.read(epoch, last, maxBytes, outlet);
    epoch = slice.epoch();
    last = slice.last();
    return slice.events().isEmpty() && !slice.lagged()
        ? NOTHING
        : new Read(slice.events(), slice.lagged());
  }

  /**
   * The place after what was read last, or null before the first read after a place that the log
   * lacks.
   */
  public @Nullable Position position() {
    return epoch.isEmpty() ? null : new Position(epoch, last);
  }

  /** Ends the subscription, because the outlet has closed. Any thread; twice is harmless. */
  public void end() {
    onEnd.run();
  }

  /**
   * Events in log order.
   *
   * @param events possibly empty
   * @param lagged whether the log has dropped events this cursor had not read, or its epoch has
   *     changed: there is a gap, and the reader must start over
   */
  public record Read(List<EncodedEvent> events, boolean lagged) {}
}
