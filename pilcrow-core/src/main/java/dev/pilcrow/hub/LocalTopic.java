package dev.pilcrow.hub;

import dev.pilcrow.event.EncodedEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one topic and the cursors that follow it.
 *
 * <p>Thread-safe. The lock guards the membership and is never held while an outlet is called.
 */
final class LocalTopic {
  private static final Logger LOG = LoggerFactory.getLogger(Topic.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final MemoryLog log;
  private final Map<Outlet, Member> members = new LinkedHashMap<>();

  /** The members' outlets, rebuilt on each change, so that a publisher reads it without a lock. */
  private volatile Outlet[] outlets = new Outlet[0];

  /** Set once, under the lock, when the hub has dropped this topic. */
  private boolean retired;

  /** The hub's use counter when this topic was last used. */
  private volatile long lastUse;

  LocalTopic(MemoryLog log) {
    this.log = log;
  }

  /** Appends, or returns null if the topic is retired. */
  @Nullable Position append(EncodedEvent event, @Nullable Outlet except) {
    lock.lock();
    try {
      return retired ? null : log.append(event, except);
    } finally {
      lock.unlock();
    }
  }

  void wakeAll() {
    for (Outlet outlet : outlets) {
      try {
        outlet.wake();
      } catch (RuntimeException e) {
        LOG.warn("A connection failed while it was told of a topic's event; others go on", e);
      }
    }
  }

  /** Adds a member from a position on, or from the head; returns null if the topic is retired. */
  @Nullable Subscription add(Outlet outlet, @Nullable Position from) {
    Member member;
    lock.lock();
    try {
      if (retired) {
        return null;
      }
      Member known = members.get(outlet);
      if (known != null) {
        return known;
      }
      long after = log.startAfter(from == null ? log.position() : from);
      member = new Member(outlet, after);
      members.put(outlet, member);
      outlets = members.keySet().toArray(Outlet[]::new);
    } finally {
      lock.unlock();
    }
    outlet.attach(member.cursor);
    outlet.wake();
    return member;
  }

  private void remove(Member member) {
    lock.lock();
    try {
      if (!members.remove(member.outlet, member)) {
        return;
      }
      outlets = members.keySet().toArray(Outlet[]::new);
    } finally {
      lock.unlock();
    }
    member.outlet.detach(member.cursor);
  }

  /** Retires the topic if nobody follows it; a retired topic takes nothing more. */
  boolean retire() {
    lock.lock();
    try {
      retired = retired || members.isEmpty();
      return retired;
    } finally {
      lock.unlock();
    }
  }

  Position position() {
    return log.position();
  }

  int subscribers() {
    return outlets.length;
  }

  void used(long tick) {
    lastUse = tick;
  }

  long lastUse() {
    return lastUse;
  }

  private final class Member implements Subscription {
    private final Outlet outlet;
    private final Cursor cursor;

    Member(Outlet outlet, long after) {
      this.outlet = outlet;
      this.cursor = new Cursor(log, outlet, after, this::close);
    }

    @Override
    public void close() {
      remove(this);
    }
  }
}
