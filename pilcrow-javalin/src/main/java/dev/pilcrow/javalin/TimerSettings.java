package dev.pilcrow.javalin;

import static dev.pilcrow.javalin.Bounds.between;

import java.time.Duration;
import java.util.Objects;

/** The settings of {@link PilcrowConfig} that are times. */
abstract sealed class TimerSettings extends SettingValues permits PilcrowConfig {
  /**
   * How often connections are pinged, and how long the answer may take before the connection is
   * given up. 25 s and 10 s by default; each from 100 ms to 1 h.
   */
  public PilcrowConfig heartbeat(Duration interval, Duration pongDeadline) {
    checkOpen();
    this.heartbeat = between("interval of heartbeat", interval);
    this.pongDeadline = between("pongDeadline of heartbeat", pongDeadline);
    return (PilcrowConfig) this;
  }

  /** Closes connections silent for this long, pongs included: 1001. 60 s by default. */
  public PilcrowConfig idleTimeout(Duration timeout) {
    checkOpen();
    idleTimeout = between("idleTimeout", timeout);
    return (PilcrowConfig) this;
  }

  /** How long one write may take before its reader counts as too slow: 1013. 10 s by default. */
  public PilcrowConfig writeTimeout(Duration timeout) {
    checkOpen();
    writeTimeout = between("writeTimeout", timeout);
    return (PilcrowConfig) this;
  }

  /** How long a handler may leave a full receive queue alone: 1013. 30 s by default. */
  public PilcrowConfig handlerTimeout(Duration timeout) {
    checkOpen();
    handlerTimeout = between("handlerTimeout", timeout);
    return (PilcrowConfig) this;
  }

  /** Asks whether a user's stream may go on when its lease has run out. None by default. */
  public PilcrowConfig revalidate(Revalidation revalidation) {
    checkOpen();
    this.revalidation = Objects.requireNonNull(revalidation, "revalidation");
    return (PilcrowConfig) this;
  }

  /**
   * How long an application that stops waits for its pages to move to another one: they are asked
   * to (frame {@code drain}), open their next connection there and only then leave. New connections
   * get 503 meanwhile, so that whatever shares them out turns to the others; {@link
   * Pilcrow#isStopping} is for its health check. What is left then is closed with 1012.
   *
   * <p>0 by default: a server alone has nowhere to send its pages. Up to 1 h.
   */
  public PilcrowConfig drainTimeout(Duration timeout) {
    checkOpen();
    drainTimeout = timeout.isZero() ? timeout : between("drainTimeout", timeout);
    return (PilcrowConfig) this;
  }
}
