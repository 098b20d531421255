package dev.pilcrow.javalin;

import dev.pilcrow.ws.WsClose;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every connection of one application: who may come in, the watchdog that looks after their timers,
 * and their end.
 *
 * <p>Thread-safe. One thread sweeps over all connections, so a connection owns no timer; it starts
 * with the first connection. The lock guards the watchdog and the stop.
 */
final class LiveConnections {
  private static final Logger LOG = LoggerFactory.getLogger(Pilcrow.class);

  /** How long connections and handlers have to end by themselves when the application stops. */
  private static final long GRACE_MILLIS = 2_000;

  /** The longest time until clients of a stopping server come back, so that they do not at once. */
  private static final int RETRY_SPREAD_MILLIS = 1_000;

  /**
   * What an open connection takes of what is bounded.
   *
   * @param address what connection limits count by
   * @param service what serves its route, or null where that takes nothing
   */
  record Place(String address, @Nullable RouteService service) {}

  private final PilcrowConfig config;
  private final WsCounters counters;
  private final HandlerThreads handlers;
  private final Set<LiveConnection> all = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();
  private @Nullable ScheduledThreadPoolExecutor watchdog;
  private volatile boolean stopping;

  LiveConnections(PilcrowConfig config, WsCounters counters, HandlerThreads handlers) {
    this.config = config;
    this.counters = counters;
    this.handlers = handlers;
  }

  /** Takes an address's and a handler's place for a connection, or says why there is none. */
  @Nullable Refusal admit(Place place) {
    if (stopping) {
      return new Refusal(503, "The server is stopping. Try again in a moment.");
    }
    if (!countUp(place.address())) {
      return new Refusal(
          429,
          "There are "
              + config.maxConnectionsPerAddress
              + " connections from this address already, which is the limit"
              + " (settings.maxConnectionsPerAddress).");
    }
    if (place.service() != null && !place.service().reserve(handlers)) {
      countDown(place.address());
      return new Refusal(
          503,
          "All "
              + config.platformThreads
              + " handler threads are in use (settings.platformThreads; Java 21 and later need"
              + " none). Try again later.");
    }
    return null;
  }

  private boolean countUp(String address) {
    int[] count = new int[1];
    perAddress.compute(
        address,
        (key, known) -> {
          count[0] = known == null ? 0 : known;
          return count[0] < config.maxConnectionsPerAddress ? count[0] + 1 : known;
        });
    return count[0] < config.maxConnectionsPerAddress;
  }

  private void countDown(String address) {
    perAddress.computeIfPresent(address, (key, known) -> known == 1 ? null : known - 1);
  }

  void add(LiveConnection connection) {
    all.add(connection);
    counters.open.incrementAndGet();
    startWatchdog();
  }

  /** Forgets a connection that was admitted; {@code served} says whether its handler started. */
  void remove(LiveConnection connection, Place place, boolean served) {
    if (!all.remove(connection)) {
      return;
    }
    countDown(place.address());
    if (!served && place.service() != null) {
      place.service().cancel(handlers);
    }
    // Last: who sees that it is gone finds its place free.
    counters.open.decrementAndGet();
    if (stopping) {
      lock.lock();
      try {
        emptied.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void startWatchdog() {
    if (!config.watchdogThread) {
      return;
    }
    lock.lock();
    try {
      if (watchdog == null && !stopping) {
        watchdog =
            new ScheduledThreadPoolExecutor(
                1, task -> DaemonThreads.create(task, "pilcrow-watchdog"));
        long period = period().toMillis();
        var unused =
            watchdog.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A quarter of the shortest timer, from 25 ms to 1 s. */
  private Duration period() {
    long shortest = 4_000;
    for (Duration timer :
        new Duration[] {
          config.heartbeat,
          config.pongDeadline,
          config.idleTimeout,
          config.writeTimeout,
          config.handlerTimeout
        }) {
      shortest = Math.min(shortest, timer.toMillis());
    }
    return Duration.ofMillis(Math.max(25, shortest / 4));
  }

  /** Looks at the timers of every connection once. */
  void sweep() {
    long now = config.ticker.getAsLong();
    for (LiveConnection connection : all) {
      try {
        connection.sweep(now);
      } catch (RuntimeException e) {
        LOG.warn("The timers of a connection failed; others go on", e);
      }
    }
  }

  /** Bytes of messages that wait to be written. Looks at every connection. */
  long queuedBytes() {
    return all.stream().mapToLong(LiveConnection::queuedBytes).sum();
  }

  /** Messages that wait for their handlers. Looks at every connection. */
  int waitingMessages() {
    return all.stream().mapToInt(LiveConnection::waitingMessages).sum();
  }

  boolean isStopping() {
    return stopping;
  }

  /**
   * Lets clients move away first, if there is time for it; then closes every connection with 1012,
   * ends every handler, and returns when that is done.
   */
  void stop() {
    lock.lock();
    try {
      if (stopping) {
        return;
      }
      stopping = true;
    } finally {
      lock.unlock();
    }
    if (!config.drainTimeout.isZero()) {
      letMoveAway(config.drainTimeout);
    }
    for (LiveConnection connection : all) {
      connection.drain(ThreadLocalRandom.current().nextInt(RETRY_SPREAD_MILLIS));
    }
    boolean ended = awaitEmpty(Duration.ofMillis(GRACE_MILLIS));
    handlers.stop(ended ? GRACE_MILLIS : 0);
    for (LiveConnection connection : all) {
      connection.cut(WsClose.RESTART);
    }
    lock.lock();
    try {
      if (watchdog != null) {
        watchdog.shutdownNow();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The second half of the time is for those who came late, or to a place that was busy. */
  private void letMoveAway(Duration time) {
    LOG.info("Stopping: {} connections have {} to move away", all.size(), time);
    for (LiveConnection connection : all) {
      connection.moveAway(time.toMillis() / 2);
    }
    if (!awaitEmpty(time)) {
      LOG.info("{} connections did not move away and are closed", all.size());
    }
  }

  private boolean awaitEmpty(Duration time) {
    lock.lock();
    try {
      long left = time.toNanos();
      while (!all.isEmpty() && left > 0) {
        left = emptied.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return all.isEmpty();
  }
}
