package dev.pilcrow.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event's text, encoded once and shared by every connection it goes to: JSON for sockets, and
 * its {@code text/event-stream} form, made from that when the first event stream asks for it.
 *
 * <p>An event of a topic has a stamp, its place there. Clients that resume see it as the last
 * members of the JSON object; all others get the text without it.
 *
 * <p>Immutable and thread-safe: every method hands out read-only views of the same bytes.
 */
public final class EncodedEvent {
  /**
   * Where in a topic an event stands.
   *
   * @param offset the event's own, so that its position is {@code epoch:offset}
   */
  public record Stamp(String topic, String epoch, long offset) {
    private String members() {
      return ",\"topic\":\"" + topic + "\",\"id\":\"" + epoch + ":" + offset + "\"}";
    }
  }

  /** The JSON text, the stamp included. */
  private final ByteBuffer bytes;

  /** Where the text ends without its last brace, and without the stamp. */
  private final int end;

  private final SseText.Source source;
  private final @Nullable Stamp stamp;

  /** The text without the stamp, and the other form, once they are made; twice does no harm. */
  private volatile @Nullable ByteBuffer plain;

  private volatile @Nullable ByteBuffer stream;

  EncodedEvent(byte[] json, SseText.Source source) {
    this(json, json.length - 1, source, null);
  }

  private EncodedEvent(byte[] bytes, int end, SseText.Source source, @Nullable Stamp stamp) {
    this.bytes = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    this.end = end;
    this.source = source;
    this.stamp = stamp;
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
    return new EncodedEvent(json, SseText.Source.control(type));
  }

  /** A comment for event streams, which keeps a connection alive and means nothing to a page. */
  public static EncodedEvent comment() {
    return new EncodedEvent(new byte[0], SseText.Source.COMMENT);
  }

  /** The same event, standing in a topic. Names and epochs need no escaping in JSON. */
  public EncodedEvent at(Stamp place) {
    byte[] members = place.members().getBytes(StandardCharsets.ISO_8859_1);
    byte[] stamped = new byte[end + members.length];
    bytes.duplicate().get(stamped, 0, end);
    System.arraycopy(members, 0, stamped, end, members.length);
    return new EncodedEvent(stamped, end, source, place);
  }

  /** Its place in a topic; null for an event that was sent to one connection. */
  public @Nullable Stamp stamp() {
    return stamp;
  }

  /** Whether this is a frame between the two ends, which no page sees. */
  public boolean isControl() {
    return source.control();
  }

  /** The bytes of the JSON text; each call returns a view with a position of its own. */
  public ByteBuffer utf8() {
    if (stamp == null) {
      return bytes.duplicate();
    }
    ByteBuffer known = plain;
    if (known == null) {
      known = ByteBuffer.allocate(size()).put(bytes.slice(0, end)).put((byte) '}').flip();
      known = known.asReadOnlyBuffer();
      plain = known;
    }
    return known.duplicate();
  }

  /** The bytes of the JSON text with the stamp, if it has one; a view as above. */
  public ByteBuffer stamped() {
    return bytes.duplicate();
  }

  /** The bytes of the event-stream form, with the blank line that ends it; a view as above. */
  public ByteBuffer sse() {
    ByteBuffer known = stream;
    if (known == null) {
      known = SseText.frame(source, bytes.duplicate(), end);
      stream = known;
    }
    return known.duplicate();
  }

  /** How many bytes the JSON text has. */
  public int size() {
    return end + 1;
  }

  /** The JSON text. */
  public String text() {
    return StandardCharsets.UTF_8.decode(utf8()).toString();
  }

  @Override
  public String toString() {
    return "EncodedEvent[" + size() + " bytes" + (stamp == null ? "]" : ", " + stamp + "]");
  }

  /** The same event with lines before it in its event-stream form. */
  EncodedEvent withHead(String head) {
    byte[] json = new byte[bytes.limit()];
    bytes.duplicate().get(json);
    return new EncodedEvent(json, end, source.withHead(head), stamp);
  }

  /**
   * One JSON array of these events, in order; the single event itself when there is one.
   *
   * @param stamped whether with their stamps
   */
  public static ByteBuffer join(List<EncodedEvent> events, boolean stamped) {
    if (events.size() == 1) {
      return events.get(0).json(stamped);
    }
    int size = events.size() + 1;
    for (EncodedEvent event : events) {
      size += stamped ? event.bytes.limit() : event.size();
    }
    ByteBuffer joined = ByteBuffer.allocate(size);
    char separator = '[';
    for (EncodedEvent event : events) {
      joined.put((byte) separator).put(event.json(stamped));
      separator = ',';
    }
    return joined.put((byte) ']').flip();
  }

  private ByteBuffer json(boolean withStamp) {
    return withStamp ? stamped() : utf8();
  }

  /** These events one after the other, as a part of an event stream. */
  public static ByteBuffer joinSse(List<EncodedEvent> events) {
    return concat(events.stream().map(EncodedEvent::sse).toList());
  }

  /**
   * The same for clients that resume: an event of a topic is a {@code message} whose data is the
   * whole JSON text with its stamp.
   */
  public static ByteBuffer joinStampedSse(List<EncodedEvent> events) {
    return concat(
        events.stream()
            .map(
                event ->
                    event.stamp == null || event.isControl()
                        ? event.sse()
                        : SseText.message(event.stamped()))
            .toList());
  }

  private static ByteBuffer concat(List<ByteBuffer> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    ByteBuffer joined = ByteBuffer.allocate(parts.stream().mapToInt(ByteBuffer::remaining).sum());
    parts.forEach(joined::put);
    return joined.flip();
  }
}
