package dev.pilcrow.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs one task again for each signal, never twice at once. A task that throws is not run again.
 *
 * <p>Signals are counted: who raises the count from 0 starts the task, and it runs until it has
 * brought the count back to 0, so no signal is lost. Signals during a run are one more run
 * together.
 */
public final class SerialRuns {
  private final AtomicInteger signals = new AtomicInteger();
  private final Executor executor;
  private final Runnable task;
  private final Consumer<RejectedExecutionException> onRejected;

  /**
   * Runs of a task.
   *
   * @param onRejected told when the executor takes no more; there will be no run then
   */
  public SerialRuns(
      Executor executor, Runnable task, Consumer<RejectedExecutionException> onRejected) {
    this.executor = executor;
    this.task = task;
    this.onRejected = onRejected;
  }

  /** Says that there is something to do. Any thread; does not wait. */
  public void signal() {
    if (signals.getAndIncrement() == 0) {
      try {
        executor.execute(this::run);
      } catch (RejectedExecutionException e) {
        onRejected.accept(e);
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
