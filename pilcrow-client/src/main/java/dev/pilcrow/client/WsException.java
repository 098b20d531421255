package dev.pilcrow.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** What went wrong with a connection. */
public abstract sealed class WsException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private WsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The server answered, but not with a WebSocket. */
  public static final class Handshake extends WsException {
    @Serial private static final long serialVersionUID = 1;
    private final int status;

    Handshake(int status, String message, Throwable cause) {
      super(message, cause);
      this.status = status;
    }

    /** The HTTP status, such as 401; 101 if the answer was a WebSocket of another protocol. */
    public int status() {
      return status;
    }
  }

  /** There was no answer: no such host, connection refused, timed out, broken. */
  public static final class Transport extends WsException {
    @Serial private static final long serialVersionUID = 1;

    Transport(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The server has rejected a message for good. */
  public static final class Rejected extends WsException {
    @Serial private static final long serialVersionUID = 1;

    Rejected(String reason) {
      super("Expected the server to take a message but it was rejected: " + reason, null);
    }
  }

  /** More messages wait to be sent than {@link SocketOptions#queue} allows. */
  public static final class Capacity extends WsException {
    @Serial private static final long serialVersionUID = 1;

    Capacity(int limit) {
      super(
          "Expected at most %d messages waiting to be sent. Wait for the futures, use send, or raise SocketOptions.queue."
              .formatted(limit),
          null);
    }
  }
}
