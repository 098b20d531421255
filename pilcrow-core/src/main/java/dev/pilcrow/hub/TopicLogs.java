package dev.pilcrow.hub;

import java.util.function.LongSupplier;

/** Where a hub's topics keep their events: in memory, or somewhere that several hubs share. */
@FunctionalInterface
public interface TopicLogs {
  /**
   * The log of a topic. Returns at once, without asking another machine.
   *
   * @param topic its name, 1 to 128 letters, digits and {@code : _ . / -}
   * @param limits what it keeps
   * @param onNews to be called after events became readable, or a gap; on any thread, holding no
   *     lock
   */
  TopicLog open(String topic, Hub.Limits limits, Runnable onNews);

  /**
   * Logs in the memory of this process; they end with it.
   *
   * @param clock nanoseconds from any start, such as {@code System::nanoTime}
   */
  static TopicLogs inMemory(LongSupplier clock) {
    return (topic, limits, onNews) -> new MemoryLog(topic, limits, clock, onNews);
  }
}
