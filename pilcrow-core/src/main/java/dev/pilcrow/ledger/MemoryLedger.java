package dev.pilcrow.ledger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A ledger in memory: a number per client, and the few that were rejected.
 *
 * <p>Thread-safe: one lock, held for a few steps; who waits for a claim waits without it. A client
 * with a claim is never forgotten, and there are no more of these than handlers at work.
 */
final class MemoryLedger implements Ledger {
  /** How many rejected numbers of one client are remembered; an older one counts as handled. */
  private static final int MAX_REJECTED = 64;

  /** What is known of one client; guarded by lock. */
  private static final class Client {
    long settled;

    /** The number that is being handled, or 0. */
    long claimed;

    long usedAt;
    final ArrayDeque<Long> rejected = new ArrayDeque<>(1);
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final int maxClients;
  private final long ageNanos;
  private final LongSupplier clock;

  /** By id, the one that was used least recently first; guarded by lock. */
  private final Map<String, Client> clients = new LinkedHashMap<>(16, 0.75f, true);

  MemoryLedger(int maxClients, Duration age, LongSupplier clock) {
    if (maxClients < 1 || age.isNegative() || age.isZero() || age.toDays() > 365) {
      throw new IllegalArgumentException(
          "Expected at least 1 client and an age of up to 365 days but found "
              + maxClients
              + " and "
              + age
              + ".");
    }
    this.maxClients = maxClients;
    this.ageNanos = age.toNanos();
    this.clock = clock;
  }

  @Override
  public Claim claim(MessageId id, Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    lock.lockInterruptibly();
    try {
      while (true) {
        Client client = use(id.client());
        if (id.number() <= client.settled) {
          return client.rejected.contains(id.number()) ? Claim.REJECTED : Claim.HANDLED;
        }
        if (client.claimed == 0) {
          client.claimed = id.number();
          return Claim.FRESH;
        }
        if (left <= 0) {
          return Claim.BUSY;
        }
        left = freed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void settle(MessageId id, boolean handled) {
    lock.lock();
    try {
      Client client = clients.get(id.client());
      if (client == null || client.claimed != id.number()) {
        throw notClaimed();
      }
      client.claimed = 0;
      client.settled = id.number();
      if (!handled) {
        client.rejected.addLast(id.number());
        if (client.rejected.size() > MAX_REJECTED) {
          client.rejected.removeFirst();
        }
      }
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void release(MessageId id) {
    lock.lock();
    try {
      Client client = clients.get(id.client());
      if (client == null || client.claimed != id.number()) {
        throw notClaimed();
      }
      client.claimed = 0;
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static IllegalStateException notClaimed() {
    return new IllegalStateException(
        "Expected a message that is claimed but found another. Claim it first, and settle or"
            + " release it once.");
  }

  /** The client, as the one used last; makes room when there are too many or some are too old. */
  private Client use(String id) {
    long now = clock.getAsLong();
    Client client = clients.computeIfAbsent(id, key -> new Client());
    client.usedAt = now;
    Iterator<Client> oldest = clients.values().iterator();
    while (oldest.hasNext()) {
      Client other = oldest.next();
      if (other == client || (clients.size() <= maxClients && now - other.usedAt < ageNanos)) {
        break;
      }
      if (other.claimed == 0) {
        oldest.remove();
      }
    }
    return client;
  }
}
