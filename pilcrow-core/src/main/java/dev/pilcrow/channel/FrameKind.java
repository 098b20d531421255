package dev.pilcrow.channel;

/** The two kinds of WebSocket frames that carry messages. */
public enum FrameKind {
  TEXT,
  BINARY
}
