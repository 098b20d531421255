package dev.pilcrow.chat;

import dev.pilcrow.hub.TopicLogException;
import dev.pilcrow.redis.RedisLogs;
import dev.pilcrow.redis.RedisSettings;

/** The topics of all machines that use one Redis. */
final class SharedTopics {
  private SharedTopics() {}

  /**
   * Asks Redis once whether it is there, then connects to stay.
   *
   * @throws StartException within a few seconds, if Redis is away or refuses
   */
  static RedisLogs open(String address) throws StartException {
    RedisSettings settings;
    try {
      settings = RedisSettings.of(address).prefix("chat:");
    } catch (IllegalArgumentException e) {
      throw new StartException(2, "Wrong --redis. " + e.getMessage());
    }
    try {
      return RedisLogs.connectNow(settings);
    } catch (TopicLogException e) {
      throw new StartException(
          1, e.getMessage() + " It is set by --redis; without, the chat runs on one machine.", e);
    }
  }
}
