package dev.pilcrow.hub;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.hub.TopicLog.Slice;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of one topic in memory, in order and without a hole, bounded by count, bytes
 * and age; the oldest go first. A log in itself, or the copy of one that is kept elsewhere.
 *
 * <p>Thread-safe. The lock is held for the copying of references, and of an event's bytes when it
 * is stamped with its place; nothing under it waits or calls back.
 */
public final class LogWindow {
  private static final int SMALLEST = 8;

  /**
   * One offset of the log.
   *
   * @param event what stands there, or null for something that nobody can read
   * @param except the reader that does not get it; a reader that is gone is not kept for this
   * @param at when it was appended, by the clock
   */
  private record Entry(
      @Nullable EncodedEvent event, @Nullable WeakReference<Outlet> except, long at) {
    int size() {
      return event == null ? 0 : event.size();
    }

    @Nullable EncodedEvent eventFor(Outlet reader) {
      return except != null && except.refersTo(reader) ? null : event;
    }
  }

  private final String topic;
  private final ReentrantLock lock = new ReentrantLock();
  private final Hub.Limits limits;
  private final long maxAge;
  private final LongSupplier clock;

  /** The epoch; guarded by lock. */
  private String epoch;

  /** A ring of entries, its length a power of two; guarded by lock. */
  private @Nullable Entry[] ring = new Entry[SMALLEST];

  /** Where the oldest entry stands in the ring, and how many there are; guarded by lock. */
  private int oldest;

  private int count;

  /** The offset of the newest event, 0 before the first; guarded by lock for writing. */
  private volatile long head;

  /** The bytes of the kept events; guarded by lock. */
  private long bytes;

  /**
   * An empty window.
   *
   * @param topic the name that its events are stamped with
   * @param start the place its first event comes after
   * @param clock nanoseconds from any start
   */
  public LogWindow(String topic, Position start, Hub.Limits limits, LongSupplier clock) {
    this.topic = topic;
    this.epoch = start.epoch();
    this.head = start.offset();
    this.limits = limits;
    this.maxAge = limits.age().toNanos();
    this.clock = clock;
  }

  /** Appends an event at the next offset; returns the place right after it. */
  public Position append(EncodedEvent event, @Nullable Outlet except) {
    lock.lock();
    try {
      add(event, except, clock.getAsLong());
      return new Position(epoch, head);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes over an event of the log this is a copy of, if it is the next one.
   *
   * @param at the place right after the event
   * @param event the event, or null for something that nobody can read, which readers step over
   * @param age how long ago it was appended
   * @return whether the window now reaches that place; false means that the epoch is another or
   *     that events in between are missing
   */
  public boolean copy(
      Position at, @Nullable EncodedEvent event, @Nullable Outlet except, Duration age) {
    lock.lock();
    try {
      if (!at.epoch().equals(epoch) || at.offset() > head + 1) {
        return false;
      }
      if (at.offset() == head + 1) {
        add(event, except, clock.getAsLong() - age.toNanos());
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes over an event from before the oldest one, if it is the one right before it and there is
   * room. The arguments are those of {@link #copy}.
   *
   * @return whether the window now reaches back to that event
   */
  public boolean copyBefore(
      Position at, @Nullable EncodedEvent event, @Nullable Outlet except, Duration age) {
    lock.lock();
    try {
      Entry added = entry(at.offset(), event, except, clock.getAsLong() - age.toNanos());
      if (!at.epoch().equals(epoch) || at.offset() < head - count || at.offset() > head) {
        return false;
      }
      if (at.offset() > head - count) {
        return true;
      }
      if (count >= limits.events() || bytes + added.size() > limits.bytes()) {
        return false;
      }
      makeRoom();
      oldest = (oldest - 1) & (ring.length - 1);
      ring[oldest] = added;
      count++;
      bytes += added.size();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets everything and goes on after another place; readers of another epoch have a gap. */
  public void restart(Position start) {
    lock.lock();
    try {
      epoch = start.epoch();
      head = start.offset();
      clear();
    } finally {
      lock.unlock();
    }
  }

  /** The place right after the newest event. */
  public Position head() {
    lock.lock();
    try {
      return new Position(epoch, head);
    } finally {
      lock.unlock();
    }
  }

  /** The offset of the newest event, without the lock. */
  public long offset() {
    return head;
  }

  /** The place right before the oldest event that is kept. */
  public Position tail() {
    lock.lock();
    try {
      return new Position(epoch, head - count);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the place is of this epoch and everything after it is here. */
  public boolean holdsAfter(Position from) {
    lock.lock();
    try {
      dropOld();
      return from.epoch().equals(epoch) && from.offset() >= head - count && from.offset() <= head;
    } finally {
      lock.unlock();
    }
  }

  /** As {@link TopicLog#read}. An offset after the head is one that the copy has yet to reach. */
  public Slice read(String ofEpoch, long after, int maxBytes, Outlet reader) {
    lock.lock();
    try {
      dropOld();
      if (!ofEpoch.equals(epoch) || after < head - count) {
        return new Slice(List.of(), epoch, head, true);
      }
      if (after >= head) {
        return new Slice(List.of(), epoch, after, false);
      }
      var events = new ArrayList<EncodedEvent>();
      int size = 0;
      long last = after;
      for (int i = (int) (after - (head - count)); i < count; i++) {
        EncodedEvent event = entry(i).eventFor(reader);
        if (event != null) {
          if (!events.isEmpty() && size + event.size() > maxBytes) {
            break;
          }
          events.add(event);
          size += event.size();
        }
        last++;
      }
      return new Slice(events, epoch, last, false);
    } finally {
      lock.unlock();
    }
  }

  /** Drops events that have become too old. */
  public void trim() {
    lock.lock();
    try {
      dropOld();
    } finally {
      lock.unlock();
    }
  }

  private void add(@Nullable EncodedEvent event, @Nullable Outlet except, long at) {
    long offset = head + 1;
    Entry added = entry(offset, event, except, at);
    makeRoom();
    ring[(oldest + count) & (ring.length - 1)] = added;
    count++;
    head = offset;
    bytes += added.size();
    while (count > limits.events() || (bytes > limits.bytes() && count > 1)) {
      dropOldest();
    }
    dropOld();
  }

  private Entry entry(long offset, @Nullable EncodedEvent event, @Nullable Outlet except, long at) {
    EncodedEvent stamped =
        event == null ? null : event.at(new EncodedEvent.Stamp(topic, epoch, offset));
    return new Entry(stamped, except == null ? null : new WeakReference<>(except), at);
  }

  private void dropOld() {
    if (count == 0) {
      return;
    }
    long now = clock.getAsLong();
    while (count > 0 && now - entry(0).at() > maxAge) {
      dropOldest();
    }
    if (count == 0) {
      clear();
    }
  }

  private void dropOldest() {
    bytes -= entry(0).size();
    ring[oldest] = null;
    oldest = (oldest + 1) & (ring.length - 1);
    count--;
  }

  private void clear() {
    ring = new Entry[SMALLEST];
    oldest = 0;
    count = 0;
    bytes = 0;
  }

  private void makeRoom() {
    if (count < ring.length) {
      return;
    }
    var larger = new Entry[ring.length * 2];
    for (int i = 0; i < count; i++) {
      larger[i] = entry(i);
    }
    ring = larger;
    oldest = 0;
  }

  private Entry entry(int index) {
    return Objects.requireNonNull(ring[(oldest + index) & (ring.length - 1)]);
  }
}
