package dev.pilcrow.client;

/** Where a socket is in its life. */
public enum SocketState {
  /** The first attempt, or another one after a loss, is on its way or waits for its time. */
  CONNECTING,
  /** Messages flow. */
  OPEN,
  /** This side has closed; what was queued goes out and the peer's answer is awaited. */
  CLOSING,
  /** Ended: by either side, or lost without another attempt. */
  CLOSED,
  /** The last attempt failed, and there is no other. */
  FAILED_TO_CONNECT;

  /** Whether nothing more happens by itself. */
  public boolean isFinal() {
    return this == CLOSED || this == FAILED_TO_CONNECT;
  }
}
