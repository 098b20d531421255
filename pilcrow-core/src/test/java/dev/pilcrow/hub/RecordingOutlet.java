package dev.pilcrow.hub;

import dev.pilcrow.event.EncodedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An outlet that reads its cursors when told to, and keeps what it read. */
final class RecordingOutlet implements Outlet {
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
  }

  void close() {
    closed = true;
    cursors.forEach(Cursor::end);
  }

  void stall(boolean stalled) {
    this.stalled = stalled;
    if (!stalled) {
      wake();
    }
  }

  synchronized boolean lagged() {
    return lagged;
  }
}
