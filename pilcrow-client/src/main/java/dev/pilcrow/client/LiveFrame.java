package dev.pilcrow.client;

import dev.pilcrow.event.Decoded;
import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.Json;
import dev.pilcrow.hub.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One frame of a live page.
 *
 * @param type its type, or "" if it has none
 * @param topic the topic it is of, or null
 * @param at its place there; null exactly if the topic is
 * @param after the offset that it follows, which is further back if it stands for several
 * @param tree all of it
 */
record LiveFrame(
    String type, @Nullable String topic, @Nullable Position at, long after, JsonNode tree) {
  static final EventCodec CODEC = EventCodec.lenient();

  /** The frames of a message, in order: one, or those of an array. Empty if it is neither. */
  static List<LiveFrame> read(String text) {
    JsonNode tree;
    try {
      tree = Json.mapper().readTree(text);
    } catch (JacksonException e) {
      return List.of();
    }
    List<LiveFrame> frames = new ArrayList<>();
    for (JsonNode node : tree.isArray() ? tree : List.of(tree)) {
      if (node.isObject()) {
        frames.add(of(node));
      }
    }
    return frames;
  }

  private static LiveFrame of(JsonNode tree) {
    String type = tree.path("type").asString("");
    String topic = tree.path("topic").asString("");
    Position at = Position.parse(tree.path("id").asString("")).orElse(null);
    if (topic.isEmpty() || at == null) {
      return new LiveFrame(type, null, null, 0, tree);
    }
    return new LiveFrame(type, topic, at, tree.path("after").asLong(at.offset() - 1), tree);
  }

  /** The event in it, or what is wrong with it. */
  Decoded event() {
    return CODEC.decode(tree);
  }
}
