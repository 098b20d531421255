package dev.pilcrow.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event's text, encoded once and shared by every connection it goes to: JSON for sockets, and
 * its {@code text/event-stream} form, made from that when the first event stream asks for it.
 *
 * <p>Immutable and thread-safe: {@link #utf8()} and {@link #sse()} hand out read-only views of the
 * same bytes.
 */
public final class EncodedEvent {
  private final ByteBuffer bytes;
  private final SseText.Source source;

  /** The other form once it is made. Two threads may both make it; the bytes are the same. */
  private volatile @Nullable ByteBuffer stream;

  EncodedEvent(byte[] bytes, SseText.Source source) {
    this.bytes = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    this.source = source;
  }

  /**
   * A frame between the two ends that no page sees, such as {@code ping}.
   *
   * @param type its type, and over an event stream its event name
   * @param members the members of its JSON object after {@code type}, such as {@code "a":1}, or ""
   */
  public static EncodedEvent control(String type, String members) {
    String rest = members.isEmpty() ? "" : "," + members;
    byte[] json = ("{\"type\":\"" + type + "\"" + rest + "}").getBytes(StandardCharsets.UTF_8);
    return new EncodedEvent(json, SseText.Source.json(type));
  }

  /** A comment for event streams, which keeps a connection alive and means nothing to a page. */
  public static EncodedEvent comment() {
    return new EncodedEvent(new byte[0], SseText.Source.COMMENT);
  }

  /** The bytes of the JSON text; each call returns a view with a position of its own. */
  public ByteBuffer utf8() {
    return bytes.duplicate();
  }

  /** The bytes of the event-stream form, with the blank line that ends it; a view as above. */
  public ByteBuffer sse() {
    ByteBuffer known = stream;
    if (known == null) {
      known = SseText.frame(source, bytes.duplicate());
      stream = known;
    }
    return known.duplicate();
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

  /** The same event with lines before it in its event-stream form. */
  EncodedEvent withHead(String head) {
    byte[] json = new byte[bytes.limit()];
    utf8().get(json);
    return new EncodedEvent(json, source.withHead(head));
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

  /** These events one after the other, as a part of an event stream. */
  public static ByteBuffer joinSse(List<EncodedEvent> events) {
    if (events.size() == 1) {
      return events.get(0).sse();
    }
    int size = 0;
    for (EncodedEvent event : events) {
      size += event.sse().remaining();
    }
    ByteBuffer joined = ByteBuffer.allocate(size);
    events.forEach(event -> joined.put(event.sse()));
    return joined.flip();
  }
}
