package dev.pilcrow.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How topics are kept in Redis. Immutable; each method returns a changed copy and checks its value.
 */
public final class RedisSettings {
  private static final int SHORTEST_KEY = 16;

  final RedisURI uri;
  String prefix = "pilcrow:";
  Duration publishWait = Duration.ofSeconds(5);
  Duration timeout = Duration.ofSeconds(2);
  int feedEvents = 10_000;
  long feedBytes = 16 << 20;
  Duration unusedTopics = Duration.ofDays(1);
  byte @Nullable [] key;
  @Nullable SslOptions tls;

  private RedisSettings(RedisURI uri) {
    this.uri = uri;
  }

  private RedisSettings copy() {
    var copy = new RedisSettings(uri);
    copy.prefix = prefix;
    copy.publishWait = publishWait;
    copy.timeout = timeout;
    copy.feedEvents = feedEvents;
    copy.feedBytes = feedBytes;
    copy.unusedTopics = unusedTopics;
    copy.key = key;
    copy.tls = tls;
    return copy;
  }

  /**
   * Settings for the Redis at a URI as Lettuce reads it: {@code redis://host:6379/0}, {@code
   * rediss://} for TLS, {@code user:password@} for an ACL user, {@code redis-sentinel://} for a
   * primary found through Sentinel. Redis 5 or newer, not a cluster.
   *
   * @throws IllegalArgumentException if it is not such a URI
   */
  public static RedisSettings of(String uri) {
    try {
      return new RedisSettings(RedisURI.create(uri));
    } catch (IllegalArgumentException e) {
      // The cause would quote the password.
      throw new IllegalArgumentException(
          "Expected a URI such as redis://user:password@host:6379 or rediss://host but found"
              + " something else.");
    }
  }

  /**
   * What the name of every key starts with, {@code pilcrow:} by default: one for each application.
   *
   * @param prefix 1 to 64 letters, digits and {@code : _ . / -}
   */
  public RedisSettings prefix(String prefix) {
    if (!prefix.matches("[A-Za-z0-9:_./-]{1,64}")) {
      throw new IllegalArgumentException(
          "Expected a prefix of 1 to 64 letters, digits and ':_./-' but found '" + prefix + "'.");
    }
    var copy = copy();
    copy.prefix = prefix;
    return copy;
  }

  /**
   * How long publishing waits for Redis when it cannot be reached, before it fails; 5 s by default.
   * Zero fails at the first refused attempt. An event is appended once however many attempts it
   * takes.
   */
  public RedisSettings publishWait(Duration wait) {
    var copy = copy();
    copy.publishWait = between("publishWait", wait, Duration.ZERO, Duration.ofMinutes(5));
    return copy;
  }

  /** How long one answer of Redis may take, 2 s by default; after that the connection is new. */
  public RedisSettings timeout(Duration timeout) {
    var copy = copy();
    copy.timeout = between("timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(1));
    return copy;
  }

  /**
   * How much of all topics together is kept for nodes that are cut off for a while; 10,000 events
   * and 16 MiB by default. A node that was away for longer reads each topic anew.
   */
  public RedisSettings feed(int events, long bytes) {
    if (events < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "Expected at least 1 event and 1 byte but found " + events + " and " + bytes + ".");
    }
    var copy = copy();
    copy.feedEvents = events;
    copy.feedBytes = bytes;
    return copy;
  }

  /**
   * Signs every event with HMAC-SHA256 and refuses those signed otherwise. For a Redis that others
   * can write to.
   *
   * @param key at least 16 bytes, the same on every node
   */
  public RedisSettings signWith(byte[] key) {
    if (key.length < SHORTEST_KEY) {
      throw new IllegalArgumentException(
          "Expected a key of at least 16 bytes but found " + key.length + ".");
    }
    var copy = copy();
    copy.key = key.clone();
    return copy;
  }

  /** Trust and key stores for {@code rediss://}; the machine's own by default. */
  public RedisSettings tls(SslOptions options) {
    var copy = copy();
    copy.tls = options;
    return copy;
  }

  private static Duration between(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "Expected " + name + " between " + least + " and " + most + " but found " + value + ".");
    }
    return value;
  }

  /** Where it is: a host and a port, or what sentinels call it. */
  String address() {
    return uri.getHost() == null
        ? uri.getSentinelMasterId() + " of " + uri.getSentinels().size() + " sentinels"
        : uri.getHost() + ":" + uri.getPort();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "RedisSettings[" + address() + ", " + prefix + "]";
  }
}
