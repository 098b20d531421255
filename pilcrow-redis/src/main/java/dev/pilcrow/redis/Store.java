package dev.pilcrow.redis;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Outlet;
import dev.pilcrow.hub.TopicLogException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What Redis is asked for, apart from the feed: thread-safe, and each call waits for its answer.
 * Knows how far this node has seen the feed, so that Redis notices when it has gone back in time.
 */
final class Store {
  private static final SecureRandom RANDOM = new SecureRandom();

  private record Seen(String generation, long feed) {}

  private final Script script = new Script("log.lua");
  private final AtomicReference<Seen> seen = new AtomicReference<>(new Seen("", 0));
  private final Slots slots = new Slots();
  private final Link link;
  private final RedisSettings settings;
  private final Keys keys;
  private final Seal seal;
  private final ExceptedReaders excepted;
  private final Supplier<String> clock;

  /**
   * @param clock milliseconds by which events grow old, or "" for the server's clock
   */
  Store(
      Link link,
      RedisSettings settings,
      Keys keys,
      Seal seal,
      ExceptedReaders excepted,
      Supplier<String> clock) {
    this.link = link;
    this.settings = settings;
    this.keys = keys;
    this.seal = seal;
    this.excepted = excepted;
    this.clock = clock;
  }

  /** Where the feed is. */
  Reply feed() {
    return run("feed", "", null);
  }

  /** Ends the generation that this node knows: every log starts over, and every node is told. */
  Reply renew() {
    return run("renew", "", null);
  }

  /** Where a topic is, once Redis can be reached within this time. */
  Reply look(String topic, Hub.Limits limits, Duration wait) {
    return untilReached("say where topic " + topic + " is", wait, () -> run("look", topic, limits));
  }

  Reply append(String topic, Hub.Limits limits, EncodedEvent event, @Nullable Outlet except) {
    byte[] json = new byte[event.size()];
    event.utf8().get(json);
    if (StoredEvent.read(json) == null) {
      throw new IllegalArgumentException(
          "Expected an event that every node can read, of at most 1 MiB, 20,000 JSON tokens and 64"
              + " levels, but found one of "
              + json.length
              + " bytes. Publish less, or an invalidate event so that pages fetch it.");
    }
    long start = System.nanoTime();
    Slots.Slot slot = slot();
    try {
      String nonce = keys.nonce(slot.number, slot.count());
      if (except != null) {
        excepted.put(nonce, except);
      }
      byte[][] more = {
        Script.utf8(Integer.toString(slot.number)),
        Script.utf8(Long.toString(slot.count())),
        json,
        seal.sign(topic, nonce, json)
      };
      return untilReached(
          "append to topic " + topic + " (which may have happened)",
          settings.publishWait.minusNanos(System.nanoTime() - start),
          () -> run("append", topic, limits, more));
    } finally {
      slots.give(slot);
    }
  }

  private Slots.Slot slot() {
    try {
      Slots.Slot slot = slots.take(settings.publishWait.plus(settings.timeout));
      if (slot != null) {
        return slot;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicLogException("Interrupted while waiting to publish", e);
    }
    throw new TopicLogException(
        "Expected at most 256 threads to publish at once but found more, for longer than"
            + " publishWait. Publish from fewer threads, or see why Redis is slow.",
        null);
  }

  /** A topic's events between two offsets, both included, as many as are kept. */
  List<StreamMessage<String, byte[]>> range(String topic, long from, long to) {
    return messages(keys.topic(topic), from, to);
  }

  /** The nonce of an entry of the feed, or null if there is none. */
  @Nullable String feedNonce(long offset) {
    var found = messages(keys.feed(), offset, offset);
    return found.isEmpty()
        ? null
        : Script.text(found.get(0).getBody().getOrDefault("x", new byte[0]));
  }

  private List<StreamMessage<String, byte[]>> messages(String key, long from, long to) {
    Range<String> range = Range.create(from + "-0", to + "-0");
    return link.call(connection -> connection.async().xrange(key, range, Limit.unlimited()));
  }

  private Reply run(String op, String topic, Hub.@Nullable Limits limits, byte[]... more) {
    Seen known = Objects.requireNonNull(seen.get());
    Hub.Limits kept = limits == null ? Hub.Limits.defaults() : limits;
    long unused = Math.max(settings.unusedTopics.toMillis(), 2 * kept.age().toMillis());
    String fresh = new BigInteger(96, RANDOM).toString(36);
    Object[] words = {
      op,
      clock.get(),
      fresh,
      known.generation,
      known.feed,
      settings.feedEvents,
      settings.feedBytes,
      unused,
      topic,
      kept.events(),
      kept.bytes(),
      kept.age().toMillis(),
      unused
    };
    byte[][] arguments = new byte[words.length + more.length][];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = Script.utf8(words[i].toString());
    }
    System.arraycopy(more, 0, arguments, words.length, more.length);
    String[] names = {
      keys.feedState(), keys.feed(), keys.topicState(topic), keys.topic(topic), keys.slots()
    };
    var reply =
        new Reply(
            link.call(
                connection -> {
                  CompletionStage<List<Object>> result = script.run(connection, names, arguments);
                  return result;
                }));
    saw(reply.generation(), reply.feedHead());
    return reply;
  }

  /** Remembers that the feed of this generation has reached this offset. */
  void saw(String generation, long feed) {
    seen.updateAndGet(
        known ->
            known.generation.equals(generation) && known.feed >= feed
                ? known
                : new Seen(generation, feed));
  }

  private static Reply untilReached(String what, Duration wait, Supplier<Reply> attempt) {
    try {
      return Attempts.untilReached(wait, attempt);
    } catch (RedisException e) {
      throw new TopicLogException(RedisFailure.describe(what, e), e);
    }
  }

  static void pause(long nanos) {
    try {
      Thread.sleep(Duration.ofNanos(nanos).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
