package dev.pilcrow.javalin;

/**
 * Serves one connection of a typed channel as a loop, on a thread of its own.
 *
 * <p>The connection is open for as long as this runs: returning closes it with 1000 after what was
 * queued has gone out, throwing closes it with 1011. The thread is interrupted when the application
 * stops and the handler does not end by itself.
 */
@FunctionalInterface
public interface TypedHandler<In, Out> {
  /** Serves the connection. */
  void handle(TypedStream<In, Out> stream) throws Exception;
}
