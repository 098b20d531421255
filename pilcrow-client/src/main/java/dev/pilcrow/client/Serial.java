package dev.pilcrow.client;

import dev.pilcrow.internal.SerialRuns;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in order, on threads of a pool. Never blocks the caller. Once the
 * pool has ended, with its client, nothing is run or kept.
 */
final class Serial implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(TypedSocket.class);

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final SerialRuns runs;
  private volatile boolean ended;

  Serial(Executor pool) {
    runs = new SerialRuns(pool, this::run, this::end);
  }

  @Override
  public void execute(Runnable task) {
    if (!ended) {
      tasks.add(task);
      runs.signal();
    }
  }

  /** How many tasks wait to be run. */
  int waiting() {
    return tasks.size();
  }

  private void end(RejectedExecutionException e) {
    LOG.debug("A socket has ended with its client", e);
    ended = true;
    tasks.clear();
  }

  private void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.warn("A callback of a socket failed.", e);
      }
    }
  }
}
