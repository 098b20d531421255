package dev.pilcrow.javalin;

import dev.pilcrow.ws.WsClose;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has received and its handler has not taken yet.
 *
 * <p>Bounded by making the peer wait: when it is full, the next frame is not demanded until the
 * handler has made room, so TCP pushes back and no server thread is held. Thread-safe; {@code
 * demand} and {@code arrived} are called without the lock.
 */
final class Inbox<A> {
  private record Entry<A>(A arrival, int bytes) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int maxMessages;
  private final int maxBytes;
  private final LongSupplier ticker;
  private final Function<WsClose, A> end;
  private final Runnable demand;
  private final Runnable arrived;

  /** Not yet taken; guarded by lock. */
  private final ArrayDeque<Entry<A>> waiting = new ArrayDeque<>(2);

  /** The bytes of what is waiting; guarded by lock. */
  private int bytes;

  /** Set once, when nothing more will come; guarded by lock. */
  private @Nullable WsClose closed;

  /** Whether the peer waits for room; guarded by lock for writing. */
  private volatile boolean full;

  private volatile long fullSince;

  /** When the peer was last let go on; pongs were not read before. */
  private volatile long resumedAt;

  /**
   * An inbox.
   *
   * @param end what is taken again and again after a close
   * @param demand asks for the next frame
   * @param arrived told of each arrival, for a handler that does not wait by itself
   */
  Inbox(
      int maxMessages,
      int maxBytes,
      LongSupplier ticker,
      Function<WsClose, A> end,
      Runnable demand,
      Runnable arrived) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
    this.ticker = ticker;
    this.end = end;
    this.demand = demand;
    this.arrived = arrived;
    this.resumedAt = ticker.getAsLong();
  }

  /** Adds what one frame held, and asks for the next one when there is room. */
  void offer(A arrival, int size) {
    boolean room;
    lock.lock();
    try {
      if (closed == null) {
        waiting.addLast(new Entry<>(arrival, size));
        bytes += size;
        changed.signal();
      }
      room = closed != null || hasRoom();
      if (!room) {
        fullSince = ticker.getAsLong();
        full = true;
      }
    } finally {
      lock.unlock();
    }
    arrived.run();
    if (room) {
      demand.run();
    }
  }

  /** Ends the inbox. What is waiting can still be taken; then comes the close, for ever. */
  void close(WsClose close) {
    boolean owed;
    lock.lock();
    try {
      if (closed == null) {
        closed = close;
      }
      owed = full;
      full = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    arrived.run();
    if (owed) {
      demand.run();
    }
  }

  /** Waits for the next item. */
  A take() throws InterruptedException {
    A next;
    do {
      next = poll(Long.MAX_VALUE);
    } while (next == null);
    return next;
  }

  /** Waits at most this long; null means nothing came. */
  @Nullable A poll(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (waiting.isEmpty() && closed == null) {
        if (left <= 0) {
          return null;
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
    return pollNow();
  }

  /** The next item, the close if there is none and none will come, or null. */
  @Nullable A pollNow() {
    A next;
    boolean owed = false;
    lock.lock();
    try {
      Entry<A> entry = waiting.pollFirst();
      if (entry == null) {
        return closed == null ? null : end.apply(closed);
      }
      next = entry.arrival();
      bytes -= entry.bytes();
      if (full && hasRoom()) {
        owed = true;
        full = false;
        resumedAt = ticker.getAsLong();
      }
    } finally {
      lock.unlock();
    }
    if (owed) {
      demand.run();
    }
    return next;
  }

  private boolean hasRoom() {
    return waiting.size() < maxMessages && bytes < maxBytes;
  }

  /** How many messages have not been taken yet. */
  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the peer waits for the handler, so that nothing of it, pongs included, is read. */
  boolean isFull() {
    return full;
  }

  /** How long the peer has been waiting, in nanoseconds; 0 if it is not. */
  long fullFor(long now) {
    return full ? now - fullSince : 0;
  }

  /** When the peer was last let go on. */
  long resumedAt() {
    return resumedAt;
  }

  /** The nanoseconds of a duration, at most what a wait can take. */
  static long nanos(Duration timeout) {
    return timeout.compareTo(Duration.ofDays(1000)) > 0
        ? TimeUnit.DAYS.toNanos(1000)
        : timeout.toNanos();
  }
}
