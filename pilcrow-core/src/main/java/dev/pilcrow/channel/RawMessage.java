package dev.pilcrow.channel;

import java.nio.ByteBuffer;

/** A WebSocket message as it is, for when the typed one is too strict. */
public sealed interface RawMessage {
  /** A text message. */
  record Text(String text) implements RawMessage {}

  /** A binary message. */
  record Binary(ByteBuffer bytes) implements RawMessage {}

  /** A ping; the peer answers it by itself. */
  record Ping(ByteBuffer payload) implements RawMessage {
    public Ping {
      check(payload);
    }
  }

  /** A pong, also one that nobody asked for. */
  record Pong(ByteBuffer payload) implements RawMessage {
    public Pong {
      check(payload);
    }
  }

  private static void check(ByteBuffer payload) {
    if (payload.remaining() > 125) {
      throw new IllegalArgumentException(
          "Expected a payload of at most 125 bytes but found " + payload.remaining() + ".");
    }
  }
}
