package dev.pilcrow.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who is writing in which room, as far as this machine knows. It ends a few seconds after the last
 * sign of it.
 *
 * <p>Thread-safe. At most 20 people of a room are kept; nobody could follow more.
 */
final class Typing {
  private static final int MOST = 20;

  private final Clock clock;
  private final Duration lasts;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by lock. */
  private final Map<Writer, Times> writers = new LinkedHashMap<>();

  /** Somebody who writes in a room. */
  record Writer(String room, String person) {}

  /**
   * @param told when the others were told last
   * @param ends when it ends without another sign
   */
  private record Times(Instant told, Instant ends) {}

  Typing(Clock clock, Duration lasts) {
    this.clock = clock;
    this.lasts = lasts;
  }

  /**
   * Notes a sign of writing.
   *
   * @return whether the others should be told: they have not been, or a third of the time ago
   */
  boolean started(Writer writer) {
    Instant now = clock.instant();
    lock.lock();
    try {
      Times before = writers.get(writer);
      if (before == null && isFull(writer.room())) {
        return false;
      }
      boolean tell = before == null || !now.isBefore(before.told().plus(lasts.dividedBy(3)));
      Instant told = before == null || tell ? now : before.told();
      writers.put(writer, new Times(told, now.plus(lasts)));
      return tell;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(String room) {
    return writers.keySet().stream().filter(writer -> writer.room().equals(room)).count() >= MOST;
  }

  /** Notes that somebody has stopped; whether they were writing. */
  boolean stopped(Writer writer) {
    lock.lock();
    try {
      return writers.remove(writer) != null;
    } finally {
      lock.unlock();
    }
  }

  /** Those whose time is over; they are forgotten. */
  List<Writer> ended() {
    Instant now = clock.instant();
    List<Writer> ended = new ArrayList<>();
    lock.lock();
    try {
      Iterator<Map.Entry<Writer, Times>> entries = writers.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<Writer, Times> entry = entries.next();
        if (!now.isBefore(entry.getValue().ends())) {
          ended.add(entry.getKey());
          entries.remove();
        }
      }
    } finally {
      lock.unlock();
    }
    return ended;
  }
}
