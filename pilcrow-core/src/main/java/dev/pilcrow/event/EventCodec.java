package dev.pilcrow.event;

import dev.pilcrow.ledger.MessageId;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/**
 * Turns events into JSON text and back; the one place that knows the wire shapes.
 *
 * <p>Thread-safe. A lenient codec (the default) also accepts an object without {@code type} that
 * has a string {@code event}, a {@code custom} event without {@code data}, and {@code html} for
 * {@code markup}; a strict one takes exactly what Pilcrow's Rust server takes.
 */
public final class EventCodec {
  private final boolean strict;

  private EventCodec(boolean strict) {
    this.strict = strict;
  }

  /** A codec with Pilcrow's own mapper and limits. */
  public static EventCodec lenient() {
    return new EventCodec(false);
  }

  /** A codec that accepts only complete, typed events. */
  public static EventCodec strict() {
    return new EventCodec(true);
  }

  /**
   * Encodes an event.
   *
   * @throws IllegalArgumentException if its data cannot be written as JSON; the cause says why
   */
  public EncodedEvent encode(WsEvent event) {
    return encoded(event, null);
  }

  /** The same as a client sends it: with the id under which it may be sent again. */
  public EncodedEvent encode(WsEvent event, MessageId id) {
    return encoded(event, id);
  }

