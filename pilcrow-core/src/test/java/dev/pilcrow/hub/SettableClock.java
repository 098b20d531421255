package dev.pilcrow.hub;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock in nanoseconds that stands until it is moved. */
public final class SettableClock implements LongSupplier {
  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  /** Moves the clock. */
  public void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }
}
