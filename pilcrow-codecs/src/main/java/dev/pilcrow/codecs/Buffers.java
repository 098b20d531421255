package dev.pilcrow.codecs;

import java.io.Serial;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/**
 * What is used for one message after the other, Jackson's buffers and names: at most 16 sets, and
 * what does not fit is left to the collector. Thread-safe, without a lock.
 *
 * <p>Jackson's own pool is a list without a bound, and takes a twentieth of the time of a small
 * message.
 */
final class Buffers implements RecyclerPool<BufferRecycler> {
  @Serial private static final long serialVersionUID = 1;

  /** Jackson's buffers, and the names of the message that was read last with them. */
  static final class WithNames extends BufferRecycler {
    /** How deep names are kept: enough for most messages, and little to hold. */
    private static final int DEPTH = 8;

    private final @Nullable NameSet[] names = new @Nullable NameSet[DEPTH];

    /** The names of the object at a depth, of which there is one at a time. */
    NameSet names(int depth) {
      if (depth >= DEPTH) {
        return new NameSet();
      }
      NameSet known = names[depth];
      if (known == null) {
        known = new NameSet();
        names[depth] = known;
      }
      return known;
    }

    /** Has every depth begin anew with the next message. */
    void end() {
      for (NameSet one : names) {
        if (one != null) {
          one.clear();
        }
      }
    }
  }

  /** A power of two. */
  private static final int PLACES = 16;

  /** What nobody uses now. */
  private final transient AtomicReferenceArray<BufferRecycler> free =
      new AtomicReferenceArray<>(PLACES);

  /** Looks only at the place of the thread, so that two threads seldom touch the same. */
  @Override
  public BufferRecycler acquirePooled() {
    BufferRecycler found = free.getAndSet(place(), null);
    return found != null ? found : new WithNames();
  }

  @Override
  public void releasePooled(BufferRecycler buffers) {
    free.setRelease(place(), buffers);
  }

  private static int place() {
    return (int) Thread.currentThread().getId() & PLACES - 1;
  }
}
