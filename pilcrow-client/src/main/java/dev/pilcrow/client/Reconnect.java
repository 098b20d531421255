package dev.pilcrow.client;

import dev.pilcrow.ws.WsClose;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When to try again after a connection was lost or an attempt failed.
 *
 * <p>It is not asked when another attempt cannot help: after the close codes 1000, 1002, 1003,
 * 1007, 1008, 1009, 4401, 4403 and 4404, and after HTTP answers below 500 other than 408, 425 and
 * 429.
 */
@FunctionalInterface
public interface Reconnect {
  /**
   * What happened.
   *
   * @param attempt 1 for the first attempt since the connection was last open for 10 s
   * @param close why the connection ended; 1006 if it never opened
   */
  record Lost(int attempt, WsClose close) {}

  /** How long to wait before the next attempt; empty to give up. Must not block. */
  Optional<Duration> delay(Lost lost);

  /** Gives up at once. */
  static Reconnect never() {
    return lost -> Optional.empty();
  }

  /** From 1 s doubling to 30 s, each time a random part of it, for ever. */
  static Reconnect backoff() {
    return backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  }

  /** From the first to the last, doubling, each time a random part of it, for ever. */
  static Reconnect backoff(Duration first, Duration last) {
    if (first.isNegative() || first.isZero() || last.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "Expected a first delay above 0 and a last one no shorter but found %s and %s."
              .formatted(first, last));
    }
    return lost -> {
      long most = last.toNanos();
      int doublings = Math.min(lost.attempt() - 1, 30);
      long bound =
          Math.min(most, first.toNanos() > most >> doublings ? most : first.toNanos() << doublings);
      return Optional.of(Duration.ofNanos(ThreadLocalRandom.current().nextLong(bound + 1)));
    };
  }

  /** This, for so many attempts in a row. */
  default Reconnect atMost(int attempts) {
    return lost -> lost.attempt() > attempts ? Optional.empty() : delay(lost);
  }
}
