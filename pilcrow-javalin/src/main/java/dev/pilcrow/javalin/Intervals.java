package dev.pilcrow.javalin;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs tasks again and again: one thread per application says when, handler threads do the work.
 *
 * <p>Thread-safe. The thread ends when nothing has been due for 10 s.
 */
final class Intervals {
  private final HandlerThreads handlers;
  private final ScheduledThreadPoolExecutor clock;

  Intervals(HandlerThreads handlers) {
    this.handlers = handlers;
    clock =
        new ScheduledThreadPoolExecutor(1, task -> DaemonThreads.create(task, "pilcrow-interval"));
    clock.setRemoveOnCancelPolicy(true);
    clock.setKeepAliveTime(10, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
  }

  /** Runs a task now and after each period, never twice at once. Cancel the future to end it. */
  Future<?> start(Duration period, Runnable task) {
    AtomicBoolean running = new AtomicBoolean();
    return clock.scheduleAtFixedRate(
        () -> {
          if (running.compareAndSet(false, true)) {
            hand(task, running);
          }
        },
        0,
        period.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  private void hand(Runnable task, AtomicBoolean running) {
    try {
      handlers.runCallback(
          () -> {
            try {
              task.run();
            } finally {
              running.set(false);
            }
          });
    } catch (RejectedExecutionException e) {
      // The application stops, and every stream with it.
      clock.shutdownNow();
    }
  }

  void stop() {
    clock.shutdownNow();
  }
}
