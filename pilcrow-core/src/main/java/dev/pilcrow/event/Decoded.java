package dev.pilcrow.event;

/** The outcome of decoding a frame from an untrusted peer; a stranger's mistake never throws. */
public sealed interface Decoded {
  /** A valid event. Its data, if any, is a JSON tree. */
  record Event(WsEvent event) implements Decoded {}

  /** Not an event. The reason says what was expected and never quotes what was sent. */
  record Malformed(String reason) implements Decoded {}
}
