package dev.pilcrow.javalin;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.TopicPosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The text of one event stream whose browser resumes by itself: the id of a topic's event says
 * where the stream is in all of its topics, and comes back as Last-Event-ID.
 *
 * <p>Used by the stream's writer only.
 */
final class ResumableEvents implements Function<List<EncodedEvent>, ByteBuffer> {
  private final boolean silcrow;
  private Positions places;

  /**
   * The text of a stream.
   *
   * @param silcrow whether the client wants the place of each event in the event too, and so needs
   *     an id at the end of what is written only
   * @param start where the stream goes on
   */
  ResumableEvents(boolean silcrow, Positions start) {
    this.silcrow = silcrow;
    this.places = start;
  }

  @Override
  public ByteBuffer apply(List<EncodedEvent> frames) {
    List<ByteBuffer> parts = new ArrayList<>(2 * frames.size());
    int lastStamped = -1;
    for (int i = 0; i < frames.size(); i++) {
      lastStamped = frames.get(i).stamp() == null ? lastStamped : i;
    }
    for (int i = 0; i < frames.size(); i++) {
      EncodedEvent frame = frames.get(i);
      EncodedEvent.Stamp stamp = frame.stamp();
      if (stamp == null) {
        parts.add(frame.sse());
        continue;
      }
      places = places.with(at(stamp));
      if (!silcrow || i == lastStamped) {
        parts.add(ascii("id: " + places.encode() + "\n"));
      }
      parts.add(body(frame));
    }
    return EncodedEvent.concat(parts);
  }

  /** To a plain client a place that it steps over is an id without an event. */
  private ByteBuffer body(EncodedEvent frame) {
    if (silcrow) {
      return frame.stampedSse();
    }
    return frame.isControl() && frame.type().equals("skip") ? ascii("\n") : frame.sse();
  }

  private static TopicPosition at(EncodedEvent.Stamp stamp) {
    return new TopicPosition(stamp.topic(), new Position(stamp.epoch(), stamp.offset()));
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
