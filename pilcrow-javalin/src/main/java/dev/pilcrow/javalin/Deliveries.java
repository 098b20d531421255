package dev.pilcrow.javalin;

import dev.pilcrow.ledger.Ledger;
import dev.pilcrow.ledger.LedgerException;
import dev.pilcrow.ledger.MessageId;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that each identified message of one connection is handled once and answered: claimed
 * before the handler gets it, settled and answered when the handler is done with it.
 *
 * <p>Used by the handler's thread; any thread may ask for {@link #current}. Messages are answered
 * in their order. After one that could not be claimed or settled none is handled any more: the
 * connection closes, and its client sends it again.
 */
final class Deliveries {
  /** How many clients may speak over one connection: a page, and the outboxes of earlier ones. */
  private static final int MAX_CLIENTS = 8;

  private static final String FAILED = "The handler failed.";

  private final LiveWsStream stream;
  private final LiveServices services;
  private final Ledger ledger;
  private final Set<String> clients = new HashSet<>(2);
  private volatile @Nullable MessageId current;
  private boolean stopped;

  Deliveries(LiveWsStream stream, LiveServices services) {
    this.stream = stream;
    this.services = services;
    this.ledger = services.ledger();
  }

  /** The message that the handler is at, or null if that has no id. */
  @Nullable MessageId current() {
    return current;
  }

  /** Whether the handler is to get this; what it is not to get has been answered, or never is. */
  boolean begin(Arrival arrival) throws InterruptedException {
    MessageId id = arrival.id();
    if (id == null) {
      return true;
    }
    if (stopped) {
      return false;
    }
    if (!clients.contains(id.client())) {
      if (clients.size() == MAX_CLIENTS) {
        nack(id, "Expected at most 8 clients on one connection but found another.");
        return false;
      }
      clients.add(id.client());
    }
    boolean claimed = false;
    try {
      claimed = claim(id, arrival.item());
    } catch (LedgerException e) {
      stop(e.getMessage());
    } catch (InterruptedException e) {
      stop("its handler was interrupted");
      throw e;
    }
    return claimed;
  }

  private boolean claim(MessageId id, WsReceive<?> item) throws InterruptedException {
    PilcrowConfig config = services.config();
    Ledger.Claim claim = ledger.claim(id, config.claimWait);
    if (claim == Ledger.Claim.BUSY) {
      stop("a message of the same client has been at its handler for " + config.claimWait);
      return false;
    }
    if (item instanceof WsReceive.Malformed<?> malformed) {
      if (claim == Ledger.Claim.FRESH) {
        ledger.settle(id, false);
      }
      nack(id, malformed.reason());
      return claim == Ledger.Claim.FRESH;
    }
    if (claim == Ledger.Claim.FRESH) {
      current = id;
      return true;
    }
    services.counters().repeated.increment();
    if (claim == Ledger.Claim.HANDLED) {
      stream.out().control(ControlFrames.ack(id));
    } else {
      stream.out().control(ControlFrames.nack(id, FAILED));
    }
    return false;
  }

  /** The handler is done with the message that it was at, if any: answers it. */
  void handled() {
    MessageId id = current;
    if (id == null) {
      return;
    }
    current = null;
    if (settle(id, true)) {
      services.counters().acked.increment();
      stream.out().control(ControlFrames.ack(id));
    }
  }

  /**
   * The handler threw: the message that it was at is rejected, unless that was because the
   * application stops. Then it comes again somewhere else.
   */
  void failed() {
    MessageId id = current;
    if (id == null) {
      return;
    }
    current = null;
    if (services.connections().isStopping()) {
      stopped = true;
      try {
        ledger.release(id);
      } catch (LedgerException e) {
        stop(e.getMessage());
      }
    } else if (settle(id, false)) {
      nack(id, FAILED);
    }
  }

  private boolean settle(MessageId id, boolean handled) {
    try {
      ledger.settle(id, handled);
      return true;
    } catch (LedgerException e) {
      stop(e.getMessage());
      return false;
    }
  }

  private void nack(MessageId id, String reason) {
    services.counters().rejected.increment();
    stream.out().control(ControlFrames.nack(id, reason));
  }

  private void stop(@Nullable String why) {
    stopped = true;
    stream.closeNow(WsClose.TRY_LATER, String.valueOf(why));
  }
}
