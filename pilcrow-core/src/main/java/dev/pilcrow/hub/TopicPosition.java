package dev.pilcrow.hub;

import java.util.Objects;

/**
 * A place in a topic's log. Take {@link Topic#position} before reading the data that a page shows,
 * and send it with the page: {@code html(…).ws(CHAT, position)}.
 *
 * @param topic the topic's name
 * @param at the place
 */
public record TopicPosition(String topic, Position at) {
  public TopicPosition {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(at, "at");
  }

  /** The epoch of the log. */
  public String epoch() {
    return at.epoch();
  }

  /** The offset of the last event before the place. */
  public long offset() {
    return at.offset();
  }

  @Override
  public String toString() {
    return topic + "=" + at;
  }
}
