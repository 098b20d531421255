package dev.pilcrow.redis;

import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.LogWindow;
import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.TopicLog;
import dev.pilcrow.hub.TopicLogs;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Topics in Redis, shared by every node that uses the same Redis and key prefix: any of them can
 * serve any client, from any place in a topic.
 *
 * <p>Thread-safe. Two connections and one thread serve all topics. While Redis is away, connections
 * stay and what was copied can be read; publishing waits, up to {@link RedisSettings#publishWait}.
 */
public final class RedisLogs implements TopicLogs, AutoCloseable {
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final ClientResources resources;
  private final RedisClient client;
  private final Link commands;
  private final Link reading;
  private final RedisNode node;
  private final LongSupplier clock;

  private RedisLogs(RedisSettings settings, LongSupplier clock, Supplier<String> now) {
    this.clock = clock;
    resources =
        DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
    client = RedisClient.create(resources, settings.uri);
    client.setOptions(options(settings));
    commands = new Link(() -> client.connectAsync(CODEC, settings.uri), settings.timeout);
    reading = new Link(() -> client.connectAsync(CODEC, settings.uri), settings.timeout);
    var keys = new Keys(settings.prefix, new BigInteger(96, new SecureRandom()).toString(36));
    var seal = new Seal(settings.key);
    var excepted = new ExceptedReaders();
    var store = new Store(commands, settings, keys, seal, excepted, now);
    node = new RedisNode(settings, store, new Feed(reading, keys, settings, store), seal, excepted);
    node.feed().start(node);
  }

  /** Topics in the Redis of these settings. Returns at once; a Redis that is not there may come. */
  public static RedisLogs connect(RedisSettings settings) {
    return new RedisLogs(settings, System::nanoTime, () -> "");
  }

  /** The same, with a clock of the test's own by which events grow old. */
  static RedisLogs connect(RedisSettings settings, LongSupplier clock) {
    return new RedisLogs(
        settings, clock, () -> Long.toString(Duration.ofNanos(clock.getAsLong()).toMillis()));
  }

  private static ClientOptions options(RedisSettings settings) {
    var options =
        ClientOptions.builder()
            .autoReconnect(false)
            .requestQueueSize(10_000)
            .socketOptions(SocketOptions.builder().connectTimeout(settings.timeout).build());
    if (settings.tls != null) {
      options.sslOptions(settings.tls);
    }
    return options.build();
  }

  @Override
  public TopicLog open(String topic, Hub.Limits limits, Runnable onNews) {
    var copy = new LogWindow(topic, new Position("none", 0), limits, clock);
    return new RedisLog(topic, limits, node, copy, onNews);
  }

  /** Closes the connections. Topics keep what they hold in Redis; publishing fails from now on. */
  @Override
  public void close() {
    node.feed().close();
    commands.close();
    reading.close();
    client.shutdown(0, 2, TimeUnit.SECONDS);
    var unused = resources.shutdown(0, 2, TimeUnit.SECONDS);
  }
}
