package dev.pilcrow.codecs;

import java.io.Serial;
import java.util.concurrent.atomic.AtomicReferenceArray;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/**
 * Jackson's buffers between two messages: at most 16 sets of them, and what does not fit is left to
 * the collector. Thread-safe, without a lock.
 *
 * <p>Jackson's own pool has no bound, and costs a small message about a tenth of its time.
 */
final class Buffers implements RecyclerPool<BufferRecycler> {
  @Serial private static final long serialVersionUID = 1;

  /** A power of two. */
  private static final int PLACES = 16;

  /** What nobody uses now. */
  private final transient AtomicReferenceArray<BufferRecycler> free =
      new AtomicReferenceArray<>(PLACES);

  /** Looks only at the place of the thread, so that two threads seldom touch the same. */
  @Override
  public BufferRecycler acquirePooled() {
    BufferRecycler found = free.getAndSet(place(), null);
    return found != null ? found : new BufferRecycler();
  }

  @Override
  public void releasePooled(BufferRecycler buffers) {
    free.setRelease(place(), buffers);
  }

  private static int place() {
    return (int) Thread.currentThread().getId() & PLACES - 1;
  }
}
