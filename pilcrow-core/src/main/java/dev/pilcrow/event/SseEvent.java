package dev.pilcrow.event;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event of a one-way stream: a {@link WsEvent} with an optional id and retry hint, and its
 * {@code text/event-stream} form (WHATWG HTML, server-sent events).
 *
 * <p>Immutable; setters return changed copies.
 */
public final class SseEvent {
  private final WsEvent event;
  private final @Nullable String id;
  private final @Nullable Duration retry;

  private SseEvent(WsEvent event, @Nullable String id, @Nullable Duration retry) {
    this.event = event;
    this.id = id;
    this.retry = retry;
  }

  /** Wraps an event. */
  public static SseEvent of(WsEvent event) {
    return new SseEvent(event, null, null);
  }

  /**
   * Sets the id that a reconnecting browser sends as {@code Last-Event-ID}.
   *
   * @throws IllegalArgumentException if it holds a line break or NUL
   */
  public SseEvent id(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c == '\r' || c == '\n' || c == 0) {
        throw new IllegalArgumentException(
            "Expected an event id on one line but found a control character at index " + i + ".");
      }
    }
    return new SseEvent(event, id, retry);
  }

  /**
   * Sets the browser's delay before it reconnects.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public SseEvent retry(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("Expected a delay of 0 or more but found " + delay + ".");
    }
    return new SseEvent(event, id, delay);
  }

  /** The wrapped event. */
  public WsEvent event() {
    return event;
  }

  /** The id, if set. */
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** The reconnect delay, if set. */
  public Optional<Duration> retry() {
    return Optional.ofNullable(retry);
  }
}
