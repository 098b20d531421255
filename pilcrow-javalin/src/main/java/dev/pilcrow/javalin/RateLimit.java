package dev.pilcrow.javalin;

/** A token bucket: so many at once, then so many a second. Used by one thread at a time. */
final class RateLimit {
  private final long nanosPerToken;
  private final long capacityNanos;

  /** Credit, in nanoseconds of waiting. */
  private long credit;

  private long last;

  /** A full bucket, with more for once: what a client sends again after it has reconnected. */
  RateLimit(int perSecond, int burst, int once, long now) {
    nanosPerToken = 1_000_000_000L / perSecond;
    capacityNanos = nanosPerToken * burst;
    credit = capacityNanos + nanosPerToken * once;
    last = now;
  }

  /** Takes a token, or returns false when there is none. */
  boolean take(long now) {
    credit = Math.max(credit, Math.min(capacityNanos, credit + Math.max(0, now - last)));
    last = now;
    if (credit < nanosPerToken) {
      return false;
    }
    credit -= nanosPerToken;
    return true;
  }
}
