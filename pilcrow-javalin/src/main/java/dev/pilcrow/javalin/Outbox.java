package dev.pilcrow.javalin;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.hub.Cursor;
import java.nio.ByteBuffer;
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

  /**
   * What one frame carries.
   *
   * @param events how many events that is; 0 for a control frame
   * @param lagged whether a topic has moved past its reader: nothing may be written any more
   */
  record Batch(ByteBuffer payload, int events, boolean lagged) {
    private static final Batch LAGGED = new Batch(ByteBuffer.allocate(0), 0, true);
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final int maxMessages;
  private final int maxBytes;

  /**
   * Direct messages ({@link EncodedEvent}), control frames ({@link ByteBuffer}) and cursors, in
   * order; guarded by lock. A cursor is read from its turn on, after what was queued before it.
   */
  private final ArrayDeque<Object> queue = new ArrayDeque<>(2);

  /** The cursors whose turn has come; guarded by lock. */
  private final List<Cursor> cursors = new ArrayList<>(1);

  /** Where the next round over the cursors starts, so that none starves; guarded by lock. */
  private int turn;

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

  /** Adds a control frame, for which there is always room. */
  void offerControl(ByteBuffer text) {
    lock.lock();
    try {
      if (!closed) {
        queue.addLast(text);
      }
    } finally {
      lock.unlock();
    }
  }

  void attach(Cursor cursor) {
    lock.lock();
    try {
      if (!closed) {
        queue.addLast(cursor);
      }
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

  /** Refuses new messages; with {@code discard} also forgets what is waiting. */
  void close(boolean discard) {
    lock.lock();
    try {
      closed = true;
      if (discard) {
        queue.clear();
        cursors.clear();
        messages = 0;
        bytes = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what the next frame carries, or null when nothing waits.
   *
   * @param size how many bytes to put into one frame; one event goes whatever its size
   * @param coalesce whether a frame may carry several events, as a JSON array
   */
  @Nullable Batch next(int size, boolean coalesce) {
    var events = new ArrayList<EncodedEvent>();
    lock.lock();
    try {
      int room = takeDirect(events, coalesce ? size : 1);
      if (room == 0 && events.isEmpty()) {
        return new Batch((ByteBuffer) queue.removeFirst(), 0, false);
      }
      for (int left = cursors.size(); left > 0 && room > 0; left--) {
        turn = (turn + 1) % cursors.size();
        Cursor.Read read = cursors.get(turn).poll(coalesce ? room : 1);
        if (read.lagged()) {
          return Batch.LAGGED;
        }
        events.addAll(read.events());
        for (EncodedEvent event : read.events()) {
          room -= event.size();
        }
      }
    } finally {
      lock.unlock();
    }
    return events.isEmpty() ? null : new Batch(EncodedEvent.join(events), events.size(), false);
  }

  /** Moves direct messages into the batch; returns the bytes left, 0 when cursors must wait. */
  private int takeDirect(List<EncodedEvent> events, int size) {
    int room = size;
    while (true) {
      Object head = queue.peekFirst();
      if (head == null) {
        return Math.max(0, room);
      }
      if (head instanceof Cursor cursor) {
        queue.removeFirst();
        cursors.add(cursor);
      } else if (head instanceof EncodedEvent event) {
        if (!events.isEmpty() && event.size() > room) {
          return 0;
        }
        queue.removeFirst();
        messages--;
        bytes -= event.size();
        room -= event.size();
        events.add(event);
      } else {
        return 0;
      }
    }
  }
}
