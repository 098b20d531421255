package dev.pilcrow.client;

import dev.pilcrow.internal.SerialRuns;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in order, on threads of a pool. Never blocks the caller. Once the
 * pool has ended, with its client, nothing is run.
 */
final class Serial implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(TypedSocket.class);

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final SerialRuns runs;

  Serial(Executor pool) {
    runs = new SerialRuns(pool, this::run, e -> LOG.debug("A socket has ended with its client", e));
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    runs.signal();
  }

  private void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.warn("A callback of a socket failed.", e);
      }
    }
  }
}
