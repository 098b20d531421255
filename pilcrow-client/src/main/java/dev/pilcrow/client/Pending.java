package dev.pilcrow.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A write that may end before its caller returns, as most do. What follows it is then a step of the
 * caller's loop and not a call within a call, of which a long queue would make too many.
 */
final class Pending {
  /** Whether the end of the write or its caller has been here: who comes second goes on. */
  private final AtomicBoolean met = new AtomicBoolean();

  private volatile @Nullable Throwable failure;

  /**
   * Whether the write has ended; if not, this runs when it has.
   *
   * @param elsewhere where it runs: the thread that ends a write late is still writing for the JDK,
   *     and what waited there for another write would wait for ever
   */
  boolean hasEnded(CompletableFuture<Void> write, Executor elsewhere, Runnable later) {
    var unused =
        write.whenComplete(
            (nothing, thrown) -> {
              failure = thrown;
              if (!met.compareAndSet(false, true)) {
                run(later, elsewhere);
              }
            });
    return !met.compareAndSet(false, true);
  }

  private static void run(Runnable later, Executor elsewhere) {
    try {
      elsewhere.execute(later);
    } catch (RejectedExecutionException e) {
      later.run(); // the client has ended: nobody writes any more
    }
  }

  /** Why it failed, if it did; known once it has ended. */
  @Nullable Throwable failure() {
    return failure;
  }
}
