package dev.pilcrow.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An event's JSON text, encoded once and shared by every connection it goes to.
 *
 * <p>Immutable and thread-safe: {@link #utf8()} hands out read-only views of the same bytes.
 */
public final class EncodedEvent {
  private final ByteBuffer bytes;

  EncodedEvent(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** The bytes of the JSON text; each call returns a view with a position of its own. */
  public ByteBuffer utf8() {
    return bytes.duplicate();
  }

  /** How many bytes the JSON text has. */
  public int size() {
    return bytes.limit();
  }

  /** The JSON text. */
  public String text() {
    return StandardCharsets.UTF_8.decode(utf8()).toString();
  }

  @Override
  public String toString() {
    return "EncodedEvent[" + size() + " bytes]";
  }

  /** One JSON array of these events, in order; the single event itself when there is one. */
  public static ByteBuffer join(List<EncodedEvent> events) {
    if (events.size() == 1) {
      return events.get(0).utf8();
    }
    int size = events.size() + 1;
    for (EncodedEvent event : events) {
      size += event.size();
    }
    ByteBuffer joined = ByteBuffer.allocate(size);
    char separator = '[';
    for (EncodedEvent event : events) {
      joined.put((byte) separator).put(event.utf8());
      separator = ',';
    }
    return joined.put((byte) ']').flip();
  }
}
