package dev.pilcrow.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that server and browser both understand; one JSON object in one text frame.
 *
 * <p>Targets are CSS selectors; an empty target means every element that follows the connection.
 * Data is anything Jackson can write (maps, lists, records, beans, null). A received event's data
 * is a {@code tools.jackson.databind.JsonNode}. Values are immutable as far as their data is; they
 * may be shared between threads.
 *
 * <p>The five shapes and the factories' argument order are those of Pilcrow's WebSocket guide.
 */
public sealed interface WsEvent {

  /** Patches data into the elements bound below the target. */
  record Patch(String target, @Nullable Object data) implements WsEvent {
    public Patch {
      Objects.requireNonNull(target, "target");
    }
  }

  /** Swaps markup into the target. The client sanitises it. */
  record Html(String target, String markup, Swap swap) implements WsEvent {
    public Html {
      Objects.requireNonNull(target, "target");
      Objects.requireNonNull(markup, "markup");
      Objects.requireNonNull(swap, "swap");
    }

    /** The same markup, swapped in another way. */
    public Html swap(Swap other) {
      return new Html(target, markup, other);
    }

    /** The same markup, added after the target's last child; see {@link Swap#APPEND}. */
    public Html append() {
      return swap(Swap.APPEND);
    }

    /** The same markup, added before the target's first child; see {@link Swap#PREPEND}. */
    public Html prepend() {
      return swap(Swap.PREPEND);
    }

    /** The same markup, replacing the target itself. */
    public Html outer() {
      return swap(Swap.OUTER);
    }
  }

  /** Rebuilds the bindings below the target. */
  record Invalidate(String target) implements WsEvent {
    public Invalidate {
      Objects.requireNonNull(target, "target");
    }
  }

  /** Sends the browser to a path of the same origin; the client refuses any other. */
  record Navigate(String path) implements WsEvent {
    public Navigate {
      Objects.requireNonNull(path, "path");
    }
  }

  /** An event of the application's own, in either direction. */
  record Custom(String event, @Nullable Object data) implements WsEvent {
    public Custom {
      Objects.requireNonNull(event, "event");
    }
  }

  /** Patches data into the elements bound below the target. */
  static Patch patch(@Nullable Object data, String target) {
    return new Patch(target, data);
  }

  /**
   * Replaces the target's children by markup; {@code .append()} and its siblings swap otherwise.
   */
  static Html html(CharSequence markup, String target) {
    return new Html(target, markup.toString(), Swap.INNER);
  }

  /** Removes the target from the page. */
  static Html remove(String target) {
    return new Html(target, "", Swap.REMOVE);
  }

  /** Rebuilds the bindings below the target. */
  static Invalidate invalidate(String target) {
    return new Invalidate(target);
  }

  /** Sends the browser to a path of the same origin. */
  static Navigate navigate(String path) {
    return new Navigate(path);
  }

  /** An event of the application's own. */
  static Custom custom(String event, @Nullable Object data) {
    return new Custom(event, data);
  }
}
