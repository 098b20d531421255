package dev.pilcrow.javalin;

import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the malformed frames that one connection sends without a valid one in between, and closes
 * it when there are too many. Used by the handler's thread only.
 */
final class MalformedRun {
  private static final Logger LOG = LoggerFactory.getLogger(Pilcrow.class);
  private static final int MAX = 16;

  private final Object stream;
  private final Consumer<String> listener;
  private final Consumer<WsClose> close;
  private int length;
  private boolean warned;

  MalformedRun(LiveWsStream stream) {
    this(
        stream,
        reason -> stream.services().config().onMalformed.accept(stream, reason),
        stream::close);
  }

  /**
   * A run.
   *
   * @param stream what logs call the connection
   * @param listener told why each frame is skipped
   * @param close closes the connection
   */
  MalformedRun(Object stream, Consumer<String> listener, Consumer<WsClose> close) {
    this.stream = stream;
    this.listener = listener;
    this.close = close;
  }

  void valid() {
    length = 0;
  }

  /** Reports a frame that is skipped; returns false when it was one too many. */
  boolean malformed(String reason) {
    if (warned) {
      LOG.debug("Skipped a frame of {}: {}", stream, reason);
    } else {
      LOG.warn("Skipped a frame of {}: {} (its next ones are logged at DEBUG)", stream, reason);
      warned = true;
    }
    listener.accept(reason);
    length++;
    if (length < MAX) {
      return true;
    }
    LOG.warn("Closed {} with 1007 after {} malformed frames in a row", stream, length);
    close.accept(WsClose.MALFORMED);
    return false;
  }

  /** What was wrong with a frame that is no message. */
  static String reason(WsReceive<?> received) {
    if (received instanceof WsReceive.Malformed<?> malformed) {
      return malformed.reason();
    }
    return ((WsReceive.WrongKind<?>) received).binary()
        ? "Expected a text frame but found a binary one"
        : "Expected a binary frame but found a text one";
  }
}
