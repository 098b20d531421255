package dev.pilcrow.redis;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The slots in which this node appends: one event at a time in each, counted, so that Redis can
 * tell a repeated attempt from a new event by remembering one line for each slot.
 */
final class Slots {
  private static final int SLOTS = 256;

  /** One slot, held by one thread at a time. */
  static final class Slot {
    final int number;
    private long count;

    Slot(int number) {
      this.number = number;
    }

    long count() {
      return count;
    }
  }

  private final BlockingQueue<Slot> free = new ArrayBlockingQueue<>(SLOTS);

  Slots() {
    for (int i = 0; i < SLOTS; i++) {
      free.add(new Slot(i));
    }
  }

  /** A slot with a new count, or null if none became free in this time. */
  @Nullable Slot take(Duration wait) throws InterruptedException {
    Slot slot = free.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (slot != null) {
      slot.count++;
    }
    return slot;
  }

  void give(Slot slot) {
    free.add(slot);
  }
}
