package dev.pilcrow.presence;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.hub.Cursor;
import dev.pilcrow.hub.Outlet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where this machine reads the topic. A gap is noticed by the versions of what follows it. */
final class Mailbox implements Outlet {
  private final AtomicReference<@Nullable Cursor> cursor = new AtomicReference<>();
  private final Runnable news;

  Mailbox(Runnable news) {
    this.news = news;
  }

  @Override
  public void attach(Cursor attached) {
    cursor.set(attached);
  }

  @Override
  public void detach(Cursor detached) {
    cursor.compareAndSet(detached, null);
  }

  @Override
  public void wake() {
    news.run();
  }

  /** What is new, empty when nothing is; one thread at a time. */
  List<EncodedEvent> read(int maxBytes) {
    Cursor current = cursor.get();
    if (current == null) {
      return List.of();
    }
    Cursor.Read read = current.poll(maxBytes);
    // After a gap there may be more, though this read is empty.
    return read.lagged() && read.events().isEmpty()
        ? current.poll(maxBytes).events()
        : read.events();
  }

  void close() {
    Cursor current = cursor.get();
    if (current != null) {
      current.end();
    }
  }
}
