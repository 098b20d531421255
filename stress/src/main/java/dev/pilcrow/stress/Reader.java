package dev.pilcrow.stress;

import dev.pilcrow.hub.Cursor;
import dev.pilcrow.hub.Outlet;
import dev.pilcrow.internal.SerialRuns;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A connection that reads on the thread that wakes it, one at a time, and no cursor that says it
 * has nothing. There is no lock that could hide a race of those who wake it.
 */
final class Reader implements Outlet {
  private final List<Cursor> cursors = new CopyOnWriteArrayList<>();
  private final SerialRuns reading = new SerialRuns(Runnable::run, this::read, e -> {});

  /** What it has read; written by the one run that there is at a time. */
  private final StringBuilder seen = new StringBuilder();

  @Override
  public void attach(Cursor cursor) {
    cursors.add(cursor);
  }

  @Override
  public void detach(Cursor cursor) {
    cursors.remove(cursor);
  }

  @Override
  public void wake() {
    reading.signal();
  }

  private void read() {
    for (Cursor cursor : cursors) {
      if (cursor.hasMore()) {
        Cursor.Read read = cursor.poll(Integer.MAX_VALUE);
        Events.write(read.events(), read.lagged(), seen);
      }
    }
  }

  /**
   * The numbers of the events it has read, in that order, and {@code !} for a gap it was told of.
   */
  @Override
  public String toString() {
    return seen.toString();
  }
}
