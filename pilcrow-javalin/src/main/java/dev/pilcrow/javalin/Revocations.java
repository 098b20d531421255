package dev.pilcrow.javalin;

import dev.pilcrow.event.Decoded;
import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Cursor;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Outlet;
import dev.pilcrow.hub.TopicLogException;
import dev.pilcrow.ws.WsClose;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose streams there are, and whom access was withdrawn from, on this machine or another one that
 * shares the topics.
 *
 * <p>Thread-safe. The lock guards the maps and the reading of the topic; streams are closed without
 * it.
 */
final class Revocations implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(Pilcrow.class);
  private static final WsClose UNKNOWN = new WsClose(1012, "sign in again");

  /** How long a withdrawal counts for streams that were on their way when it came. */
  private static final long REMEMBERED = Duration.ofMinutes(10).toNanos();

  private static final int MAX_REMEMBERED = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Hub hub;
  private final EventCodec codec;
  private final PilcrowConfig config;
  private final WsCounters counters;

  /** User → the leases of their streams; guarded by lock, as are the next two. */
  private final Map<String, Set<Lease>> leases = new HashMap<>();

  /** User → when access was last withdrawn, the oldest first. */
  private final Map<String, Long> withdrawn = new LinkedHashMap<>();

  private @Nullable Cursor cursor;

  /** When withdrawals began to be heard of, by the ticker; set once, under the lock. */
  private volatile @Nullable Long heardSince;

  /** Whether they could not be heard of at the start. */
  private volatile boolean away;

  Revocations(Hub hub, EventCodec codec, PilcrowConfig config, WsCounters counters) {
    this.hub = hub;
    this.codec = codec;
    this.config = config;
    this.counters = counters;
  }

  /**
   * Hears of withdrawals from now on. Called before the server takes its first connection, so that
   * none is open before; waits for where topics are kept, and goes without them if they are away.
   */
  void start() {
    try {
      heardSince();
    } catch (TopicLogException e) {
      away = true;
      LOG.warn(
          "Withdrawals of access are not heard of yet; the first stream with a user tries again. {}",
          e.getMessage());
    }
  }

  /**
   * Has a stream ended when access is withdrawn from its user, from when the stream was asked for
   * on.
   *
   * @throws TopicLogException if withdrawals have never been heard of, and still cannot be
   */
  void add(String user, Lease lease) {
    boolean unheard = lease.arrivedAt() - heardSince() < 0;
    boolean late;
    lock.lock();
    try {
      leases.computeIfAbsent(user, unused -> new HashSet<>(2)).add(lease);
      Long at = withdrawn.get(user);
      late = at != null && at - lease.arrivedAt() >= 0;
    } finally {
      lock.unlock();
    }
    if (late) {
      end(lease);
    } else if (unheard) {
      startOver(lease);
    }
  }

  private long heardSince() {
    if (heardSince == null) {
      hub.topic(Hub.REVOCATIONS).subscribe(this);
      boolean back = false;
      lock.lock();
      try {
        if (heardSince == null) {
          heardSince = config.ticker.getAsLong();
          back = away;
        }
      } finally {
        lock.unlock();
      }
      if (back) {
        LOG.warn(
            "Withdrawals of access are heard of from now on, but may have been missed: {}"
                + " connections are open, and those of before that have a user start over",
            counters.open.get());
      }
    }
    return Objects.requireNonNull(heardSince);
  }

  void remove(String user, Lease lease) {
    lock.lock();
    try {
      leases.computeIfPresent(
          user,
          (name, known) -> {
            known.remove(lease);
            return known.isEmpty() ? null : known;
          });
    } finally {
      lock.unlock();
    }
  }

  private void end(Lease lease) {
    counters.revoked.increment();
    lease.end(WsClose.REVOKED, "access was withdrawn from its user");
  }

  @Override
  public void attach(Cursor attached) {
    lock.lock();
    try {
      cursor = attached;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void detach(Cursor detached) {}

  @Override
  public void wake() {
    Set<Lease> ended = new HashSet<>();
    Set<Lease> unknown = new HashSet<>();
    lock.lock();
    try {
      if (cursor != null) {
        Cursor.Read read = cursor.poll(Integer.MAX_VALUE);
        if (read.lagged()) {
          leases.values().forEach(unknown::addAll);
          read = cursor.poll(Integer.MAX_VALUE);
        }
        for (EncodedEvent event : read.events()) {
          ended.addAll(withdraw(user(event)));
        }
      }
    } finally {
      lock.unlock();
    }
    ended.forEach(this::end);
    if (!unknown.isEmpty()) {
      LOG.warn("Withdrawals of access may have been missed: {} streams start over", unknown.size());
      unknown.forEach(Revocations::startOver);
    }
  }

  private static void startOver(Lease unknown) {
    unknown.end(UNKNOWN, "a withdrawal of access may have been missed");
  }

  private String user(EncodedEvent event) {
    return codec.decode(event.text()) instanceof Decoded.Event decoded
            && decoded.event() instanceof WsEvent.Custom custom
        ? codec.read(custom.data(), String.class)
        : "";
  }

  /** Notes a withdrawal; returns whom it ends. */
  private List<Lease> withdraw(String user) {
    long now = config.ticker.getAsLong();
    withdrawn.remove(user);
    withdrawn.put(user, now);
    withdrawn.values().removeIf(at -> now - at > REMEMBERED || withdrawn.size() > MAX_REMEMBERED);
    return List.copyOf(leases.getOrDefault(user, Set.of()));
  }
}
