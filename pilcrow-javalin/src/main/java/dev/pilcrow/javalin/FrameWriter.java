package dev.pilcrow.javalin;

import dev.pilcrow.ws.WsClose;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of one connection: one write in flight, the next one when Jetty says that it is
 * done.
 *
 * <p>{@link #wake} may be called from any thread; everything else runs on the connection's writer
 * thread, so it needs no lock.
 */
final class FrameWriter extends WriterThread.Turn {
  /** How many writes there are before other connections of the same thread have their turn. */
  private static final int WRITES_PER_TURN = 16;

  /** How many bytes of events are put into one write. */
  private static final int WRITE_BYTES = 65_536;

  private final Transport transport;
  private final Outbox outbox;
  private final WriterThread thread;
  private final LongSupplier ticker;
  private final WsCounters counters;
  private final Consumer<Throwable> onBroken;
  private final Runnable onLagged;

  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean writing;
  private volatile long lastWritten;
  private volatile boolean pingWanted;

  /** The close to send, set once, and whether it overtakes what waits. */
  private volatile @Nullable WsClose close;

  private volatile boolean hurry;
  private boolean closeSent;

  FrameWriter(
      Transport transport,
      Outbox outbox,
      LiveServices services,
      Consumer<Throwable> onBroken,
      Runnable onLagged) {
    this.transport = transport;
    this.outbox = outbox;
    this.thread = services.writers().assign();
    this.ticker = services.config().ticker;
    this.counters = services.counters();
    this.onBroken = onBroken;
    this.onLagged = onLagged;
    this.lastWritten = ticker.getAsLong();
  }

  /** Says that something may wait to be written. Never blocks. */
  void wake() {
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      thread.add(this);
    }
  }

  /** Has the transport ping, also while a write is in flight. */
  void ping() {
    pingWanted = true;
    wake();
  }

  /** Closes: at once, or when everything that waits has gone out. */
  void close(WsClose why, boolean atOnce) {
    hurry = atOnce;
    close = why;
    wake();
  }

  /** How long the write in flight has been on its way, in nanoseconds; 0 if there is none. */
  long writingFor(long now) {
    return writing ? now - lastWritten : 0;
  }

  /** When the last write was handed over. */
  long lastWritten() {
    return lastWritten;
  }

  @Override
  void take() {
    scheduled.set(false);
    try {
      if (pingWanted && !closeSent) {
        pingWanted = false;
        transport.ping();
      }
      for (int i = 0; i < WRITES_PER_TURN; i++) {
        if (!writeNext()) {
          return;
        }
      }
      wake();
    } catch (RuntimeException e) {
      onBroken.accept(e);
    }
  }

  /** Writes once; returns whether another one may follow at once. */
  private boolean writeNext() {
    WsClose why = close;
    if (closeSent) {
      return false;
    }
    if (why != null && hurry) {
      return sendClose(why);
    }
    if (writing) {
      return false;
    }
    Batch batch = outbox.next(WRITE_BYTES);
    if (batch == null) {
      return why != null && sendClose(why);
    }
    if (batch.lagged()) {
      onLagged.run();
      return close != null;
    }
    return write(batch);
  }

  /** What comes later than the batch wakes the writer anew, so one that took all is the last. */
  private boolean write(Batch batch) {
    lastWritten = ticker.getAsLong();
    writing = true;
    Write write = new Write();
    transport.write(batch.frames(), write);
    counters.frames.increment();
    counters.sent.add(batch.events());
    return write.isDone() && batch.more();
  }

  private boolean sendClose(WsClose why) {
    closeSent = true;
    transport.close(why, writing);
    return false;
  }

  /**
   * The outcome of one write. Jetty calls back during the send or later; whoever comes second, the
   * caller or the callback, goes on, so a fast reader never deepens the stack.
   */
  private final class Write implements Callback {
    private final AtomicBoolean met = new AtomicBoolean();

    /** Whether the write is complete; if not, the callback will wake the writer. */
    boolean isDone() {
      return met.getAndSet(true);
    }

    @Override
    public void succeeded() {
      writing = false;
      if (met.getAndSet(true)) {
        wake();
      }
    }

    @Override
    public void failed(Throwable cause) {
      writing = false;
      onBroken.accept(cause);
    }
  }
}
