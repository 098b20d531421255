package dev.pilcrow.chat;

import dev.pilcrow.hub.TopicLogException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what is worth nothing when it is late, in order and on a thread of its own, so that no
 * timer and no connection waits for Redis.
 *
 * <p>Thread-safe. What is 5 s old when its turn comes is dropped, what comes while 1,000 wait, and
 * what cannot be published; all that is counted.
 */
final class Fleeting implements AutoCloseable {
  static final int MOST = 1_000;
  static final Duration LATE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Fleeting.class);

  private final AtomicLong dropped = new AtomicLong();
  private final Clock clock;
  private final ThreadPoolExecutor thread;

  Fleeting(Clock clock) {
    this.clock = clock;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST),
            task -> {
              Thread daemon = new Thread(task, "chat-fleeting");
              daemon.setDaemon(true);
              return daemon;
            },
            (task, full) -> dropped.incrementAndGet());
    thread.allowCoreThreadTimeOut(true);
  }

  /** Publishes soon or never; returns at once. */
  void publish(Runnable publishing) {
    Instant late = clock.instant().plus(LATE);
    thread.execute(
        () -> {
          if (clock.instant().isBefore(late)) {
            attempt(publishing);
          } else {
            dropped.incrementAndGet();
          }
        });
  }

  private void attempt(Runnable publishing) {
    try {
      publishing.run();
    } catch (TopicLogException | IllegalStateException e) {
      dropped.incrementAndGet();
      LOG.debug("Nobody is told of what is soon forgotten", e); // no Redis, or no topic to be had
    } catch (RuntimeException e) {
      dropped.incrementAndGet();
      LOG.warn("What should be published failed", e);
    }
  }

  /** How much was not published. */
  long dropped() {
    return dropped.get();
  }

  /** Publishes nothing more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
