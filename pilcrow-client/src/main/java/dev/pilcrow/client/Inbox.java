package dev.pilcrow.client;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.Wire;
import dev.pilcrow.ws.WsClose;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What was received and not yet taken, and the one reader that waits for it.
 *
 * <p>Thread-safe. Readers' futures are completed outside the lock. A future that its owner has
 * cancelled takes nothing: the message stays for the next reader.
 */
final class Inbox<T> implements Sink<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final int limit;
  private final ArrayDeque<Incoming<T>> waiting = new ArrayDeque<>();
  private @Nullable CompletableFuture<Incoming<T>> reader;
  private @Nullable WsClose end;

  /** Ask connections for more, while they wait for room: the present one, and replaced ones. */
  private final List<Runnable> onRoom = new ArrayList<>(1);

  Inbox(int limit) {
    this.limit = limit;
  }

  /** Adds a message; the connection is asked for more now or when there is room. */
  @Override
  public void add(RawMessage message, Wire<?, T> wire, Runnable more) {
    lock.lock();
    try {
      waiting.add(new Incoming.Frame<>(message, wire));
      onRoom.add(more);
    } finally {
      lock.unlock();
    }
    pump();
  }

  @Override
  public boolean isFull() {
    lock.lock();
    try {
      return !onRoom.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Tells every reader of the end, once what waits has been taken. */
  void end(WsClose close) {
    lock.lock();
    try {
      end = close;
      onRoom.clear();
    } finally {
      lock.unlock();
    }
    pump();
  }

  /** Goes on after an end. A connection that was replaced is still asked for what it has. */
  void reopen() {
    lock.lock();
    try {
      end = null;
    } finally {
      lock.unlock();
    }
  }

  /** Tells a reader that waits now, and no later one. */
  void interrupt(WsClose close) {
    CompletableFuture<Incoming<T>> waitingReader;
    lock.lock();
    try {
      waitingReader = reader;
      reader = null;
    } finally {
      lock.unlock();
    }
    if (waitingReader != null) {
      waitingReader.complete(new Incoming.End<>(close));
    }
  }

  /**
   * The next message or the end.
   *
   * @throws IllegalStateException if another reader waits
   */
  CompletableFuture<Incoming<T>> take() {
    CompletableFuture<Incoming<T>> future = new CompletableFuture<>();
    lock.lock();
    try {
      if (reader != null && !reader.isDone()) {
        throw new IllegalStateException(
            "Expected one reader at a time but another one waits. Let one thread receive and pass"
                + " the messages on.");
      }
      reader = future;
    } finally {
      lock.unlock();
    }
    pump();
    return future;
  }

  private void pump() {
    while (true) {
      CompletableFuture<Incoming<T>> taker;
      Incoming<T> next;
      List<Runnable> more = List.of();
      lock.lock();
      try {
        taker = reader != null && !reader.isDone() ? reader : null;
        next = taker == null ? null : waiting.poll();
        if (taker != null && next == null && end != null) {
          next = new Incoming.End<>(end);
        }
        if (next != null) {
          reader = null;
        }
        if (waiting.size() < limit && !onRoom.isEmpty()) {
          more = List.copyOf(onRoom);
          onRoom.clear();
        }
      } finally {
        lock.unlock();
      }
      more.forEach(Runnable::run);
      if (taker == null || next == null) {
        return;
      }
      if (!taker.complete(next) && next instanceof Incoming.Frame<T>) {
        putBack(next);
      }
    }
  }

  private void putBack(Incoming<T> message) {
    lock.lock();
    try {
      waiting.addFirst(message);
    } finally {
      lock.unlock();
    }
  }
}
