package dev.pilcrow.javalin;

/**
 * What is behind one WebSocket: a stream that takes what comes and has a way out.
 *
 * <p>Messages arrive one after the other; exactly one demand for the next frame follows each.
 */
interface SocketPeer {
  /** Greets the client and starts the handler. */
  void open();

  /** Takes a token for a frame of this time; without one, closes with 1008 and returns false. */
  boolean count(long now);

  /** Takes a text of this many bytes of UTF-8. */
  void text(String message, int size);

  /** Whether binary messages are of use here; if not, nothing is kept of them. */
  boolean readsBinary();

  /** Takes a binary message, or nothing of one that is of no use. */
  void binary(byte[] message);

  /**
   * Has the other end give a sign of life.
   *
   * @param quiet whether nothing has been written for an interval
   */
  void heartbeat(boolean quiet);

  /** Says that the server goes away, and closes. */
  void drain(long retryAfterMillis);

  /** What has been received and not been taken. */
  Inbox<?> inbox();

  /** The way out. */
  Outgoing out();
}
