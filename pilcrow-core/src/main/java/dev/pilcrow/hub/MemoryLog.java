package dev.pilcrow.hub;

import dev.pilcrow.event.EncodedEvent;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A log that lives and ends with this process. Nothing in it waits. */
final class MemoryLog implements TopicLog {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final LogWindow window;
  private final Runnable onNews;

  MemoryLog(String topic, Hub.Limits limits, LongSupplier clock, Runnable onNews) {
    String epoch = Long.toString(RANDOM.nextLong() & Long.MAX_VALUE, 36);
    this.window = new LogWindow(topic, new Position(epoch, 0), limits, clock);
    this.onNews = onNews;
  }

  @Override
  public Position append(EncodedEvent event, @Nullable Outlet except) {
    Position position = window.append(event, except);
    onNews.run();
    return position;
  }

  @Override
  public Position position() {
    return window.head();
  }

  @Override
  public @Nullable Position start(@Nullable Position from) {
    return from == null ? window.head() : window.holdsAfter(from) ? from : null;
  }

  @Override
  public Slice read(String epoch, long after, int maxBytes, Outlet reader) {
    return window.read(epoch, after, maxBytes, reader);
  }

  @Override
  public long head() {
    return window.offset();
  }

  @Override
  public void trim() {
    window.trim();
  }

  @Override
  public void close() {}
}
