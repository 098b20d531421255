package dev.pilcrow.javalin;

import io.javalin.http.Context;

/** What a WebSocket route does with a handshake and with the connections that come of it. */
interface RouteService {
  /** Says whether a handshake may go on. Called before the upgrade. */
  Admission admit(Context handshake);

  /** Takes what a connection needs, or returns false when the server has none left. */
  boolean reserve(HandlerThreads threads);

  /** Gives it back for a connection that never opened. */
  void cancel(HandlerThreads threads);
}
