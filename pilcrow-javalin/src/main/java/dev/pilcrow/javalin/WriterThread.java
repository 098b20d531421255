package dev.pilcrow.javalin;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that writes, and the connections that wait for their turn on it, in order.
 *
 * <p>Thread-safe. A publisher tells hundreds of connections of one event, so that costs no lock, no
 * allocation and no task for each: the connections are the links of the list, and the thread takes
 * the whole list at once. The thread is asked for once, when the first one comes.
 */
final class WriterThread {
  /** A connection's turn; it is in the list once at most. */
  abstract static class Turn {
    /** Who came before; touched by who adds this, and from then on by the thread. */
    private @Nullable Turn before;

    /** Writes. On the thread. */
    abstract void take();
  }

  /** The end of a list. */
  private static final class End extends Turn {
    @Override
    void take() {}
  }

  /** The end of the list while the thread has nothing to do, and while it works. */
  private static final Turn IDLE = new End();

  private static final Turn WORKING = new End();

  private static final Logger LOG = LoggerFactory.getLogger(Pilcrow.class);

  private final Executor thread;

  /** Who came last, or an end. */
  private final AtomicReference<Turn> newest = new AtomicReference<>(IDLE);

  /** Writes on the one thread of an executor, which may end it in between. */
  WriterThread(Executor thread) {
    this.thread = thread;
  }

  /** Adds a turn that is not in the list. Any thread; never blocks. */
  void add(Turn turn) {
    Turn last;
    do {
      last = newest.get();
      turn.before = last;
    } while (!newest.compareAndSet(last, turn));
    if (last == IDLE) {
      thread.execute(this::run);
    }
  }

  private void run() {
    do {
      Turn turn = inOrder(newest.getAndSet(WORKING));
      while (turn != null) {
        Turn next = turn.before;
        turn.before = null;
        take(turn);
        turn = next;
      }
    } while (!newest.compareAndSet(WORKING, IDLE));
  }

  /** Turns a list round, so that who came first is first and {@code before} leads to the next. */
  private static @Nullable Turn inOrder(Turn last) {
    Turn first = null;
    @Nullable Turn turn = last;
    while (turn != null && turn != IDLE && turn != WORKING) {
      Turn before = turn.before;
      turn.before = first;
      first = turn;
      turn = before;
    }
    return first;
  }

  private static void take(Turn turn) {
    try {
      turn.take();
    } catch (Throwable e) {
      LOG.error("A connection could not be written to; others go on", e);
    }
  }
}
