package dev.pilcrow.client;

import java.util.concurrent.CompletableFuture;
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

  /** Whether the write has ended; if not, this runs when it has. */
  boolean hasEnded(CompletableFuture<Void> write, Runnable later) {
    var unused =
        write.whenComplete(
            (nothing, thrown) -> {
              failure = thrown;
              if (!met.compareAndSet(false, true)) {
                later.run();
              }
            });
    return !met.compareAndSet(false, true);
  }

  /** Why it failed, if it did; known once it has ended. */
  @Nullable Throwable failure() {
    return failure;
  }
}
