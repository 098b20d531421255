package dev.pilcrow.redis;

import dev.pilcrow.hub.Position;
import java.util.List;

/** What the script answers, as {@code log.lua} says it. */
record Reply(List<Object> parts) {
  String generation() {
    return text(0);
  }

  long feedHead() {
    return number(1);
  }

  long feedFirst() {
    return number(2);
  }

  /** The place after the topic's newest event. */
  Position head() {
    return new Position(text(3), number(4));
  }

  /** The offset of the first event that the topic has kept. */
  long first() {
    return number(5);
  }

  /** The nonce of the topic's newest event, or "". */
  String lastNonce() {
    return text(6);
  }

  /** The server's clock in milliseconds. */
  long now() {
    return number(7);
  }

  /** The place after the event that was appended. */
  Position appended() {
    return new Position(text(6), number(7));
  }

  private String text(int index) {
    return Script.text((byte[]) parts.get(index));
  }

  private long number(int index) {
    return (Long) parts.get(index);
  }
}
