package dev.pilcrow.hub;

import dev.pilcrow.event.EncodedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ordered events of one topic, of which the newest are kept: what a {@link Hub} reads and
 * writes. Its first event has offset 1, every later one the next; an epoch is the life of the log.
 * A log that has lost events it once handed out goes on under another epoch.
 *
 * <p>Implementations are thread-safe. {@link #append}, {@link #position} and {@link #start} may
 * wait for another machine, up to a bound of their own, and then throw {@link TopicLogException};
 * {@link #read} never waits.
 */
public interface TopicLog {
  /**
   * Appends an event, once however often the attempt has to be repeated. Appends of one thread keep
   * their order.
   *
   * @param except the reader that does not get it
   * @return the place right after the event
   * @throws TopicLogException if the event was not appended, or nobody can tell
   */
  Position append(EncodedEvent event, @Nullable Outlet except);

  /**
   * A place at or after every event whose append has returned, wherever that was. While the other
   * machine cannot be asked, an older place that this one knows, rather than an exception: reading
   * from there misses nothing.
   */
  Position position();

  /**
   * Gets ready for reading from a place on.
   *
   * @param from the place, or null for {@link #position()}
   * @return the place, or null if the log does not hold everything after it: it is of another
   *     epoch, of the future, or followed by events that are no longer kept
   */
  @Nullable Position start(@Nullable Position from);

  /**
   * The events after an offset, without those not meant for the reader. What an append on another
   * machine added comes a little later; {@code onNews} says when.
   *
   * @param epoch the epoch that the offset is of
   * @param maxBytes where to stop; the first event is returned even when it alone is larger
   */
  Slice read(String epoch, long after, int maxBytes, Outlet reader);

  /** The offset of the newest event that can be read here. Never waits. */
  long head();

  /** Drops events that have become too old. Called now and then; never waits. */
  void trim();

  /** Frees what the log holds on this machine. Nothing is called afterwards. */
  void close();

  /**
   * What a read found.
   *
   * @param events in order, possibly none
   * @param epoch the log's epoch
   * @param last the offset of the last event the read covered, where the next read goes on
   * @param lagged whether events after the offset are no longer kept or the epoch has changed:
   *     there is a gap, {@code events} is empty and {@code last} the head
   */
  record Slice(List<EncodedEvent> events, String epoch, long last, boolean lagged) {}
}
