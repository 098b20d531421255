package dev.pilcrow.redis;

import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.LogWindow;
import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.TopicLog;
import dev.pilcrow.hub.TopicLogException;
import dev.pilcrow.hub.TopicLogs;
import dev.pilcrow.ledger.Ledger;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final RedisSettings settings;
  private final Keys keys;

  /** The ledgers that were made, to be closed with these logs. */
  private final Set<RedisLedger> ledgers = ConcurrentHashMap.newKeySet();

  private final LongSupplier clock;

  private RedisLogs(RedisSettings settings, LongSupplier clock, Supplier<String> now) {
    this.clock = clock;
    this.settings = settings;
    resources =
        DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
    client = RedisClient.create(resources, settings.uri);
    client.setOptions(options(settings));
    commands = new Link(() -> client.connectAsync(CODEC, settings.uri), settings.timeout);
    reading = new Link(() -> client.connectAsync(CODEC, settings.uri), settings.timeout);
    keys = new Keys(settings.prefix, new BigInteger(96, new SecureRandom()).toString(36));
    var seal = new Seal(settings.key);
    var excepted = new ExceptedReaders();
    var store = new Store(commands, settings, keys, seal, excepted, now);
    node = new RedisNode(settings, store, new Feed(reading, keys, settings, store), seal, excepted);
  }

  /** Topics in the Redis of these settings. Returns at once; a Redis that is not there may come. */
  public static RedisLogs connect(RedisSettings settings) {
    return new RedisLogs(settings, System::nanoTime, () -> "").started();
  }

  /**
   * The same for the start of an application, where somebody can read why there is no Redis: asks
   * it first, once, and waits for the answer as long as {@link RedisSettings#timeout} says.
   *
   * @throws TopicLogException if it cannot be reached, or refuses what topics need; nothing is left
   *     running then
   */
  public static RedisLogs connectNow(RedisSettings settings) {
    var logs = new RedisLogs(settings, System::nanoTime, () -> "");
    try {
      logs.node.store().feed();
      return logs.started();
    } catch (RuntimeException e) {
      logs.close();
      throw e instanceof RedisException
          ? new TopicLogException(RedisFailure.describe(settings, e), e)
          : e;
    }
  }

  /** The same, with a clock of the test's own by which events grow old. */
  static RedisLogs connect(RedisSettings settings, LongSupplier clock) {
    return new RedisLogs(
            settings, clock, () -> Long.toString(Duration.ofNanos(clock.getAsLong()).toMillis()))
        .started();
  }

  private RedisLogs started() {
    node.feed().start(node);
    return this;
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

  /**
   * A ledger in the same Redis, so that a message which a client sends again to another node is not
   * handled again: 1,000,000 clients for a day. See {@code docs/topics.md} for what it promises.
   */
  public Ledger ledger() {
    return ledger(1_000_000, Duration.ofDays(1));
  }

  /**
   * The same with bounds of one's own.
   *
   * @param clients how many are remembered; those that sent nothing for longest make room
   * @param age how long a client is remembered after its last message, at most 365 days
   */
  public Ledger ledger(int clients, Duration age) {
    if (clients < 1 || age.toMillis() < 1 || age.toDays() > 365) {
      throw new IllegalArgumentException(
          "Expected at least 1 client and an age of up to 365 days but found "
              + clients
              + " and "
              + age
              + ".");
    }
    return ledger(clients, age, RedisLedger.LIFE);
  }

  /** The same with claims that count for another time. */
  Ledger ledger(int clients, Duration age, Duration life) {
    RedisLedger ledger = new RedisLedger(commands, settings, keys, clients, age, life);
    ledgers.add(ledger);
    return ledger;
  }

  /** Closes the connections. Topics keep what they hold in Redis; publishing fails from now on. */
  @Override
  public void close() {
    ledgers.forEach(RedisLedger::close);
    node.feed().close();
    commands.close();
    reading.close();
    client.shutdown(0, 2, TimeUnit.SECONDS);
    var unused = resources.shutdown(0, 2, TimeUnit.SECONDS);
  }
}
