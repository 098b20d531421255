package dev.pilcrow.javalin;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs handlers: on virtual threads where the JDK has them, else on a bounded number of platform
 * threads. The one class that knows about the difference; it finds virtual threads by reflection
 * because it is compiled for Java 17.
 */
final class HandlerThreads {
  private final ExecutorService loops;
  private final ExecutorService callbacks;
  private final Semaphore free;
  private final boolean virtual;

  HandlerThreads(boolean useVirtual, int maxPlatform) {
    ThreadFactory factory = useVirtual ? virtualFactory() : null;
    virtual = factory != null;
    if (factory != null) {
      loops = perTask(factory);
      callbacks = loops;
      free = new Semaphore(Integer.MAX_VALUE);
    } else {
      loops =
          new ThreadPoolExecutor(
              0,
              Integer.MAX_VALUE,
              10,
              TimeUnit.SECONDS,
              new SynchronousQueue<>(),
              named("pilcrow-handler-"));
      int count =
          Math.min(maxPlatform, Math.max(8, 4 * Runtime.getRuntime().availableProcessors()));
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              count,
              count,
              10,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              named("pilcrow-callback-"));
      pool.allowCoreThreadTimeOut(true);
      callbacks = pool;
      free = new Semaphore(maxPlatform);
    }
  }

  /** Whether handlers run on virtual threads. */
  boolean virtual() {
    return virtual;
  }

  /** Takes a place for a loop, or returns false when there is none. */
  boolean reserve() {
    return free.tryAcquire();
  }

  /** Gives back a place that no loop will use. */
  void cancel() {
    free.release();
  }

  /** Runs a loop in a reserved place and gives the place back when it ends. */
  void runLoop(Runnable loop) {
    boolean started = false;
    try {
      loops.execute(
          () -> {
            try {
              loop.run();
            } finally {
              free.release();
            }
          });
      started = true;
    } finally {
      if (!started) {
        free.release();
      }
    }
  }

  /**
   * Runs a short task.
   *
   * @throws RejectedExecutionException after {@link #stop}
   */
  void runCallback(Runnable task) {
    callbacks.execute(task);
  }

  /** Lets handlers end by themselves for a while, then interrupts them. */
  void stop(long graceMillis) {
    loops.shutdown();
    callbacks.shutdown();
    try {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(graceMillis);
      if (!await(loops, deadline) || !await(callbacks, deadline)) {
        loops.shutdownNow();
        callbacks.shutdownNow();
        long last = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        await(loops, last);
        await(callbacks, last);
      }
    } catch (InterruptedException e) {
      loops.shutdownNow();
      callbacks.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static boolean await(ExecutorService pool, long deadline) throws InterruptedException {
    return pool.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> DaemonThreads.create(task, prefix + number.incrementAndGet());
  }

  /** {@code Thread.ofVirtual().name("pilcrow-handler-", 1).factory()}, or null before JDK 21. */
  private static @Nullable ThreadFactory virtualFactory() {
    if (Runtime.version().feature() < 21) {
      return null;
    }
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
      Object named =
          builder
              .getMethod("name", String.class, long.class)
              .invoke(Thread.class.getMethod("ofVirtual").invoke(null), "pilcrow-handler-", 1L);
      return (ThreadFactory)
          Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(named);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This JDK has no virtual threads where it should.", e);
    }
  }

  private static ExecutorService perTask(ThreadFactory factory) {
    try {
      return (ExecutorService)
          Executors.class
              .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
              .invoke(null, factory);
    } catch (InvocationTargetException | NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException("This JDK has no executor for virtual threads.", e);
    }
  }
}
