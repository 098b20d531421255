package dev.pilcrow.redis;

import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.TopicLogException;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what all nodes append, over one connection and on one thread, and hands it to the copies of
 * the topics that somebody on this node follows.
 *
 * <p>Everything that changes those copies at their end runs on that thread, one thing after the
 * other; a read that waits for news does so in Redis and holds no thread.
 */
final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLogs.class);
  private static final Duration BLOCK = Duration.ofSeconds(2);
  private static final int BATCH = 256;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Map<String, RedisLog> followed = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor thread;
  private final Link link;
  private final Keys keys;
  private final RedisSettings settings;
  private final Store store;
  private final Refusals refusals = new Refusals();

  // All of these: the feed's thread only.

  /** The generation that the copies are of, or null while they have yet to be brought to one. */
  private @Nullable String generation;

  /** The offset and nonce of the last entry that was read. */
  private long last;

  private @Nullable String lastNonce;
  private Duration pause = FIRST_PAUSE;
  private @Nullable RedisNode node;

  Feed(Link link, Keys keys, RedisSettings settings, Store store) {
    this.link = link;
    this.keys = keys;
    this.settings = settings;
    this.store = store;
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var daemon = new Thread(task, "pilcrow-redis-feed");
              daemon.setDaemon(true);
              return daemon;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRemoveOnCancelPolicy(true);
  }

  void start(RedisNode owner) {
    long refresh = Math.max(1, settings.unusedTopics.toMillis() / 4);
    thread.execute(
        () -> {
          node = owner;
          recover();
        });
    var unused =
        thread.scheduleWithFixedDelay(this::keepTopics, refresh, refresh, TimeUnit.MILLISECONDS);
  }

  /**
   * Has a topic's copy begin to follow its log in the given way, and keeps it there from now on.
   * Waits for Redis for as long as publishing does.
   */
  void follow(RedisLog log, Runnable beginning) {
    followed.put(log.topic(), log);
    long deadline = System.nanoTime() + settings.publishWait.plus(settings.timeout).toNanos();
    TopicLogException failure = null;
    while (deadline - System.nanoTime() > 0 && !thread.isShutdown()) {
      try {
        thread.submit(beginning).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        return;
      } catch (ExecutionException e) {
        failure =
            new TopicLogException(
                RedisFailure.describe("say where topic " + log.topic() + " is", e), e);
        Store.pause(FIRST_PAUSE.toNanos());
      } catch (TimeoutException e) {
        break;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw failure != null
        ? failure
        : new TopicLogException(
            "Expected topic "
                + log.topic()
                + " to be read from Redis but there was no time for it."
                + " See why Redis is slow, or raise publishWait.",
            null);
  }

  void unfollow(RedisLog log) {
    followed.remove(log.topic(), log);
  }

  void close() {
    thread.shutdownNow();
  }

  /** Finds out whether what was read is still true, mends what is not, and reads on. */
  private void recover() {
    try {
      String nonce = lastRead();
      Reply now = store.feed();
      if (!unbroken(nonce, now)) {
        if (now.generation().equals(generation) && rewritten(now)) {
          now = store.renew();
        }
        startOver(now);
      }
      pause = FIRST_PAUSE;
      read();
    } catch (TopicLogException | RedisException e) {
      later(e);
    }
  }

  private void later(Exception e) {
    LOG.warn("Expected to read topics from Redis but {}; trying again", e.toString());
    var unused = thread.schedule(this::recover, pause.toMillis(), TimeUnit.MILLISECONDS);
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
  }

  /**
   * The nonce that the feed holds now at the last place that was read, or null if there is none.
   *
   * <p>Ask for it before {@link Store#feed}: the feed loses its oldest entries all the time, and a
   * place that was not lost at the later time had not been lost at the earlier one.
   */
  private @Nullable String lastRead() {
    return last == 0 ? null : store.feedNonce(last);
  }

  private boolean unbroken(@Nullable String nonce, Reply now) {
    return now.generation().equals(generation)
        && (last == 0 ? now.feedFirst() <= 1 : lastNonce != null && lastNonce.equals(nonce));
  }

  /** Whether the feed, though it reaches back to what this node has read, has not got that. */
  private boolean rewritten(Reply now) {
    return last >= now.feedFirst() && last > 0;
  }

  private void startOver(Reply now) {
    generation = null;
    last = now.feedHead();
    lastNonce = lastRead();
    followed.values().forEach(RedisLog::follow);
    generation = now.generation();
  }

  @SuppressWarnings("unchecked") // One stream: an array of one generic element.
  private void read() {
    var args = XReadArgs.Builder.block(BLOCK.toMillis()).count(BATCH);
    var from = StreamOffset.from(keys.feed(), last + "-0");
    CompletionStage<List<StreamMessage<String, byte[]>>> arriving =
        link.send(BLOCK, connection -> connection.async().xread(args, from));
    arriving.whenComplete((messages, failure) -> thread.execute(() -> arrived(messages, failure)));
  }

  private void arrived(
      @Nullable List<StreamMessage<String, byte[]>> messages, @Nullable Throwable failure) {
    if (failure != null || messages == null) {
      later(new RedisException(RedisFailure.cause(Objects.requireNonNull(failure))));
      return;
    }
    try {
      take(messages);
    } catch (TopicLogException | RedisException e) {
      generation = null;
      later(e);
    }
  }

  private void take(List<StreamMessage<String, byte[]>> messages) {
    var touched = new LinkedHashSet<RedisLog>();
    boolean whole = !messages.isEmpty();
    for (StreamMessage<String, byte[]> message : messages) {
      whole = whole && take(message, touched);
    }
    touched.forEach(RedisLog::news);
    if (whole) {
      store.saw(Objects.requireNonNull(generation), last);
      read();
    } else if (messages.isEmpty()) {
      recover();
    } else {
      mend();
    }
  }

  /** Something came that does not follow what was read. */
  private void mend() {
    if (unbroken(lastRead(), store.feed())) {
      refusals.report("the feed has entries that are not Pilcrow's: every log starts over");
      startOver(store.renew());
    }
    recover();
  }

  /** Takes one entry; false if it does not follow the last one, or is not of this generation. */
  private boolean take(StreamMessage<String, byte[]> message, Set<RedisLog> touched) {
    Map<String, byte[]> fields = message.getBody();
    if (RedisNode.offset(message) != last + 1
        || !Script.text(fields.getOrDefault("g", new byte[0])).equals(generation)) {
      return false;
    }
    last++;
    lastNonce = Script.text(fields.getOrDefault("x", new byte[0]));
    String topic = Script.text(fields.getOrDefault("k", new byte[0]));
    RedisLog log = followed.get(topic);
    if (log == null) {
      return true;
    }
    StoredEvent stored = Objects.requireNonNull(node).read(topic, fields);
    if (stored.event() == null) {
      refusals.report("topic " + topic + " has an entry that is no event, or wrongly signed");
    }
    Optional<Position> at = Position.parse(Script.text(fields.getOrDefault("p", new byte[0])));
    if (at.isEmpty() || !log.deliver(at.get(), stored)) {
      log.follow();
    }
    touched.add(log);
    return true;
  }

  /** Says to Redis that topics which are followed are used, though nothing may be published. */
  private void keepTopics() {
    try {
      followed.values().forEach(RedisLog::keep);
    } catch (TopicLogException e) {
      LOG.debug("Topics could not be kept; the next time will do", e);
    }
  }
}
