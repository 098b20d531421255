package dev.pilcrow.javalin;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs one task again for each signal, never twice at once.
 *
 * <p>Signals are counted: who raises the count from 0 starts the task, and it runs until it has
 * brought the count back to 0, so no signal is lost.
 */
final class SerialRuns {
  private final AtomicInteger signals = new AtomicInteger();
  private final HandlerThreads threads;
  private final Runnable task;
  private final Consumer<Throwable> onRejected;

  /**
   * Runs of a task.
   *
   * @param onRejected told when there are no threads any more
   */
  SerialRuns(HandlerThreads threads, Runnable task, Consumer<Throwable> onRejected) {
    this.threads = threads;
    this.task = task;
    this.onRejected = onRejected;
  }

  /** Says that there is something to do. Any thread. */
  void signal() {
    if (signals.getAndIncrement() == 0) {
      try {
        threads.runCallback(this::run);
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
