package dev.pilcrow.javalin;

import io.javalin.http.Context;

/** What a WebSocket route does with a handshake and with the connections that come of it. */
interface RouteService {
  /** Says whether a handshake may go on. Called before the upgrade. */
  Admission admit(Context handshake);

  /** Whether the handler takes from the stream by itself, on a thread of its own. */
  boolean receives();

  /** Takes the thread that a connection needs, or returns false when the server has none left. */
  default boolean reserve(HandlerThreads threads) {
    return !receives() || threads.reserve();
  }

  /** Gives it back for a connection that never opened. */
  default void cancel(HandlerThreads threads) {
    if (receives()) {
      threads.cancel();
    }
  }

  /**
   * Refuses to receive where callbacks are told what comes.
   *
   * @param callback the one to use instead
   */
  default void checkReceives(String path, String callback) {
    if (!receives()) {
      throw new IllegalStateException(
          "Expected a handler loop to receive, but "
              + path
              + " is served by callbacks. What comes goes to "
              + callback
              + ".");
    }
  }
}
