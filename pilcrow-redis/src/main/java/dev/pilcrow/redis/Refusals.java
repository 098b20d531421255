package dev.pilcrow.redis;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what was found in Redis that is not ours; once in a while, with the count. */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLogs.class);

  private final AtomicLong count = new AtomicLong();

  /** Logs the first, second, fourth, eighth … of them. */
  void report(String found) {
    long now = count.incrementAndGet();
    if (Long.bitCount(now) == 1) {
      LOG.warn("Expected only Pilcrow to write its keys in Redis but {} ({} so far)", found, now);
    }
  }
}
