package dev.pilcrow.hub;

import dev.pilcrow.event.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Places in several topics, one each, and their text forms: {@code {"room:42":"k3f9:17"}} in pages,
 * the same in base64url without padding in addresses and event ids.
 *
 * <p>Immutable. At most 64 topics and 4 KiB of JSON; what strangers send may be anything.
 */
public final class Positions {
  /** How many topics one page or connection has places in at most. */
  public static final int MAX_TOPICS = 64;

  /** The largest JSON text in bytes. */
  public static final int MAX_BYTES = 4_096;

  private static final int MAX_ENCODED = (MAX_BYTES * 4 + 2) / 3;

  /** No place in any topic. */
  public static final Positions NONE = new Positions(Map.of());

  private final Map<String, Position> places;

  private Positions(Map<String, Position> places) {
    this.places = places;
  }

  /**
   * These places; of two in one topic the later one.
   *
   * @throws IllegalArgumentException if that is more than fits a page
   */
  public static Positions of(Collection<TopicPosition> places) {
    Map<String, Position> all = new LinkedHashMap<>();
    places.forEach(place -> all.put(place.topic(), place.at()));
    return checked(new Positions(all));
  }

  /**
   * These places and another one, in place of that topic's former one. Where that would be more
   * than fits, the topics that were set longest ago go.
   */
  public Positions with(TopicPosition place) {
    if (places.size() == 1 && places.containsKey(place.topic())) {
      return new Positions(Map.of(place.topic(), place.at()));
    }
    Map<String, Position> all = new LinkedHashMap<>(places);
    all.remove(place.topic());
    all.put(place.topic(), place.at());
    Positions positions = new Positions(all);
    while (all.size() > MAX_TOPICS || (all.size() > 16 && positions.json().length() > MAX_BYTES)) {
      all.remove(all.keySet().iterator().next());
    }
    return positions;
  }

  /** These places and others, which count where both are in a topic. */
  public Positions with(Positions others) {
    Positions all = this;
    for (Map.Entry<String, Position> other : others.places.entrySet()) {
      all = all.with(new TopicPosition(other.getKey(), other.getValue()));
    }
    return all;
  }

  private static Positions checked(Positions positions) {
    int bytes = positions.json().length();
    if (positions.places.size() > MAX_TOPICS || bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "Expected positions of at most "
              + MAX_TOPICS
              + " topics in "
              + MAX_BYTES
              + " bytes but found "
              + positions.places.size()
              + " in "
              + bytes
              + ". Let one broader topic serve the page.");
    }
    return positions;
  }

  /** The place in a topic, or null without one. */
  public @Nullable Position of(String topic) {
    return places.get(topic);
  }

  /** Whether there is no place in any topic. */
  public boolean isEmpty() {
    return places.isEmpty();
  }

  /** Every topic and the place in it. */
  public Map<String, Position> asMap() {
    return Map.copyOf(places);
  }

  /** The JSON text, in ASCII: names of topics and epochs need no escaping. */
  public String json() {
    StringBuilder json = new StringBuilder(2 + 48 * places.size()).append('{');
    places.forEach(
        (topic, at) ->
            json.append(json.length() == 1 ? "\"" : ",\"")
                .append(topic)
                .append("\":\"")
                .append(at)
                .append('"'));
    return json.append('}').toString();
  }

  /** The JSON text in base64url without padding. */
  public String encode() {
    byte[] json = json().getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  /** The positions of this base64url text, or empty if it is not one; for text from strangers. */
  public static Optional<Positions> decode(String text) {
    if (text.isEmpty() || text.length() > MAX_ENCODED) {
      return Optional.empty();
    }
    try {
      ByteBuffer json = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      return parse(StandardCharsets.UTF_8.newDecoder().decode(json).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The positions of this JSON text, or empty if it is not one; for text from strangers. */
  public static Optional<Positions> parse(String json) {
    if (json.length() > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      JsonNode tree = Json.mapper().readTree(json);
      return tree != null && tree.isObject() && tree.size() <= MAX_TOPICS
          ? read(tree)
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<Positions> read(JsonNode tree) {
    Map<String, Position> places = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      JsonNode value = entry.getValue();
      Position at = value.isString() ? Position.parse(value.stringValue()).orElse(null) : null;
      if (at == null || !Topic.isName(entry.getKey())) {
        return Optional.empty();
      }
      places.put(entry.getKey(), at);
    }
    return Optional.of(new Positions(places));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Positions that && places.equals(that.places);
  }

  @Override
  public int hashCode() {
    return places.hashCode();
  }

  @Override
  public String toString() {
    return json();
  }
}
