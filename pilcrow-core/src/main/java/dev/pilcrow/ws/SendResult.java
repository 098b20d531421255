package dev.pilcrow.ws;

/** What became of a message handed to a connection. */
public enum SendResult {
  /** It will be written, in order, unless the connection breaks first. */
  QUEUED,
  /**
   * The connection is closed or closing, also because this message did not fit its queue. Final: no
   * later send succeeds.
   */
  CLOSED
}
