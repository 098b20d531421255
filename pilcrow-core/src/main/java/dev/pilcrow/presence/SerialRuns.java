package dev.pilcrow.presence;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one task again for each signal, never twice at once, until the executor takes no more. */
final class SerialRuns {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

  private final AtomicInteger signals = new AtomicInteger();
  private final Executor executor;
  private final Runnable task;

  SerialRuns(Executor executor, Runnable task) {
    this.executor = executor;
    this.task = task;
  }

  /** Says that there is something to do. Whoever raises the count from 0 starts the run. */
  void signal() {
    if (signals.getAndIncrement() == 0) {
      try {
        executor.execute(this::run);
      } catch (RejectedExecutionException e) {
        LOG.debug("Presence has ended with its executor", e);
      }
    }
  }

  private void run() {
    int seen = signals.get();
    do {
      task.run();
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }
}
