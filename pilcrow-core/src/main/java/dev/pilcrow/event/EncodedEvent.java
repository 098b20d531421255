package dev.pilcrow.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
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

    private String members(long after) {
      return ",\"after\":" + after + members();
    }
  }

  /** The same event as one wire format writes it; a list, for there are few formats. */
  private record Form(Object format, EncodedEvent event, @Nullable Form next) {}

  /** The JSON text, the stamp included; or a message that is none. */
  private final ByteBuffer bytes;

  /** Where the text ends without its last brace, and without the stamp. */
  private final int end;

  private final SseText.Source source;
  private final @Nullable Stamp stamp;
  private final int opcode;

  /** What {@link #form} has made. Two threads may both make one; the bytes are the same. */
  private volatile @Nullable Form forms;

  /** The text without the stamp, and the other form, once they are made; twice does no harm. */
  private volatile @Nullable ByteBuffer plain;

  private volatile @Nullable ByteBuffer stream;

  /** What it writes to, once a reader has lagged here. */
  private volatile @Nullable PatchShape shape;

  EncodedEvent(byte[] json, SseText.Source source) {
    this(ByteBuffer.wrap(json), json.length - 1, source, null, 0);
  }

  private EncodedEvent(
      ByteBuffer bytes, int end, SseText.Source source, @Nullable Stamp stamp, int opcode) {
    this.bytes = bytes.asReadOnlyBuffer();
    this.end = end;
    this.source = source;
    this.stamp = stamp;
    this.opcode = opcode;
  }

  /**
   * A WebSocket message that is no page event, and goes out as it is.
   *
   * @param opcode of RFC 6455 §5.2: 1 text, 2 binary, 9 ping, 10 pong
   * @param bytes from position to limit; they are kept, not copied
   */
  public static EncodedEvent message(int opcode, ByteBuffer bytes) {
    ByteBuffer kept = bytes.slice();
    return new EncodedEvent(kept, kept.limit() - 1, SseText.Source.json("message"), null, opcode);
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

  /**
   * The same event, standing in a topic. Names and epochs need no escaping in JSON; a {@link
   * #message} stays as it is.
   */
  public EncodedEvent at(Stamp place) {
    return opcode == 0
        ? with(place, place.members())
        : new EncodedEvent(bytes, end, source, place, opcode);
  }

  /**
   * The same event of a topic, which stands for others before it as well.
   *
   * @param after the offset that it follows
   */
  public EncodedEvent following(long after) {
    Stamp place = Objects.requireNonNull(stamp, "an event that is in no topic");
    return with(place, place.members(after));
  }

  private EncodedEvent with(Stamp place, String text) {
    byte[] members = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] stamped = new byte[end + members.length];
    bytes.duplicate().get(stamped, 0, end);
    System.arraycopy(members, 0, stamped, end, members.length);
    return new EncodedEvent(ByteBuffer.wrap(stamped), end, source, place, 0);
  }

  /** Its place in a topic; null for an event that was sent to one connection. */
  public @Nullable Stamp stamp() {
    return stamp;
  }

  /** The JSON object's type, such as {@code patch}; "" for a comment. */
  public String type() {
    return source.name();
  }

  /** The target of a patch that a later one may replace; null for any other event. */
  public @Nullable String patchTarget() {
    return shape().target();
  }

  /** Whether a page that gets this patch need not have had that earlier one to the same target. */
  public boolean replaces(EncodedEvent earlier) {
    return shape().replaces(earlier.shape());
  }

  private PatchShape shape() {
    PatchShape known = shape;
    if (known == null) {
      known = type().equals("patch") ? PatchShape.of(text()) : PatchShape.NONE;
      shape = known;
    }
    return known;
  }

  /** Whether this is a frame between the two ends, which no page sees. */
  public boolean isControl() {
    return source.control();
  }

  /** The bytes of the JSON text; each call returns a view with a position of its own. */
  public ByteBuffer utf8() {
    if (stamp == null || opcode != 0) {
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

  /**
   * The event-stream form for clients that resume: an event of a topic is a {@code message} whose
   * data is the whole JSON text with its stamp.
   */
  public ByteBuffer stampedSse() {
    return stamp == null || isControl() ? sse() : SseText.message(stamped());
  }

  /** The opcode of a {@link #message}; 0 for page events and control frames, which are text. */
  public int opcode() {
    return opcode;
  }

  /**
   * This event as another format writes it, made when the first connection asks for it and shared
   * by all.
   *
   * @param format identifies the format, by equality
   */
  public EncodedEvent form(Object format, Supplier<EncodedEvent> make) {
    Form known = forms;
    for (Form form = known; form != null; form = form.next()) {
      if (form.format().equals(format)) {
        return form.event();
      }
    }
    EncodedEvent made = make.get();
    forms = new Form(format, made, known);
    return made;
  }

  /** How many bytes the JSON text, or the message, has. */
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
    return new EncodedEvent(bytes, end, source.withHead(head), stamp, opcode);
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

  /** The same for clients that resume, as {@link #stampedSse} has them. */
  public static ByteBuffer joinStampedSse(List<EncodedEvent> events) {
    return concat(events.stream().map(EncodedEvent::stampedSse).toList());
  }

  /** Parts of an event stream one after the other. */
  public static ByteBuffer concat(List<ByteBuffer> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    ByteBuffer joined = ByteBuffer.allocate(parts.stream().mapToInt(ByteBuffer::remaining).sum());
    parts.forEach(joined::put);
    return joined.flip();
  }
}
