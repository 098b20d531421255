package dev.pilcrow.redis;

import dev.pilcrow.hub.Outlet;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which reader on this node does not get which event: kept for the newest 10,000 such events, as
 * long as the reader lives. Thread-safe.
 */
final class ExceptedReaders {
  private static final int KEPT = 10_000;

  private final ReentrantLock lock = new ReentrantLock();

  /** By nonce, the oldest first; guarded by lock. */
  private final Map<String, WeakReference<Outlet>> readers = new LinkedHashMap<>();

  void put(String nonce, Outlet reader) {
    lock.lock();
    try {
      readers.put(nonce, new WeakReference<>(reader));
      if (readers.size() > KEPT) {
        readers.remove(readers.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }

  @Nullable Outlet of(String nonce) {
    lock.lock();
    try {
      WeakReference<Outlet> reader = readers.get(nonce);
      return reader == null ? null : reader.get();
    } finally {
      lock.unlock();
    }
  }
}
