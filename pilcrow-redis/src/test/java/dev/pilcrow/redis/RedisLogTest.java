package dev.pilcrow.redis;

import dev.pilcrow.hub.SettableClock;
import dev.pilcrow.hub.TopicLogContract;
import dev.pilcrow.hub.TopicLogs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class RedisLogTest extends TopicLogContract {
  private static TestRedis redis;
  private final List<RedisLogs> open = new ArrayList<>();

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @AfterEach
  void closeLogs() {
    open.forEach(RedisLogs::close);
  }

  @Override
  protected TopicLogs logs(SettableClock clock) {
    RedisLogs logs = RedisLogs.connect(redis.settings(), clock);
    open.add(logs);
    return logs;
  }

  @Override
  protected int rounds() {
    return 20;
  }
}
