package dev.pilcrow.javalin;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests that are being, or have been, carried out once, oldest first. Bounded in number,
 * bytes and age. Thread-safe; nothing waits while the lock is held.
 */
final class OnceStore {
  /** A request that takes longer than this has probably died with its thread. */
  private static final Duration ABANDONED = Duration.ofMinutes(5);

  private final OnceLimits limits;
  private final LongSupplier ticker;

  private final ReentrantLock lock = new ReentrantLock();

  /** In the order in which they were claimed. Guarded by lock. */
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Of the answers in entries. Guarded by lock. */
  private long bytes;

  OnceStore(OnceLimits limits, LongSupplier ticker) {
    this.limits = limits;
    this.ticker = ticker;
  }

  /** The largest answer that is kept whole. */
  long maxAnswerBytes() {
    return limits.bytes() / 16;
  }

  /** The entry of a name: the one that is there, or a new one. */
  Entry entry(String name, String fingerprint) {
    lock.lock();
    try {
      long now = ticker.getAsLong();
      forget(limits.answers(), now);
      Entry known = entries.get(name);
      if (known != null && (known.outcome.isDone() || now - known.since < ABANDONED.toNanos())) {
        return known;
      }
      forget(limits.answers() - 1, now);
      Entry mine = new Entry(name, fingerprint, now);
      entries.remove(name);
      entries.put(name, mine);
      return mine;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what is too old, and the oldest until so many are left. */
  private void forget(int left, long now) {
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext()) {
      Entry entry = oldest.next();
      if (entries.size() <= left && now - entry.since < limits.age().toNanos()) {
        return;
      }
      oldest.remove();
      bytes -= entry.bytes;
    }
  }

  /** Keeps what an entry's request was answered; whoever waits for it goes on. */
  void keep(Entry entry, KeptAnswer answer) {
    lock.lock();
    try {
      if (entries.get(entry.name) == entry && !entry.outcome.isDone()) {
        entry.bytes = answer.bytes();
        bytes += entry.bytes;
        Iterator<Entry> oldest = entries.values().iterator();
        while (bytes > limits.bytes() && oldest.hasNext()) {
          Entry first = oldest.next();
          if (first != entry) {
            oldest.remove();
            bytes -= first.bytes;
          }
        }
      }
    } finally {
      lock.unlock();
    }
    entry.outcome.complete(Optional.of(answer));
  }

  /** Forgets an entry whose request had no effect: the next of its name is carried out. */
  void release(Entry entry) {
    lock.lock();
    try {
      if (!entry.outcome.isDone()) {
        entries.remove(entry.name, entry);
      }
    } finally {
      lock.unlock();
    }
    entry.outcome.complete(Optional.empty());
  }

  /** A request of a name. */
  static final class Entry {
    final String fingerprint;

    /** Set by the request that carries it out. */
    final AtomicBoolean claimed = new AtomicBoolean();

    private final String name;
    private final long since;

    /** Empty when it had no effect. */
    private final CompletableFuture<Optional<KeptAnswer>> outcome = new CompletableFuture<>();

    /** Guarded by the store's lock. */
    private long bytes;

    private Entry(String name, String fingerprint, long since) {
      this.name = name;
      this.fingerprint = fingerprint;
      this.since = since;
    }

    boolean isDone() {
      return outcome.isDone();
    }

    /** Waits for the outcome; null when it takes longer. */
    @Nullable Optional<KeptAnswer> await(Duration longest) throws InterruptedException {
      try {
        return outcome.get(longest.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return null;
      } catch (ExecutionException e) {
        throw new AssertionError(Objects.requireNonNull(e.getCause()));
      }
    }
  }
}
