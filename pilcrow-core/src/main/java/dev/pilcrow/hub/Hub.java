package dev.pilcrow.hub;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.WsEvent;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The topics of one application, in memory.
 *
 * <p>Thread-safe and bounded: topics that nobody follows make room for new ones, the one unused for
 * longest first.
 */
public final class Hub {
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * What a hub keeps.
   *
   * @param topics how many topics there may be at once
   * @param events how many of its newest events each topic keeps
   * @param bytes how many bytes of them, in JSON; at least one event is kept whatever its size
   */
  public record Limits(int topics, int events, long bytes) {
    public Limits {
      if (topics < 1 || events < 1 || bytes < 1) {
        throw new IllegalArgumentException(
            "Expected limits of at least 1 but found "
                + topics
                + " topics, "
                + events
                + " events, "
                + bytes
                + " bytes.");
      }
    }

    /** 10,000 topics of 1,000 events and 1 MiB each. */
    public static Limits defaults() {
      return new Limits(10_000, 1_000, 1 << 20);
    }
  }

  private final Map<String, LocalTopic> topics = new ConcurrentHashMap<>();
  private final AtomicLong uses = new AtomicLong();
  private final EventCodec codec;
  private final Limits limits;

  /** A hub without topics. */
  public Hub(EventCodec codec, Limits limits) {
    this.codec = codec;
    this.limits = limits;
  }

  /**
   * The topic of this name. It exists from its first use on.
   *
   * @param name 1 to 128 letters, digits and {@code : _ . / -}
   */
  public Topic topic(String name) {
    if (!name.matches("[A-Za-z0-9:_./-]{1,128}")) {
      throw new IllegalArgumentException(
          "Expected a topic name of 1 to 128 letters, digits and ':_./-' but found '"
              + name
              + "'. Use an id, such as room:42, not a title.");
    }
    return new Topic(this, name);
  }

  Position publish(String name, WsEvent event, @Nullable Outlet except) {
    EncodedEvent encoded = codec.encode(event);
    return with(
        name,
        topic -> {
          Position position = topic.append(encoded, except);
          if (position != null) {
            topic.wakeAll();
          }
          return position;
        });
  }

  Subscription subscribe(String name, Outlet outlet, @Nullable Position after) {
    return with(name, topic -> topic.add(outlet, after));
  }

  Position position(String name) {
    return with(name, LocalTopic::position);
  }

  int subscribers(String name) {
    LocalTopic topic = topics.get(name);
    return topic == null ? 0 : topic.subscribers();
  }

  /** Applies an action to a live topic; the action returns null if the topic is just retired. */
  private <T> T with(String name, Function<LocalTopic, @Nullable T> action) {
    while (true) {
      LocalTopic topic = topics.get(name);
      if (topic == null) {
        makeRoom();
        topic = topics.computeIfAbsent(name, unused -> new LocalTopic(newLog()));
      }
      topic.used(uses.incrementAndGet());
      T result = action.apply(topic);
      if (result != null) {
        return result;
      }
      topics.remove(name, topic);
    }
  }

  private void makeRoom() {
    if (topics.size() < limits.topics()) {
      return;
    }
    topics.entrySet().stream()
        .filter(entry -> entry.getValue().subscribers() == 0)
        .sorted(Comparator.comparingLong(entry -> entry.getValue().lastUse()))
        .limit(Math.max(1, limits.topics() / 10))
        .forEach(
            entry -> {
              if (entry.getValue().retire()) {
                topics.remove(entry.getKey(), entry.getValue());
              }
            });
    if (topics.size() >= limits.topics()) {
      throw new IllegalStateException(
          "Expected at most "
              + limits.topics()
              + " topics with subscribers but found no room for another. Raise Hub.Limits, or use"
              + " fewer, broader topics.");
    }
  }

  private MemoryLog newLog() {
    String epoch = Long.toString(RANDOM.nextLong() & Long.MAX_VALUE, 36);
    return new MemoryLog(epoch, limits.events(), limits.bytes());
  }
}
