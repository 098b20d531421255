package dev.pilcrow.javalin;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that stands until it is moved. */
final class FakeClock implements LongSupplier {
  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  /**
   * Puts this clock into settings, and leaves the sweeping to the test. No write takes too long by
   * it, as a client may have read what the server does not know yet that it has written.
   */
  void in(PilcrowConfig settings) {
    settings.ticker = this;
    settings.watchdogThread = false;
    settings.writeTimeout(Duration.ofHours(1));
  }
}
