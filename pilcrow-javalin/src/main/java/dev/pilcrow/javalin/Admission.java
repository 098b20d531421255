package dev.pilcrow.javalin;

import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/** What a route says to a handshake. */
sealed interface Admission {
  /** There is no socket, and the answer says why. */
  record Refused(Refusal refusal) implements Admission {}

  /**
   * The upgrade may go on.
   *
   * @param subprotocol the one to speak, or null if the client has offered none
   */
  record Granted(@Nullable String subprotocol, Connector connector) implements Admission {}

  /** Makes what is behind an open connection. */
  @FunctionalInterface
  interface Connector {
    /** Makes it; {@link SocketPeer#open} comes next. */
    SocketPeer connect(UpgradeTicket ticket, LiveServices services, Session session);
  }
}
