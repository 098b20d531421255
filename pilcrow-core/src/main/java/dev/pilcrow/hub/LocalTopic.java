package dev.pilcrow.hub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one topic and the cursors that follow it.
 *
 * <p>Thread-safe. The lock guards the membership; it is never held while the log or an outlet is
 * called.
 */
final class LocalTopic {
  private static final Logger LOG = LoggerFactory.getLogger(Topic.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final String name;
  private final TopicLog log;
  private final HubCounters counters;
  private final Map<Outlet, Member> members = new LinkedHashMap<>();

  /** The members' outlets, rebuilt on each change, so that a publisher reads it without a lock. */
  private volatile Outlet[] outlets = new Outlet[0];

  /** How many threads are using the topic; guarded by lock. */
  private int users;

  /** Set once, when the hub has dropped this topic; guarded by lock. */
  private boolean retired;

  /** When the topic was last used, by the hub's clock. */
  private volatile long lastUse;

  LocalTopic(String name, Hub.Limits limits, TopicLogs logs, HubCounters counters) {
    this.counters = counters;
    this.name = name;
    this.log = logs.open(name, limits, this::wakeAll);
  }

  TopicLog log() {
    return log;
  }

  /** Keeps the topic from being retired until {@link #release}; false if it already is. */
  boolean acquire(long now) {
    lock.lock();
    try {
      if (retired) {
        return false;
      }
      users++;
      lastUse = now;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void release() {
    lock.lock();
    try {
      users--;
    } finally {
      lock.unlock();
    }
  }

  /** Retires and closes the topic if nobody follows or uses it; a retired topic stays so. */
  boolean retire() {
    lock.lock();
    try {
      if (retired || users > 0 || !members.isEmpty()) {
        return retired;
      }
      retired = true;
    } finally {
      lock.unlock();
    }
    log.close();
    return true;
  }

  /**
   * Adds a member: from where its other end goes on, or else from this place, or else from the
   * head. What is appended between the start and the joining is in the log by then, and the last
   * wake finds it.
   */
  Subscription add(Outlet outlet, @Nullable Position from) {
    Resume resume = outlet.resume(name);
    Member member = new Member(outlet, start(resume, from), resume.named());
    lock.lock();
    try {
      Member known = members.putIfAbsent(outlet, member);
      if (known != null) {
        return known;
      }
      outlets = members.keySet().toArray(Outlet[]::new);
    } finally {
      lock.unlock();
    }
    outlet.attach(member.cursor);
    if (!isMember(member)) {
      outlet.detach(member.cursor);
    }
    outlet.wake();
    return member;
  }

  /** False if another thread has subscribed the same outlet and closed that in the meantime. */
  private boolean isMember(Member member) {
    lock.lock();
    try {
      return member.equals(members.get(member.outlet));
    } finally {
      lock.unlock();
    }
  }

  /** The place to start at, or null for a gap. */
  private @Nullable Position start(Resume resume, @Nullable Position from) {
    if (!resume.named()) {
      return log.start(from);
    }
    if (resume.from() == null) {
      log.start(null);
      return null;
    }
    Position place = log.start(resume.from());
    if (place != null) {
      counters.resumed.increment();
    }
    return place;
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

  private void wakeAll() {
    for (Outlet outlet : outlets) {
      try {
        outlet.wake();
      } catch (RuntimeException e) {
        LOG.warn("A connection failed while it was told of a topic's event; others go on", e);
      }
    }
  }

  /** How many events wait for the member that is furthest behind. */
  long lag() {
    if (outlets.length == 0) {
      return 0;
    }
    long head = log.head();
    lock.lock();
    try {
      return members.values().stream().mapToLong(m -> m.cursor.behind(head)).max().orElse(0);
    } finally {
      lock.unlock();
    }
  }

  int subscribers() {
    return outlets.length;
  }

  long lastUse() {
    return lastUse;
  }

  private final class Member implements Subscription {
    private final Outlet outlet;
    private final Cursor cursor;

    Member(Outlet outlet, @Nullable Position start, boolean named) {
      this.outlet = outlet;
      this.cursor = new Cursor(name, log, counters, outlet, start, named, this::close);
    }

    @Override
    public void close() {
      remove(this);
    }
  }
}
