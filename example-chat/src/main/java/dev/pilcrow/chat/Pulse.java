package dev.pilcrow.chat;

import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** How many messages each of the last minutes had. Thread-safe. */
final class Pulse {
  static final int MINUTES = 30;

  private static final int SECONDS = 60;

  private final ReentrantLock lock = new ReentrantLock();

  /** Counts by minute modulo {@link #MINUTES}, and the minute each is of; guarded by lock. */
  private final int[] counts = new int[MINUTES];

  private final long[] minutes = new long[MINUTES];

  /** Counts a message. */
  void beat(Instant at) {
    long minute = Math.floorDiv(at.getEpochSecond(), SECONDS);
    int place = (int) Math.floorMod(minute, (long) MINUTES);
    lock.lock();
    try {
      if (minutes[place] != minute) {
        minutes[place] = minute;
        counts[place] = 0;
      }
      counts[place]++;
    } finally {
      lock.unlock();
    }
  }

  /** The counts of the last minutes, the present one last. */
  int[] last(Instant now) {
    long present = Math.floorDiv(now.getEpochSecond(), SECONDS);
    int[] last = new int[MINUTES];
    lock.lock();
    try {
      Arrays.setAll(
          last,
          i -> {
            long minute = present - MINUTES + 1 + i;
            int place = (int) Math.floorMod(minute, (long) MINUTES);
            return minutes[place] == minute ? counts[place] : 0;
          });
    } finally {
      lock.unlock();
    }
    return last;
  }
}
