package dev.pilcrow.hub;

import dev.pilcrow.event.EncodedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** An outlet that reads its cursors when told to, and keeps what it read. */
public final class RecordingOutlet implements Outlet {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final List<Cursor> cursors = new CopyOnWriteArrayList<>();
  final List<String> received = new ArrayList<>();
  private volatile boolean stalled;
  private boolean lagged;
  private volatile boolean closed;

  @Override
  public void attach(Cursor cursor) {
    cursors.add(cursor);
    if (closed) {
      cursor.end();
    }
  }

  @Override
  public void detach(Cursor cursor) {
    cursors.remove(cursor);
  }

  @Override
  public synchronized void wake() {
    if (stalled) {
      return;
    }
    for (Cursor cursor : cursors) {
      Cursor.Read read = cursor.poll(Integer.MAX_VALUE);
      lagged |= read.lagged();
      read.events().stream().map(EncodedEvent::text).forEach(received::add);
    }
    notifyAll();
  }

  /** Ends what it follows. */
  public void close() {
    closed = true;
    cursors.forEach(Cursor::end);
  }

  /** Reads nothing while stalled, and everything afterwards. */
  public void stall(boolean stalled) {
    this.stalled = stalled;
    if (!stalled) {
      wake();
    }
  }

  /** Whether there was a gap. */
  public synchronized boolean lagged() {
    return lagged;
  }

  /** What it has read, as JSON texts. */
  public synchronized List<String> texts() {
    return List.copyOf(received);
  }

  /** The place after what it has read of its first topic. */
  public synchronized Position position() {
    return Objects.requireNonNull(cursors.get(0).position());
  }

  /** Waits until it has read so many events or a gap; returns what it has read. */
  public List<String> await(int events) {
    return await(outlet -> outlet.received.size() >= events || outlet.lagged, events + " events");
  }

  /** Waits until it was told of a gap. */
  public void awaitGap() {
    await(outlet -> outlet.lagged, "a gap");
  }

  /** Waits until it has read to this offset of its one topic; returns what, or {@code [gap]}. */
  public List<String> readTo(long offset) {
    List<String> read =
        await(outlet -> outlet.lagged || outlet.position().offset() >= offset, "offset " + offset);
    return lagged() ? List.of("gap") : read;
  }

  private synchronized List<String> await(Predicate<RecordingOutlet> condition, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.test(this)) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("Expected " + what + " but there were " + received);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("Interrupted while waiting for " + what, e);
      }
    }
    return List.copyOf(received);
  }
}
