package dev.pilcrow.client;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after the other, in order, on threads of a pool. Never blocks the caller. */
final class Serial implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(TypedSocket.class);

  private final Executor pool;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  Serial(Executor pool) {
    this.pool = pool;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (pending.getAndIncrement() == 0) {
      pool.execute(this::run);
    }
  }

  private void run() {
    do {
      Runnable task = tasks.poll();
      if (task != null) {
        try {
          task.run();
        } catch (RuntimeException e) {
          LOG.warn("A callback of a socket failed.", e);
        }
      }
    } while (pending.decrementAndGet() > 0);
  }
}