  private static EncodedEvent encoded(WsEvent event, @Nullable MessageId id) {
    var out = new ByteArrayOutputStream(256);
    SseText.Source source;
    try (JsonGenerator json = Json.mapper().createGenerator(out)) {
      json.writeStartObject();
      source = write(event, json, out);
      if (id != null) {
        json.writeStringProperty("id", id.toString());
      }
      json.writeEndObject();
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "Expected data that Jackson can write in a "
              + event.getClass().getSimpleName()
              + " event but "
              + e.getOriginalMessage()
              + ". Pass maps, lists, records or beans.",
          e);
    }
    return new EncodedEvent(out.toByteArray(), source);
  }

  /** The same, with the id and retry hint that only event streams have. */
  public EncodedEvent encode(SseEvent sse) {
    String head = SseText.head(sse);
    EncodedEvent event = encode(sse.event());
    return head.isEmpty() ? event : event.withHead(head);
  }

  private static SseText.Source write(
      WsEvent event, JsonGenerator json, ByteArrayOutputStream out) {
    if (event instanceof WsEvent.Patch patch) {
      json.writeStringProperty("type", "patch");
      json.writeStringProperty("target", patch.target());
      json.writePOJOProperty("data", patch.data());
      return SseText.Source.json("patch");
    } else if (event instanceof WsEvent.Html html) {
      json.writeStringProperty("type", "html");
      json.writeStringProperty("target", html.target());
      json.flush();
      int comma = out.size();
      json.writeStringProperty("markup", html.markup());
      if (html.swap() != Swap.INNER) {
        json.writeStringProperty("swap", html.swap().wireName());
      }
      return SseText.Source.html(comma + 1);
    } else if (event instanceof WsEvent.Invalidate invalidate) {
      json.writeStringProperty("type", "invalidate");
      json.writeStringProperty("target", invalidate.target());
      return SseText.Source.plain("invalidate", invalidate.target());
    } else if (event instanceof WsEvent.Navigate navigate) {
      json.writeStringProperty("type", "navigate");
      json.writeStringProperty("path", navigate.path());
      return SseText.Source.plain("navigate", navigate.path());
    }
    WsEvent.Custom custom = (WsEvent.Custom) event;
    json.writeStringProperty("type", "custom");
    json.writeStringProperty("event", custom.event());
    json.writePOJOProperty("data", custom.data());
    return SseText.Source.json("custom");
  }

  /** Decodes one event from the text of a frame. */
  public Decoded decode(String text) {
    return decodeMessage(text, false).content();
  }

  /** Decodes what a client sent that may send it again, and therefore gives it an id. */
  public ClientMessage decodeMessage(String text) {
    return decodeMessage(text, true);
  }

  private ClientMessage decodeMessage(String text, boolean identified) {
    JsonNode tree;
    try {
      tree = Json.mapper().readTree(text);
    } catch (JacksonException e) {
      return unnamed("Expected one JSON object but found invalid JSON" + place(e));
    }
    if (tree == null || !tree.isObject()) {
      return unnamed("Expected one JSON object but found another kind of value");
    }
    if (!identified || !tree.has("id")) {
      return new ClientMessage(decode(tree), null);
    }
    String id = text(tree, "id");
    MessageId known = id == null ? null : MessageId.parse(id).orElse(null);
    return known == null
        ? unnamed("Expected field 'id' to be 22 base64url characters, ':' and a number from 1")
        : new ClientMessage(decode(tree), known);
  }

  private static ClientMessage unnamed(String reason) {
    return new ClientMessage(new Decoded.Malformed(reason), null);
  }

  /** Decodes one event from a JSON object, whose further members are ignored. */
  public Decoded decode(JsonNode tree) {
    String type = text(tree, "type");
    if (type == null) {
      if (!strict && !tree.has("type") && text(tree, "event") != null) {
        return custom(tree);
      }
      return new Decoded.Malformed("Expected a string in field 'type'");
    }
    return switch (type) {
      case "patch" -> patch(tree);
      case "html" -> html(tree);
      case "invalidate" -> {
        String target = text(tree, "target");
        yield target == null ? missing("target", type) : event(new WsEvent.Invalidate(target));
      }
      case "navigate" -> {
        String path = text(tree, "path");
        yield path == null ? missing("path", type) : event(new WsEvent.Navigate(path));
      }
      case "custom" -> custom(tree);
      default ->
          new Decoded.Malformed(
              "Expected type patch, html, invalidate, navigate or custom but found another");
    };
  }

  private static Decoded patch(JsonNode tree) {
    String target = text(tree, "target");
    if (target == null) {
      return missing("target", "patch");
    }
    JsonNode data = tree.get("data");
    return data == null ? absent("data", "patch") : event(new WsEvent.Patch(target, data));
  }

  private Decoded html(JsonNode tree) {
    String target = text(tree, "target");
    String markup = text(tree, "markup");
    if (markup == null && !strict) {
      markup = text(tree, "html");
    }
    if (target == null || markup == null) {
      return missing(target == null ? "target" : "markup", "html");
    }
    if (!tree.has("swap")) {
      return event(new WsEvent.Html(target, markup, Swap.INNER));
    }
    String word = text(tree, "swap");
    Swap swap = word == null ? null : Swap.ofWireName(word).orElse(null);
    return swap == null
        ? new Decoded.Malformed(
            "Expected swap inner, outer, append, prepend, before, after or remove")
        : event(new WsEvent.Html(target, markup, swap));
  }

  private Decoded custom(JsonNode tree) {
    String name = text(tree, "event");
    if (name == null) {
      return missing("event", "custom");
    }
    JsonNode data = tree.get("data");
    if (data == null) {
      if (strict) {
        return absent("data", "custom");
      }
      data = Json.mapper().nullNode();
    }
    return event(new WsEvent.Custom(name, data));
  }

  /**
   * Reads an event's data as a type.
   *
   * @throws IllegalArgumentException naming the type if the data does not fit it
   */
  public <T> T read(@Nullable Object data, Class<T> type) {
    try {
      T value = Json.mapper().convertValue(data, type);
      if (value != null) {
        return value;
      }
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Expected data of type "
              + type.getSimpleName()
              + " but found JSON of another shape. Check the event's name before reading its data.",
          e);
    }
    throw new IllegalArgumentException(
        "Expected data of type " + type.getSimpleName() + " but found null.");
  }

  private static Decoded event(WsEvent event) {
    return new Decoded.Event(event);
  }

  private static Decoded missing(String field, String type) {
    return new Decoded.Malformed("Expected a string in field '" + field + "' of type " + type);
  }

  private static Decoded absent(String field, String type) {
    return new Decoded.Malformed("Expected field '" + field + "' of type " + type);
  }

  private static @Nullable String text(JsonNode tree, String field) {
    JsonNode node = tree.get(field);
    return node != null && node.isString() ? node.stringValue() : null;
  }

  private static String place(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
