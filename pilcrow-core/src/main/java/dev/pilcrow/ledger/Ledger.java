package dev.pilcrow.ledger;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Remembers how far the messages of each client have been handled.
 *
 * <p>A client numbers its messages and sends them in order; what was not answered before a
 * connection broke, it sends again over the next one, while the old one may still be at it. So a
 * message is claimed before it is handled and settled afterwards, and one client has at most one
 * claim at a time. A settled number settles all before it.
 *
 * <p>Implementations are thread-safe and bounded. They may wait for another machine, up to a bound
 * of their own, and then throw {@link LedgerException}. What a ledger has forgotten would be
 * handled again if it came again.
 */
public interface Ledger {
  /** What a claim found. */
  enum Claim {
    /** The message is new: the caller handles it, then settles or releases it. */
    FRESH,
    /** It has been handled. */
    HANDLED,
    /** It has been rejected. */
    REJECTED,
    /** Another claim of the same client was not given up in time. */
    BUSY
  }

  /**
   * Claims a message.
   *
   * @param wait how long to wait for another claim of the same client
   */
  Claim claim(MessageId id, Duration wait) throws InterruptedException;

  /** Records that the claimed message has been handled, or that its handling failed for good. */
  void settle(MessageId id, boolean handled);

  /** Gives a claim up: the message has not been handled, and may come again. */
  void release(MessageId id);

  /**
   * A ledger in the memory of this process, which ends with it.
   *
   * @param clients how many are remembered; those that sent nothing for longest make room
   * @param age how long a client is remembered after its last message
   * @param clock nanoseconds from any start, such as {@code System::nanoTime}
   */
  static Ledger inMemory(int clients, Duration age, LongSupplier clock) {
    return new MemoryLedger(clients, age, clock);
  }
}
