package dev.pilcrow.chat;

import dev.pilcrow.redis.RedisLogs;
import dev.pilcrow.redis.RedisSettings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The topics of all machines that use one Redis. */
final class SharedTopics {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private SharedTopics() {}

  /**
   * Asks Redis once whether it is there, then connects to stay.
   *
   * @throws StartException within a few seconds, if Redis is away or refuses
   */
  static RedisLogs open(String address) throws StartException {
    RedisURI uri;
    try {
      uri = RedisURI.create(address);
    } catch (IllegalArgumentException e) {
      // The cause would quote the password.
      throw new StartException(
          2, "The address of Redis must be like redis://host:6379 or rediss://user:password@host.");
    }
    uri.setTimeout(PATIENCE);
    RedisClient client = RedisClient.create();
    client.setOptions(
        ClientOptions.builder()
            .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).build())
            .build());
    try (StatefulRedisConnection<String, String> connection = client.connect(uri)) {
      connection.sync().ping();
    } catch (RedisException e) {
      throw new StartException(1, advice(uri, e), e);
    } finally {
      client.shutdown(0, 1, TimeUnit.SECONDS);
    }
    return RedisLogs.connect(RedisSettings.of(address).prefix("chat:"));
  }

  private static String advice(RedisURI uri, RedisException failure) {
    String redis = "Redis at " + uri.getHost() + ":" + uri.getPort();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandExecutionException) {
        return redis
            + " refuses the chat: "
            + cause.getMessage()
            + ". Set user and password in --redis.";
      }
    }
    return redis
        + " cannot be reached. Is it running and the address right? Start it, choose another with"
        + " --redis, or leave that out to run one machine.";
  }
}
