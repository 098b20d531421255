package dev.pilcrow.hub;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.WsEvent;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The topics of one application.
 *
 * <p>Thread-safe and bounded: topics that nobody follows make room for new ones, the one unused for
 * longest first, and go when they have not been used for as long as events are kept.
 */
public final class Hub {
  /**
   * What a hub keeps.
   *
   * @param topics how many topics there may be at once
   * @param events how many of its newest events each topic keeps
   * @param bytes how many bytes of them, in JSON; at least one event is kept whatever its size
   * @param age how long it keeps an event, from a millisecond to a year
   */
  public record Limits(int topics, int events, long bytes, Duration age) {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(366);

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
      if (age.compareTo(SHORTEST) < 0 || age.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "Expected an age between a millisecond and a year but found " + age + ".");
      }
    }

    /** Limits with an age of one hour. */
    public Limits(int topics, int events, long bytes) {
      this(topics, events, bytes, HOUR);
    }

    /** 10,000 topics of 1,000 events and 1 MiB each, kept for an hour. */
    public static Limits defaults() {
      return new Limits(10_000, 1_000, 1 << 20);
    }
  }

  /** The topic of {@link #revoke}; names that start with {@code pilcrow:} are Pilcrow's own. */
  public static final String REVOCATIONS = "pilcrow:revocations";

  /** A topic that may go, and when it was last used as of now: others go on using theirs. */
  private record Unused(String name, LocalTopic topic, long lastUse) {}

  private final Map<String, LocalTopic> topics = new ConcurrentHashMap<>();
  private final HubCounters counters = new HubCounters();
  private final EventCodec codec;
  private final Limits limits;
  private final TopicLogs logs;
  private final LongSupplier clock;
  private final long idle;

  /** When unused topics were last looked for, by the clock. */
  private final AtomicLong lastSweep;

  /** A hub whose topics live in memory. */
  public Hub(EventCodec codec, Limits limits) {
    this(codec, limits, TopicLogs.inMemory(System::nanoTime), System::nanoTime);
  }

  /**
   * A hub whose topics live in these logs.
   *
   * @param clock nanoseconds from any start, by which unused topics go
   */
  public Hub(EventCodec codec, Limits limits, TopicLogs logs, LongSupplier clock) {
    this.codec = codec;
    this.limits = limits;
    this.logs = logs;
    this.clock = clock;
    this.idle = limits.age().toNanos();
    this.lastSweep = new AtomicLong(clock.getAsLong());
  }

  /**
   * The topic of this name. It exists from its first use on.
   *
   * @param name 1 to 128 letters, digits and {@code : _ . / -}
   */
  public Topic topic(String name) {
    checkName(name);
    return new Topic(this, name);
  }

  /**
   * The topic of this name for messages of a typed channel. Each channel has topics of its own, and
   * pages have theirs: equal names mean different topics.
   *
   * @param name as above
   * @param channel as it is served, its parameters not filled in
   */
  public <T> TypedTopic<T> topic(String name, WsChannel<?, T> channel) {
    checkName(name);
    return new TypedTopic<>(this, name, channel);
  }

  private static void checkName(String name) {
    if (!Topic.isName(name)) {
      throw new IllegalArgumentException(
          "Expected a topic name of 1 to 128 letters, digits and ':_./-' but found '"
              + name
              + "'. Use an id, such as room:42, not a title.");
    }
  }

  /**
   * Closes every stream of a user with 4403, on every machine that shares the topics. Withdraw the
   * user's session or permission first: streams that are on their way meanwhile are closed too, and
   * those that come later are the handshake's business.
   *
   * @param user as the handler named them on their streams
   * @throws TopicLogException if the topics are kept on another machine that cannot be reached
   */
  public void revoke(String user) {
    topic(REVOCATIONS).publish(WsEvent.custom("revoke", Objects.requireNonNull(user, "user")));
  }

  Position publish(String name, WsEvent event, @Nullable Outlet except) {
    EncodedEvent encoded = codec.encode(event);
    Position at = with(name, topic -> topic.log().append(encoded, except));
    counters.published.increment();
    return at;
  }

  Subscription subscribe(String name, Outlet outlet, @Nullable Position after) {
    return with(name, topic -> topic.add(outlet, after));
  }

  Position position(String name) {
    return with(name, topic -> topic.log().position());
  }

  int subscribers(String name) {
    LocalTopic topic = topics.get(name);
    return topic == null ? 0 : topic.subscribers();
  }

  /** What the topics have done so far. Cheap; any thread. */
  public HubStats stats() {
    return new HubStats(
        topics.size(),
        counters.published.sum(),
        counters.resumed.sum(),
        counters.resynced.sum(),
        counters.conflated.sum(),
        counters.lagged.sum());
  }

  /**
   * How many events wait for the subscriber that is furthest behind. Looks at every subscription;
   * any thread.
   */
  public long lag() {
    return topics.values().stream().mapToLong(LocalTopic::lag).max().orElse(0);
  }

  /** How many topics there are now. */
  int size() {
    return topics.size();
  }

  private <T> T with(String name, Function<LocalTopic, T> action) {
    long now = clock.getAsLong();
    sweep(now);
    LocalTopic topic = acquire(name, now);
    try {
      return action.apply(topic);
    } finally {
      topic.release();
    }
  }

  private LocalTopic acquire(String name, long now) {
    while (true) {
      LocalTopic topic = topics.get(name);
      if (topic == null) {
        if (!makeRoom() && !topics.containsKey(name)) {
          throw full();
        }
        topic =
            topics.computeIfAbsent(name, unused -> new LocalTopic(name, limits, logs, counters));
      }
      if (topic.acquire(now)) {
        return topic;
      }
      topics.remove(name, topic);
    }
  }

  /** Now and then, drops what is too old: events, and topics without followers. */
  private void sweep(long now) {
    long last = lastSweep.get();
    if (now - last <= idle / 4 || !lastSweep.compareAndSet(last, now)) {
      return;
    }
    topics.forEach(
        (name, topic) -> {
          if (now - topic.lastUse() <= idle || !remove(name, topic)) {
            topic.log().trim();
          }
        });
  }

  private boolean remove(String name, LocalTopic topic) {
    return topic.retire() && topics.remove(name, topic);
  }

  /** Whether another topic may be made: there was room, or some that nobody needs have gone. */
  private boolean makeRoom() {
    if (topics.size() < limits.topics()) {
      return true;
    }
    int most = Math.max(topics.size() - limits.topics() + 1, limits.topics() / 10);
    int gone = 0;
    for (Unused unused : unused()) {
      if (gone < most && remove(unused.name(), unused.topic())) {
        gone++;
      }
    }
    return gone > 0 || topics.size() < limits.topics();
  }

  private IllegalStateException full() {
    return new IllegalStateException(
        "Expected at most "
            + limits.topics()
            + " topics with subscribers but found no room for another. Raise Hub.Limits, or use"
            + " fewer, broader topics.");
  }

  /** The topics without followers, the one unused for longest first. */
  private List<Unused> unused() {
    return topics.entrySet().stream()
        .filter(entry -> entry.getValue().subscribers() == 0)
        .map(entry -> new Unused(entry.getKey(), entry.getValue(), entry.getValue().lastUse()))
        .sorted(Comparator.comparingLong(Unused::lastUse))
        .toList();
  }
}
