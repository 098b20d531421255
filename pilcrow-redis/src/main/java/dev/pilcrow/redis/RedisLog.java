package dev.pilcrow.redis;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.LogWindow;
import dev.pilcrow.hub.Outlet;
import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.TopicLog;
import dev.pilcrow.hub.TopicLogException;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One topic's log in Redis, and this node's copy of its newest part once somebody here follows it.
 *
 * <p>The copy grows at its end on the feed's thread alone, in the log's order, and backwards on the
 * threads of those who subscribe from further back.
 */
final class RedisLog implements TopicLog {
  private final String topic;
  private final Hub.Limits limits;
  private final RedisNode node;
  private final LogWindow copy;
  private final Runnable onNews;

  /** Whether the copy follows the log; set by the feed's thread. */
  private volatile boolean following;

  /** Who wrote the newest event of the copy, or ""; the feed's thread only. */
  private String lastNonce = "";

  RedisLog(String topic, Hub.Limits limits, RedisNode node, LogWindow copy, Runnable onNews) {
    this.topic = topic;
    this.limits = limits;
    this.node = node;
    this.copy = copy;
    this.onNews = onNews;
  }

  String topic() {
    return topic;
  }

  @Override
  public Position append(EncodedEvent event, @Nullable Outlet except) {
    return node.store().append(topic, limits, event, except).appended();
  }

  @Override
  public Position position() {
    try {
      return look().head();
    } catch (TopicLogException e) {
      if (following) {
        return copy.head();
      }
      throw e;
    }
  }

  /** Asks Redis; waits for it only where this node could not answer by itself. */
  private Reply look() {
    Duration wait = following ? Duration.ZERO : node.settings().publishWait;
    return node.store().look(topic, limits, wait);
  }

  @Override
  public @Nullable Position start(@Nullable Position from) {
    if (!following) {
      node.feed().follow(this, this::begin);
    }
    Reply now;
    try {
      now = look();
      if (!now.head().epoch().equals(copy.head().epoch())) {
        node.feed().follow(this, this::follow);
      }
    } catch (TopicLogException e) {
      return startHere(from);
    }
    if (from == null) {
      return now.head();
    }
    boolean kept =
        from.epoch().equals(now.head().epoch())
            && from.offset() <= now.head().offset()
            && from.offset() >= now.first() - 1;
    return kept && reachBack(from, now) ? from : null;
  }

  /** While Redis is away, what the copy holds can be read, and a newer place be waited for. */
  private @Nullable Position startHere(@Nullable Position from) {
    if (from == null) {
      return copy.head();
    }
    Position tail = copy.tail();
    return from.epoch().equals(tail.epoch()) && from.offset() >= tail.offset() ? from : null;
  }

  /** Makes the copy begin at a place or before it. */
  private boolean reachBack(Position from, Reply now) {
    Position tail = copy.tail();
    if (from.offset() >= tail.offset()) {
      return true;
    }
    List<StreamMessage<String, byte[]>> older;
    try {
      older = node.store().range(topic, from.offset() + 1, tail.offset());
    } catch (RedisException e) {
      return false;
    }
    for (int i = older.size() - 1; i >= 0; i--) {
      StoredEvent stored = node.read(topic, older.get(i));
      Position at = new Position(tail.epoch(), RedisNode.offset(older.get(i)));
      if (!copy.copyBefore(at, stored.event(), node.exceptedBy(stored), age(stored, now))) {
        return false;
      }
    }
    Position reached = copy.tail();
    return reached.epoch().equals(from.epoch()) && reached.offset() <= from.offset();
  }

  private static Duration age(StoredEvent stored, Reply now) {
    return Duration.ofMillis(Math.max(0, now.now() - stored.time()));
  }

  /**
   * Follows the log from where it is now, unless somebody else's wish to has been fulfilled: a copy
   * that is followed already may begin anew only for a reason. On the feed's thread.
   */
  private void begin() {
    if (!following) {
      follow();
    }
  }

  /**
   * Brings the copy to where the log is now, without a gap if the log still holds what comes after
   * the copy. On the feed's thread.
   */
  void follow() {
    Reply now = node.store().look(topic, limits, Duration.ZERO);
    if (!following || !catchUp(now)) {
      copy.restart(now.head());
      lastNonce = now.lastNonce();
    }
    following = true;
    onNews.run();
  }

  private boolean catchUp(Reply now) {
    Position have = copy.head();
    long head = now.head().offset();
    if (!now.head().epoch().equals(have.epoch()) || head < have.offset()) {
      return false;
    }
    if (head == have.offset()) {
      return now.lastNonce().equals(lastNonce);
    }
    boolean known = have.offset() == 0;
    var missing = node.store().range(topic, Math.max(1, have.offset()), head);
    for (StreamMessage<String, byte[]> message : missing) {
      StoredEvent stored = node.read(topic, message);
      Position at = new Position(have.epoch(), RedisNode.offset(message));
      if (at.offset() == have.offset()) {
        known = stored.nonce().equals(lastNonce);
      } else if (!known
          || !copy.copy(at, stored.event(), node.exceptedBy(stored), age(stored, now))) {
        return false;
      } else {
        lastNonce = stored.nonce();
      }
    }
    return copy.head().offset() == head;
  }

  /** Takes over an event that the feed brought; false if it does not fit. On the feed's thread. */
  boolean deliver(Position at, StoredEvent stored) {
    if (!following) {
      return true;
    }
    boolean next = at.offset() == copy.head().offset() + 1;
    boolean fits = copy.copy(at, stored.event(), node.exceptedBy(stored), Duration.ZERO);
    if (fits && next) {
      lastNonce = stored.nonce();
    }
    return fits;
  }

  /** Says to Redis that the topic is used. */
  void keep() {
    node.store().look(topic, limits, Duration.ZERO);
  }

  void news() {
    onNews.run();
  }

  @Override
  public Slice read(String epoch, long after, int maxBytes, Outlet reader) {
    return copy.read(epoch, after, maxBytes, reader);
  }

  @Override
  public long head() {
    return copy.offset();
  }

  @Override
  public void trim() {
    copy.trim();
  }

  @Override
  public void close() {
    node.feed().unfollow(this);
  }
}
