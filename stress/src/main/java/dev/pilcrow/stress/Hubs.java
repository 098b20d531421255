package dev.pilcrow.stress;

import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.TopicLogs;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Hubs whose topics are in memory. */
final class Hubs {
  private static final long MANY_BYTES = 1 << 20;

  private Hubs() {}

  static Hub roomy() {
    return with(new Hub.Limits(10, 10, MANY_BYTES), () -> 0);
  }

  /** A hub that keeps a few events of each topic. */
  static Hub keeping(int events) {
    return with(new Hub.Limits(10, events, MANY_BYTES), () -> 0);
  }

  /** A hub that keeps few topics. */
  static Hub ofTopics(int topics) {
    return with(new Hub.Limits(topics, 10, MANY_BYTES), () -> 0);
  }

  /** A hub whose topics and events go after a minute. */
  static Hub forgetful(LongSupplier clock) {
    return with(new Hub.Limits(10, 10, MANY_BYTES, Duration.ofMinutes(1)), clock);
  }

  private static Hub with(Hub.Limits limits, LongSupplier clock) {
    return new Hub(Events.CODEC, limits, TopicLogs.inMemory(clock), clock);
  }
}
