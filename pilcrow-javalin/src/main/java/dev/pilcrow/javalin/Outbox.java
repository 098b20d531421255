package dev.pilcrow.javalin;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.hub.Cursor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one connection: a bounded queue of direct messages, and the cursors
 * into topics, which cost nothing however far they are behind.
 *
 * <p>Thread-safe. Under the lock cursors are read, which takes a log's lock for a moment; nothing
 * else is called.
 */
final class Outbox {
  /** What became of an offer. */
  enum Offer {
    QUEUED,
    FULL,
    CLOSED
  }

  /** A frame that is for the other end and not for the page. */
  private record Control(EncodedEvent frame) {}

  /** A place in the queue for the newest of several events; its fields are guarded by lock. */
  static final class Latest {
    private @Nullable EncodedEvent newest;
  }

  private static final int LAGGED = -1;

  private final ReentrantLock lock = new ReentrantLock();
  private final int maxMessages;
  private final int maxBytes;

  /**
   * Direct messages ({@link EncodedEvent}), places of newest ones, control frames and cursors, in
   * order; guarded by lock. A cursor is read from its turn on, after what was queued before it.
   */
  private final ArrayDeque<Object> queue = new ArrayDeque<>(2);

  /** The cursors whose turn has come; guarded by lock. */
  private final List<Cursor> cursors = new ArrayList<>(1);

  /** Where the next round over the cursors starts, so that none starves; guarded by lock. */
  private int turn;

  /** Whether topics go first into the next write; guarded by lock. */
  private boolean topicsFirst;

  /** How many direct messages wait, and their bytes; guarded by lock. */
  private int messages;

  private int bytes;

  /** Whether new messages are refused; guarded by lock. */
  private boolean closed;

  Outbox(int maxMessages, int maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  Offer offer(EncodedEvent event) {
    lock.lock();
    try {
      if (closed) {
        return Offer.CLOSED;
      }
      if (messages > 0 && (messages >= maxMessages || bytes + event.size() > maxBytes)) {
        return Offer.FULL;
      }
      queue.addLast(event);
      messages++;
      bytes += event.size();
      return Offer.QUEUED;
    } finally {
      lock.unlock();
    }
  }

  /** Puts an event into its place, over one that waits there; there is always room. */
  Offer put(Latest place, EncodedEvent event) {
    lock.lock();
    try {
      if (closed) {
        return Offer.CLOSED;
      }
      if (place.newest == null) {
        queue.addLast(place);
      }
      place.newest = event;
      return Offer.QUEUED;
    } finally {
      lock.unlock();
    }
  }

  /** Adds a control frame, for which there is always room. */
  void offerControl(EncodedEvent frame) {
    lock.lock();
    try {
      if (!closed) {
        queue.addLast(new Control(frame));
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many direct messages wait. */
  int queued() {
    lock.lock();
    try {
      return messages;
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes of direct messages wait. */
  int queuedBytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Adds a cursor; returns false when the outbox is closed and will not read it. */
  boolean attach(Cursor cursor) {
    lock.lock();
    try {
      if (!closed) {
        queue.addLast(cursor);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  void detach(Cursor cursor) {
    lock.lock();
    try {
      cursors.remove(cursor);
      queue.remove(cursor);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses new messages; with {@code discard} also forgets what is waiting. Without, what topics
   * hold now still goes out, but nothing they get later: a busy one would put the close off.
   *
   * @return the cursors, which are not read any more, for the caller to end
   */
  List<Cursor> close(boolean discard) {
    lock.lock();
    try {
      closed = true;
      var ended = new ArrayList<>(cursors);
      var rest = new ArrayList<Object>();
      cursors.forEach(cursor -> rest.addAll(cursor.poll(Integer.MAX_VALUE).events()));
      for (Object waiting : queue) {
        if (waiting instanceof Cursor cursor) {
          ended.add(cursor);
          rest.addAll(cursor.poll(Integer.MAX_VALUE).events());
        } else {
          rest.add(waiting);
        }
      }
      queue.clear();
      cursors.clear();
      if (discard) {
        messages = 0;
        bytes = 0;
      } else {
        queue.addAll(rest);
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what the next write carries, or null when nothing waits. Direct messages and topics take
   * turns in going first, so that neither starves the other.
   *
   * @param size how many bytes to put into one write; one event goes whatever its size
   */
  @Nullable Batch next(int size) {
    var events = new ArrayList<EncodedEvent>();
    boolean more;
    lock.lock();
    try {
      boolean first = topicsFirst;
      topicsFirst = !first;
      activate();
      more = !queue.isEmpty();
      int room = first ? takeTopics(events, size) : takeDirect(events, size);
      if (room > 0) {
        room = first ? takeDirect(events, room) : takeTopics(events, room);
      }
      if (room == LAGGED) {
        return Batch.LAGGED;
      }
      if (events.isEmpty()) {
        if (queue.peekFirst() instanceof Control control) {
          queue.removeFirst();
          return Batch.control(control.frame());
        }
        return null;
      }
      more |= room == 0;
    } finally {
      lock.unlock();
    }
    return Batch.of(events, more);
  }

  /** Gives the cursors at the head of the queue their turn from now on. */
  private void activate() {
    while (queue.peekFirst() instanceof Cursor cursor) {
      queue.removeFirst();
      cursors.add(cursor);
    }
  }

  /** Moves direct messages into the batch; returns the bytes left, 0 when something has to wait. */
  private int takeDirect(List<EncodedEvent> events, int size) {
    int room = size;
    for (EncodedEvent event = head(); event != null; event = head()) {
      if (!events.isEmpty() && (event.size() > room || isPingOrPong(event))) {
        return 0;
      }
      if (queue.removeFirst() instanceof Latest place) {
        place.newest = null;
      } else {
        messages--;
        bytes -= event.size();
      }
      room -= event.size();
      events.add(event);
      activate();
    }
    return queue.isEmpty() ? Math.max(0, room) : 0;
  }

  /** Whether it goes first: in the middle of a write it would overtake what is before it. */
  private static boolean isPingOrPong(EncodedEvent event) {
    return event.opcode() > 2;
  }

  /** The direct message whose turn it is, or null. */
  private @Nullable EncodedEvent head() {
    Object first = queue.peekFirst();
    return first instanceof Latest place
        ? place.newest
        : first instanceof EncodedEvent e ? e : null;
  }

  /**
   * Reads the cursors in turn; returns the bytes left, 0 when something has to wait, or that one
   * has been left behind.
   */
  private int takeTopics(List<EncodedEvent> events, int size) {
    int room = size;
    boolean more = false;
    for (int left = cursors.size(); left > 0 && room > 0; left--) {
      turn = (turn + 1) % cursors.size();
      Cursor cursor = cursors.get(turn);
      Cursor.Read read = cursor.poll(room);
      if (read.lagged()) {
        return LAGGED;
      }
      events.addAll(read.events());
      for (EncodedEvent event : read.events()) {
        room -= event.size();
      }
      more |= cursor.hasMore();
    }
    return more ? 0 : Math.max(0, room);
  }
}
