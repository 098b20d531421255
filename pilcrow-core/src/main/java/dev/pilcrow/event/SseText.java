package dev.pilcrow.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as {@code text/event-stream}. Over this transport the markup of an html event is
 * named {@code html}, and invalidate and navigate carry plain text, as in Pilcrow.
 */
public final class SseText {
  private static final String MARKUP = "\"markup\"";
  private static final String HTML = "\"html\"";

  /**
   * What an event's event-stream form is made of, besides its JSON text.
   *
   * @param head whole lines that come first, or ""
   * @param name the event's name, which is its JSON {@code type}
   * @param plain the data where it is plain text, or null where it is the JSON text
   * @param markupAt where the name of the markup stands in the JSON text, or 0
   * @param control whether it is a frame that no page sees
   */
  record Source(String head, String name, @Nullable String plain, int markupAt, boolean control) {
    static final Source COMMENT = new Source(":\n", "", "", 0, true);

    static Source json(String name) {
      return new Source("", name, null, 0, false);
    }

    static Source control(String name) {
      return new Source("", name, null, 0, true);
    }

    static Source plain(String name, String data) {
      return new Source("", name, data, 0, false);
    }

    static Source html(int markupAt) {
      return new Source("", "html", null, markupAt, false);
    }

    Source withHead(String lines) {
      return new Source(lines, name, plain, markupAt, control);
    }
  }

  private SseText() {}

  /**
   * The text of one event, with the blank line that ends it.
   *
   * @throws IllegalArgumentException if its data cannot be written as JSON
   */
  public static String encode(SseEvent sse) {
    return StandardCharsets.UTF_8.decode(EventCodec.lenient().encode(sse).sse()).toString();
  }

  /** The lines of an event that stand before its name. */
  static String head(SseEvent sse) {
    String id = sse.id().map(value -> "id: " + value + "\n").orElse("");
    return id + sse.retry().map(value -> "retry: " + value.toMillis() + "\n").orElse("");
  }

  /**
   * The event-stream form of an event whose JSON text starts with its type.
   *
   * @param json the text, possibly with more at its end than belongs here
   * @param end where what belongs here ends; a frame between the two ends is taken whole
   */
  static ByteBuffer frame(Source source, ByteBuffer json, int end) {
    if (source.name().isEmpty()) {
      return utf8(source.head() + "\n");
    }
    String start = source.head() + "event: " + source.name() + "\n";
    if (source.plain() != null) {
      return utf8(start + lines(source.plain()) + "\n");
    }
    int members = "{\"type\":\"\"".length() + source.name().length();
    if (json.get(members) == ',') {
      members++;
    }
    int last = source.control() ? json.limit() - 1 : end;
    ByteBuffer data = ByteBuffer.allocate(last + 1).put((byte) '{');
    if (source.markupAt() > 0) {
      data.put(json.slice(members, source.markupAt() - members)).put(utf8(HTML));
      members = source.markupAt() + MARKUP.length();
    }
    data.put(json.slice(members, last - members)).put((byte) '}').flip();
    return utf8(start + lines(StandardCharsets.UTF_8.decode(data).toString()) + "\n");
  }

  /** An event without a name, whose data is this JSON text. */
  static ByteBuffer message(ByteBuffer json) {
    return utf8(lines(StandardCharsets.UTF_8.decode(json).toString()) + "\n");
  }

  /** Values may bring JSON of their own, with line breaks in it. */
  private static String lines(String data) {
    return "data: " + data.replaceAll("\r\n|\r|\n", "\ndata: ") + "\n";
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
  }
}
