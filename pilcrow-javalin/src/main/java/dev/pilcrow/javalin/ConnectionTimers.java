package dev.pilcrow.javalin;

import dev.pilcrow.ws.WsClose;
import java.time.Duration;

/**
 * What one connection's time is up for: pings, silence, slow readers, stuck handlers, messages that
 * never end, and closes that nobody answers. Costs no timer; the watchdog sweeps.
 */
final class ConnectionTimers {
  private static final long MESSAGE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long CLOSE_NANOS = Duration.ofSeconds(5).toNanos();

  private final PilcrowConfig config;

  /** Written by Jetty's callbacks, one after the other; read by the watchdog. */
  private volatile long lastHeard;

  private volatile boolean inMessage;
  private volatile long messageSince;

  /** When the last ping was sent; this and the next two are touched by the watchdog only. */
  private long pingedAt;

  /** Whether nothing has been heard since a ping, and when the first such ping was sent. */
  private boolean awaitingLife;

  private long awaitingSince;

  ConnectionTimers(PilcrowConfig config) {
    this.config = config;
    this.lastHeard = config.ticker.getAsLong();
    this.pingedAt = lastHeard;
  }

  /** Something came; returns when. */
  long heard() {
    long now = config.ticker.getAsLong();
    lastHeard = now;
    return now;
  }

  /** A part of a message came that is not its last. */
  void inMessage() {
    if (!inMessage) {
      messageSince = lastHeard;
      inMessage = true;
    }
  }

  void messageEnded() {
    inMessage = false;
  }

  /** Does what is due; returns true when the connection has to be given up. */
  boolean sweep(SocketPeer peer, long now) {
    if (peer.out().isClosing()) {
      return overdue(peer.out(), now);
    }
    peer.out().lease().sweep(now);
    if (peer.out().writer().writingFor(now) > config.writeTimeout.toNanos()) {
      peer.out().closeNow(WsClose.TOO_SLOW, "it did not read for " + config.writeTimeout);
    } else if (peer.inbox().fullFor(now) > config.handlerTimeout.toNanos()) {
      peer.out()
          .closeNow(WsClose.TOO_SLOW, "its handler took nothing for " + config.handlerTimeout);
    } else if (!isSilent(peer, now) && now - pingedAt >= config.heartbeat.toNanos()) {
      pingedAt = now;
      if (!awaitingLife) {
        awaitingLife = true;
        awaitingSince = now;
      }
      boolean quiet = now - peer.out().writer().lastWritten() >= config.heartbeat.toNanos();
      // Behind a write that is stuck, ping frames would only pile up.
      peer.heartbeat(quiet && peer.out().writer().writingFor(now) == 0);
    }
    return false;
  }

  /** Cuts a connection that takes too long to close; true when even that does not end it. */
  static boolean overdue(Outgoing out, long now) {
    long closing = out.closingFor(now);
    if (closing > CLOSE_NANOS) {
      out.disconnect();
    }
    return closing > 2 * CLOSE_NANOS;
  }

  /** Closes a silent connection; silence that we have made, by not reading, does not count. */
  private boolean isSilent(SocketPeer peer, long now) {
    if (peer.inbox().isFull()) {
      return false;
    }
    long heard = Math.max(lastHeard, peer.inbox().resumedAt());
    awaitingLife = awaitingLife && heard - awaitingSince < 0;
    if (awaitingLife && now - awaitingSince > config.pongDeadline.toNanos()) {
      peer.out().closeNow(WsClose.GOING_AWAY, "no pong within " + config.pongDeadline);
    } else if (now - heard > config.idleTimeout.toNanos()) {
      peer.out().closeNow(WsClose.GOING_AWAY, "silent for " + config.idleTimeout);
    } else if (inMessage && now - messageSince > MESSAGE_NANOS) {
      peer.out().closeNow(WsClose.RATE, "a message took longer than 30 s");
    }
    return peer.out().isClosing();
  }
}
