package dev.pilcrow.javalin;

import dev.pilcrow.ws.WsClose;
import java.time.Duration;

/**
 * What an event stream's time is up for: signs of life, slow readers, closes that do not end. The
 * watchdog sweeps; there is no timer per stream.
 */
final class StreamTimers {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private final PilcrowConfig config;
  private final Outgoing out;

  /** When a sign of life was last asked for; touched by the watchdog only. */
  private long remindedAt;

  StreamTimers(PilcrowConfig config, Outgoing out) {
    this.config = config;
    this.out = out;
    this.remindedAt = config.ticker.getAsLong();
  }

  /** How often a client hears something at least. */
  static Duration keepAlive(PilcrowConfig config) {
    return config.heartbeat.compareTo(KEEP_ALIVE) < 0 ? config.heartbeat : KEEP_ALIVE;
  }

  /** Does what is due; returns true when the stream has to be given up. */
  boolean sweep(long now) {
    if (out.isClosing()) {
      return ConnectionTimers.overdue(out, now);
    }
    out.lease().sweep(now);
    long writing = out.writer().writingFor(now);
    if (writing > config.writeTimeout.toNanos()) {
      out.closeNow(WsClose.TOO_SLOW, "it did not read for " + config.writeTimeout);
    } else if (writing == 0 && now - lastHeard() >= keepAlive(config).toNanos()) {
      remindedAt = now;
      out.keepAlive();
    }
    return false;
  }

  private long lastHeard() {
    long written = out.writer().lastWritten();
    return written - remindedAt > 0 ? written : remindedAt;
  }
}
