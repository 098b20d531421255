package dev.pilcrow.javalin;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that write to connections, a few per application; each connection belongs to one.
 *
 * <p>Publishers and handlers only say that something waits. While a writer goes through its
 * connections more may arrive, and goes out in the same frame when their turn comes: under load
 * frames carry many events, and an idle server adds no delay.
 */
final class WriterThreads {
  private final ThreadPoolExecutor[] pools;
  private final WriterThread[] threads;
  private final AtomicInteger next = new AtomicInteger();

  WriterThreads() {
    int count = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
    pools = new ThreadPoolExecutor[count];
    threads = new WriterThread[count];
    for (int i = 0; i < count; i++) {
      String name = "pilcrow-writer-" + i;
      pools[i] =
          new ThreadPoolExecutor(
              1,
              1,
              10,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              task -> DaemonThreads.create(task, name),
              new ThreadPoolExecutor.DiscardPolicy());
      pools[i].allowCoreThreadTimeOut(true);
      threads[i] = new WriterThread(pools[i]);
    }
  }

  /** The thread that a new connection belongs to; after {@link #stop} it takes nothing. */
  WriterThread assign() {
    return threads[Math.floorMod(next.getAndIncrement(), threads.length)];
  }

  void stop() {
    for (ThreadPoolExecutor pool : pools) {
      pool.shutdown();
    }
  }
}
