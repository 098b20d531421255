package dev.pilcrow.hub;

import dev.pilcrow.event.EncodedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of one topic, in order, bounded by count and bytes; the oldest go first.
 *
 * <p>Thread-safe. The lock is held for the copying of references only, never over I/O.
 */
final class MemoryLog {
  private record Entry(EncodedEvent event, @Nullable Outlet except) {}

  /** What a read found, and the offset of the last event it covered. */
  record Slice(List<EncodedEvent> events, long last, boolean lagged) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final String epoch;
  private final int maxEvents;
  private final long maxBytes;

  /** The kept events; guarded by lock. The first has offset {@code head - entries.size() + 1}. */
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();

  /** The offset of the newest event, 0 before the first; guarded by lock. */
  private long head;

  /** The bytes of the kept events; guarded by lock. */
  private long bytes;

  MemoryLog(String epoch, int maxEvents, long maxBytes) {
    this.epoch = epoch;
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  Position append(EncodedEvent event, @Nullable Outlet except) {
    lock.lock();
    try {
      entries.addLast(new Entry(event, except));
      bytes += event.size();
      head++;
      while (entries.size() > maxEvents || (bytes > maxBytes && entries.size() > 1)) {
        bytes -= entries.removeFirst().event().size();
      }
      return new Position(epoch, head);
    } finally {
      lock.unlock();
    }
  }

  Position position() {
    lock.lock();
    try {
      return new Position(epoch, head);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The offset a cursor starts after: that of the position if it is one of this log, else -1, which
   * no log has kept.
   */
  long startAfter(Position position) {
    lock.lock();
    try {
      boolean known = position.epoch().equals(epoch) && position.offset() <= head;
      return known ? position.offset() : -1;
    } finally {
      lock.unlock();
    }
  }

  /** The events after an offset, without those not meant for the reader. */
  Slice read(long after, int maxBytes, Outlet reader) {
    lock.lock();
    try {
      long first = head - entries.size() + 1;
      if (after == head) {
        return new Slice(List.of(), head, false);
      }
      if (after + 1 < first) {
        return new Slice(List.of(), head, true);
      }
      var events = new ArrayList<EncodedEvent>();
      long last = after;
      int size = 0;
      var iterator = newest(head - after);
      while (iterator.hasNext()) {
        Entry entry = iterator.next();
        if (entry.except() != reader) {
          if (!events.isEmpty() && size + entry.event().size() > maxBytes) {
            break;
          }
          events.add(entry.event());
          size += entry.event().size();
        }
        last++;
      }
      return new Slice(events, last, false);
    } finally {
      lock.unlock();
    }
  }

  /** The newest entries in order, found from the near end of the deque. */
  private Iterator<Entry> newest(long count) {
    if (count * 2 > entries.size()) {
      var iterator = entries.iterator();
      for (long skip = entries.size() - count; skip > 0; skip--) {
        iterator.next();
      }
      return iterator;
    }
    var tail = new ArrayDeque<Entry>((int) count);
    var backwards = entries.descendingIterator();
    for (long i = 0; i < count; i++) {
      tail.addFirst(backwards.next());
    }
    return tail.iterator();
  }
}
