package dev.pilcrow.redis;

import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.function.Supplier;

/** Asks again while Redis cannot be reached. */
final class Attempts {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

  private Attempts() {}

  /**
   * What the first attempt that succeeds returns.
   *
   * @param wait how long to try; the last attempt may take its own timeout beyond that
   * @throws RedisException of the last attempt, when Redis has refused or the time is up
   */
  static <T> T untilReached(Duration wait, Supplier<T> attempt) {
    long deadline = System.nanoTime() + wait.toNanos();
    long pause = FIRST_PAUSE.toNanos();
    while (true) {
      try {
        return attempt.get();
      } catch (RedisException e) {
        if (!RedisFailure.passes(e)
            || deadline - System.nanoTime() < pause
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
      Store.pause(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
    }
  }
}
