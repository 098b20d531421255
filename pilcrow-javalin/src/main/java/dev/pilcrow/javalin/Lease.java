package dev.pilcrow.javalin;

import dev.pilcrow.ws.WsClose;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long one stream may go on without being asked again, and whose it is.
 *
 * <p>Thread-safe. Time is measured from when the lease was given, so a clock that is set does not
 * end it early or late.
 */
final class Lease {
  private static final Logger LOG = LoggerFactory.getLogger(Pilcrow.class);
  private static final Duration LONGEST = Duration.ofDays(3_650);

  private final Outgoing out;
  private final LiveServices services;
  private final long arrivedAt;
  private final AtomicBoolean asking = new AtomicBoolean();

  /** When it ends, by the ticker; only where there is an end. */
  private volatile @Nullable Long end;

  private volatile @Nullable String user;

  /**
   * A lease without an end.
   *
   * @param arrivedAt when its connection was asked for, by the ticker
   */
  Lease(Outgoing out, long arrivedAt, LiveServices services) {
    this.out = out;
    this.services = services;
    this.arrivedAt = arrivedAt;
  }

  /** Sets the end anew; one in the past ends the stream at the next sweep. */
  void validUntil(Instant instant) {
    PilcrowConfig config = services.config();
    // The ticker first: a pause between the two readings makes it shorter, and never longer.
    long from = config.ticker.getAsLong();
    Instant now = config.wallClock.instant();
    Duration left = instant.isAfter(now.plus(LONGEST)) ? LONGEST : Duration.between(now, instant);
    end = from + Math.max(0, left.toNanos());
  }

  /** Says whose the stream is, once. */
  void user(String name) {
    String known = user;
    if (known != null) {
      if (!known.equals(name)) {
        throw new IllegalStateException(
            "Expected a stream to have one user but found a second one."
                + " Open another stream for another user.");
      }
      return;
    }
    user = name;
    services.revocations().add(name, this);
    out.onEnd(() -> services.revocations().remove(name, this));
  }

  long arrivedAt() {
    return arrivedAt;
  }

  /** Ends the stream if its time is over and nobody gives it more. Called by the watchdog. */
  void sweep(long now) {
    Long due = end;
    if (due == null || now - due < 0) {
      return;
    }
    Revalidation again = services.config().revalidation;
    String name = user;
    if (again == null || name == null) {
      expire();
    } else if (asking.compareAndSet(false, true)) {
      ask(again, name);
    } else if (now - due > services.config().handlerTimeout.toNanos()) {
      end(WsClose.TOO_SLOW, "nobody could say whether it may go on");
    }
  }

  private void ask(Revalidation again, String name) {
    try {
      services
          .handlers()
          .runCallback(
              () -> {
                answer(again, name);
                asking.set(false);
              });
    } catch (RejectedExecutionException e) {
      end(WsClose.RESTART, "the application stops");
    }
  }

  private void answer(Revalidation again, String name) {
    try {
      Optional<Instant> until = again.validUntil(name);
      if (until.isPresent()) {
        validUntil(until.get());
      } else {
        expire();
      }
    } catch (Throwable e) {
      LOG.error("A stream could not be revalidated; it is closed with 1013 and may come back", e);
      end(WsClose.TOO_SLOW, "its revalidation failed");
    }
  }

  private void expire() {
    services.counters().expired.increment();
    end(WsClose.EXPIRED, "its lease has run out");
  }

  /** Closes at once: what waits to be written is not for this user any more. */
  void end(WsClose close, String why) {
    out.closeNow(close, why);
  }
}
