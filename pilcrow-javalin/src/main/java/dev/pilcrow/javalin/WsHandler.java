package dev.pilcrow.javalin;

/**
 * Serves one connection of a WebSocket route as a loop, on a thread of its own.
 *
 * <p>The connection is open for as long as this runs: returning closes it with 1000 after what was
 * queued has gone out, throwing closes it with 1011. The thread is interrupted when the application
 * stops and the handler does not end by itself.
 */
@FunctionalInterface
public interface WsHandler {
  /** Serves the connection. */
  void handle(WsStream stream) throws Exception;
}
