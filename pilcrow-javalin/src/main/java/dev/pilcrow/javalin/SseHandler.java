package dev.pilcrow.javalin;

/**
 * Opens one event stream: sends what the page needs first, subscribes it to topics, starts its
 * intervals, and returns. The stream stays open, without a thread, until one end closes it.
 *
 * <p>Runs on the request's thread, behind the application's {@code before} handlers. What it throws
 * before the stream has been sent or subscribed anything is answered like any exception of a
 * handler, so it may refuse with {@code throw new ForbiddenResponse()}; what it throws later closes
 * the stream.
 */
@FunctionalInterface
public interface SseHandler {
  /** Opens the stream. */
  void handle(SseStream stream) throws Exception;
}
