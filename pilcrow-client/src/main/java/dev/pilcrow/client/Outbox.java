package dev.pilcrow.client;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.Wire;
import dev.pilcrow.ws.SendResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent: in order, one at a time, to the connection of the moment.
 *
 * <p>A message leaves the queue when the connection has written it. One whose writing failed stays,
 * and goes out first on the next connection. Thread-safe; nothing is called with the lock held.
 */
final class Outbox<In> {
  /** A message and who waits for it. */
  private record Item<In>(
      Function<Wire<In, ?>, RawMessage> message, CompletableFuture<SendResult> result) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final int limit;
  private final Executor pool;
  private final ArrayDeque<Item<In>> waiting = new ArrayDeque<>();
  private @Nullable Link<In, ?> link;
  private boolean writing;
  private boolean closed;
  private @Nullable Runnable onEmpty;

  /**
   * An empty one.
   *
   * @param limit how many messages may wait
   * @param pool where it goes on after a write that took its time
   */
  Outbox(int limit, Executor pool) {
    this.limit = limit;
    this.pool = pool;
  }

  /** Queues a message at once; fails with {@link WsException.Capacity} if there is no room. */
  CompletableFuture<SendResult> offer(Function<Wire<In, ?>, RawMessage> message) {
    Item<In> item = new Item<>(message, new CompletableFuture<>());
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.completedFuture(SendResult.CLOSED);
      }
      if (waiting.size() >= limit) {
        return CompletableFuture.failedFuture(new WsException.Capacity(limit));
      }
      waiting.add(item);
    } finally {
      lock.unlock();
    }
    pump();
    return item.result();
  }

  /** The same, waiting for room. */
  CompletableFuture<SendResult> put(Function<Wire<In, ?>, RawMessage> message)
      throws InterruptedException {
    Item<In> item = new Item<>(message, new CompletableFuture<>());
    lock.lockInterruptibly();
    try {
      while (!closed && waiting.size() >= limit) {
        room.await();
      }
      if (closed) {
        return CompletableFuture.completedFuture(SendResult.CLOSED);
      }
      waiting.add(item);
    } finally {
      lock.unlock();
    }
    pump();
    return item.result();
  }

  /** Sends to this connection from now on. */
  void attach(Link<In, ?> next) {
    lock.lock();
    try {
      link = next;
    } finally {
      lock.unlock();
    }
    pump();
  }

  /** Sends to no connection for now. */
  void detach() {
    lock.lock();
    try {
      link = null;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more messages, and runs the action when the last one has gone out. */
  void drain(Runnable action) {
    lock.lock();
    try {
      closed = true;
      onEmpty = action;
      room.signalAll();
    } finally {
      lock.unlock();
    }
    pump();
  }

  /** Takes no more messages and drops those that wait: they are told CLOSED. */
  void close() {
    List<Item<In>> dropped;
    lock.lock();
    try {
      closed = true;
      link = null;
      onEmpty = null;
      dropped = new ArrayList<>(waiting);
      waiting.clear();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    dropped.forEach(item -> item.result().complete(SendResult.CLOSED));
  }

  /** Takes messages again. */
  void reopen() {
    lock.lock();
    try {
      closed = false;
      onEmpty = null;
    } finally {
      lock.unlock();
    }
  }

  private void pump() {
    boolean more = true;
    while (more) {
      Link<In, ?> to;
      Item<In> item;
      Runnable empty = null;
      lock.lock();
      try {
        to = link;
        item = waiting.peek();
        if (item == null && !writing) {
          empty = onEmpty;
          onEmpty = null;
        }
        if (to == null || item == null || writing) {
          item = null;
        } else {
          writing = true;
        }
      } finally {
        lock.unlock();
      }
      if (empty != null) {
        empty.run();
      }
      more = item != null && to != null && write(to, item);
    }
  }

  /** Returns whether the next one may follow. */
  private boolean write(Link<In, ?> to, Item<In> item) {
    CompletableFuture<Void> written;
    try {
      written = to.write(item.message());
    } catch (RuntimeException e) {
      settle(item);
      item.result().completeExceptionally(e);
      return true;
    }
    var pending = new Pending();
    boolean ended =
        pending.hasEnded(
            written,
            pool,
            () -> {
              wrote(to, item, pending.failure());
              pump();
            });
    if (ended) {
      wrote(to, item, pending.failure());
    }
    return ended;
  }

  /** The message has left the queue. */
  private void settle(Item<In> item) {
    lock.lock();
    try {
      writing = false;
      waiting.remove(item);
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  private void wrote(Link<In, ?> to, Item<In> item, @Nullable Throwable failure) {
    if (failure == null) {
      settle(item);
      item.result().complete(SendResult.QUEUED);
    } else {
      lock.lock();
      try {
        writing = false;
        link = link == to ? null : link;
      } finally {
        lock.unlock();
      }
      to.broken();
    }
  }
}
