package dev.pilcrow.ws;

/**
 * Why a socket closed: a code of RFC 6455 §7.4 and a short reason.
 *
 * @param code 1000 to 4999
 * @param reason for people and logs; shortened to the 123 bytes of UTF-8 that fit a close frame
 *     when sent
 */
public record WsClose(int code, String reason) {
  /** The handler is done. */
  public static final WsClose NORMAL = new WsClose(1000, "");

  /** The server stops or the peer was silent for too long. */
  public static final WsClose GOING_AWAY = new WsClose(1001, "going away");

  /** The peer broke the rules: too many malformed messages. */
  public static final WsClose MALFORMED = new WsClose(1007, "too many malformed messages");

  /** The peer sends more than it may. */
  public static final WsClose RATE = new WsClose(1008, "rate limit exceeded");

  /** A message is over the size limit. */
  public static final WsClose TOO_LARGE = new WsClose(1009, "message too large");

  /** The handler threw. */
  public static final WsClose ERROR = new WsClose(1011, "handler failed");

  /** The server restarts; the client should come back. */
  public static final WsClose RESTART = new WsClose(1012, "service restart");

  /** The peer reads too slowly, or the handler does. */
  public static final WsClose TOO_SLOW = new WsClose(1013, "too slow");

  /** Something that the server needs is not there at the moment; the client should come back. */
  public static final WsClose TRY_LATER = new WsClose(1013, "try again later");

  /** The lease of the stream has run out; the client must sign in again. */
  public static final WsClose EXPIRED = new WsClose(4401, "sign in again");

  /** Access was withdrawn; the client does not come back. */
  public static final WsClose REVOKED = new WsClose(4403, "access was withdrawn");

  public WsClose {
    if (code < 1000 || code > 4999) {
      throw new IllegalArgumentException(
          "Expected a close code from 1000 to 4999 but found " + code + ".");
    }
  }

  /**
   * Whether a close frame may carry this code: 1000 to 1013 without 1004 to 1006, and 3000 to 4999.
   */
  public boolean isSendable() {
    return (code <= 1013 && (code < 1004 || code > 1006)) || code >= 3000;
  }
}
