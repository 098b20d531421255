package dev.pilcrow.presence;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.Json;
import dev.pilcrow.event.WsEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What one machine tells the others about its members, through the topic they share.
 *
 * @param node the machine
 * @param version how many changes the machine has told, this one included; only {@code STATE} and
 *     {@code SET} are changes
 * @param rest how many {@code SET} bulletins with the rest of a {@code STATE} follow it
 * @param entries places and what the machine's connections there say; none means nobody
 */
record Bulletin<M>(Kind kind, String node, long version, int rest, Map<Place, List<M>> entries) {
  /** How many entries one bulletin has at most, so that it stays below the limits of a document. */
  static final int MOST_ENTRIES = 50;

  /** How many bytes of JSON a connection may say about itself. */
  static final int MOST_BYTES = 2048;

  private static final String EVENT = "presence";

  enum Kind {
    /** Forget what you know of me; this is all, or where there is more its start. */
    STATE,
    /** These entries have changed. */
    SET,
    /** I am there, and nothing has changed. */
    ALIVE,
    /** I miss something: everybody, tell your state. */
    ASK,
    /** I am going; who is here may come back elsewhere. */
    BYE
  }

  WsEvent toEvent() {
    List<Map<String, Object>> list = new ArrayList<>(entries.size());
    entries.forEach(
        (place, metas) ->
            list.add(
                Map.of(
                    "group", place.group(),
                    "key", place.key(),
                    // As text, so that what it holds does not count against a document's tokens.
                    "metas", Json.mapper().writeValueAsString(metas))));
    return WsEvent.custom(
        EVENT,
        Map.of("kind", kind, "node", node, "version", version, "rest", rest, "entries", list));
  }

  /** Refuses what could not be told to other machines. */
  static void check(Object meta) {
    int bytes;
    try {
      bytes = Json.mapper().writeValueAsString(meta).getBytes(StandardCharsets.UTF_8).length;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "Expected a "
              + meta.getClass().getName()
              + " that Jackson can write but "
              + e.getOriginalMessage()
              + ". Use a record of plain values.",
          e);
    }
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "Expected at most "
              + MOST_BYTES
              + " bytes about a connection but found "
              + bytes
              + ". Keep an id there and look the rest up.");
    }
  }

  /** The bulletin of an event, or empty for anything else that stands in the topic. */
  static <M> Optional<Bulletin<M>> of(EncodedEvent event, Class<M> type) {
    try {
      JsonNode data = Json.mapper().readTree(event.text()).path("data");
      Map<Place, List<M>> entries = new LinkedHashMap<>();
      for (JsonNode entry : data.path("entries")) {
        List<M> metas = new ArrayList<>();
        for (JsonNode meta : Json.mapper().readTree(entry.path("metas").asString())) {
          metas.add(Json.mapper().treeToValue(meta, type));
        }
        entries.put(new Place(entry.path("group").asString(), entry.path("key").asString()), metas);
      }
      return Optional.of(
          new Bulletin<>(
              Kind.valueOf(data.path("kind").asString()),
              data.path("node").asString(),
              data.path("version").asLong(),
              data.path("rest").asInt(),
              entries));
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
