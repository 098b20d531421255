package dev.pilcrow.response;

import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.TopicPosition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a response's modifiers came to. Used by one thread while a response is put together. */
final class Settled {
  int status;
  private List<Toast> toasts = List.of();
  private Map<String, String> triggers = Map.of();
  private List<String> patches = List.of();
  private List<String> invalidations = List.of();
  private List<TopicPosition> positions = List.of();
  private final Map<SilcrowHeaders, String> values = new EnumMap<>(SilcrowHeaders.class);
  private Map<String, String> headers = Map.of();

  Settled(int status, Effects shared, Effects own) {
    this.status = status;
    shared.applyTo(this);
    own.applyTo(this);
    join();
  }

  /** A modifier that sets one of the client's headers; a later one replaces it. */
  static Effects one(SilcrowHeaders header, String value) {
    HeaderBudget.checkOne(header.header(), value);
    return Effects.of(settled -> settled.values.put(header, value));
  }

  /** A modifier that opens a connection, with places that add up. */
  static Effects live(SilcrowHeaders header, String path, List<TopicPosition> places) {
    Effects opening = one(header, path);
    if (places.isEmpty()) {
      return opening;
    }
    Positions.of(places);
    return opening.plus(Effects.of(settled -> settled.positions(places)));
  }

  static String concrete(String word, String path, List<String> open) {
    if (!open.isEmpty()) {
      throw new IllegalArgumentException(
          "The route '%s' needs a value for '%s' before .%s(…) can name one connection."
                  .formatted(path, open.get(0), word)
              + " Write ROUTE.with(\"%s\", value).".formatted(open.get(0)));
    }
    return AsciiText.url(path);
  }

  boolean has(SilcrowHeaders header) {
    return values.containsKey(header);
  }

  void set(SilcrowHeaders header, String value) {
    values.put(header, value);
  }

  List<Toast> toasts() {
    return toasts;
  }

  void toast(Toast toast) {
    toasts = plus(toasts, toast);
  }

  void trigger(String name, String detail) {
    triggers = triggers.isEmpty() ? new LinkedHashMap<>(2) : triggers;
    triggers.put(name, detail);
  }

  void patch(String json) {
    patches = plus(patches, json);
  }

  void invalidate(String selector) {
    invalidations = plus(invalidations, selector);
  }

  void positions(List<TopicPosition> more) {
    for (TopicPosition place : more) {
      positions = plus(positions, place);
    }
  }

  /** Most responses have none of these, and hardly any has more than one. */
  private static <T> List<T> plus(List<T> list, T value) {
    List<T> longer = list.isEmpty() ? new ArrayList<>(1) : list;
    longer.add(value);
    return longer;
  }

  void header(String name, String value) {
    headers = headers.isEmpty() ? new LinkedHashMap<>() : headers;
    headers.keySet().removeIf(name::equalsIgnoreCase);
    headers.put(name, value);
  }

  /** Every header of these modifiers, except the toasts' cookie. */
  Map<String, String> headers(@Nullable String location) {
    Map<String, String> all = new LinkedHashMap<>(8);
    if (location != null) {
      all.put("Location", location);
    }
    values.forEach((header, value) -> all.put(header.header(), value));
    headers.forEach(
        (name, value) -> {
          all.keySet().removeIf(name::equalsIgnoreCase);
          all.put(name, value);
        });
    return all;
  }

  /** The headers a document load obeys through meta elements. */
  Map<String, String> metas() {
    Map<String, String> metas = new LinkedHashMap<>();
    values.forEach(
        (header, value) -> {
          if (header.mirrored()) {
            metas.put(header.header(), value);
          }
        });
    return metas;
  }

  private void join() {
    if (!triggers.isEmpty()) {
      StringBuilder object = new StringBuilder(64);
      triggers.forEach(
          (name, detail) ->
              object
                  .append(object.isEmpty() ? "{\"" : ",\"")
                  .append(name)
                  .append("\":")
                  .append(detail));
      values.put(SilcrowHeaders.TRIGGER, object.append('}').toString());
    }
    if (!patches.isEmpty()) {
      boolean single = patches.size() == 1;
      values.put(
          SilcrowHeaders.PATCH, single ? patches.get(0) : '[' + String.join(",", patches) + ']');
    }
    if (!positions.isEmpty()) {
      values.put(SilcrowHeaders.POSITIONS, Positions.of(positions).json());
    }
    if (!invalidations.isEmpty()) {
      values.put(SilcrowHeaders.INVALIDATE, String.join(",", invalidations));
    }
  }
}
