package dev.pilcrow.ws;

/**
 * What came next on a socket. Only {@link Closed} is final; a stranger's mistake is a value, not an
 * exception, and does not close the socket by itself.
 */
public sealed interface WsReceive<T> {
  /** A valid message. */
  record Message<T>(T value) implements WsReceive<T> {}

  /** A text frame that is not a message; the reason never quotes it. */
  record Malformed<T>(String reason) implements WsReceive<T> {}

  /**
   * A frame of the wrong kind.
   *
   * @param binary whether it was a binary frame
   */
  record WrongKind<T>(boolean binary) implements WsReceive<T> {}

  /** The socket is closed; every later receive says so too. */
  record Closed<T>(WsClose close) implements WsReceive<T> {}
}
