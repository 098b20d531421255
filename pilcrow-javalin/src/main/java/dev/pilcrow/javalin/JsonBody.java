package dev.pilcrow.javalin;

import io.javalin.json.JavalinJackson;
import io.javalin.json.JavalinJackson3;
import io.javalin.json.JsonMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes JSON bodies with the application's mapper. Javalin's default mapper needs Jackson 2; where
 * that is absent its Jackson 3 twin takes over, since Jackson 3 is always there.
 */
final class JsonBody {
  private static final boolean JACKSON_2 = isPresent("com.fasterxml.jackson.databind.ObjectMapper");

  private static final JsonMapper JACKSON_3 = new JavalinJackson3(null, false);

  /** For what the application wrote itself, so without limits on size, and exact in its numbers. */
  private static final tools.jackson.databind.json.JsonMapper TREES =
      tools.jackson.databind.json.JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JsonBody() {}

  static String write(JsonMapper mapper, @Nullable Object value, Optional<String> toasts) {
    String json = write(mapper, value);
    return toasts.isPresent() ? withToasts(json, toasts.get()) : json;
  }

  private static String write(JsonMapper mapper, @Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof CharSequence text) {
      return TREES.writeValueAsString(text.toString()); // Javalin would take it for JSON
    }
    if (value instanceof JsonNode tree) {
      return tree.toString();
    }
    JsonMapper usable = mapper instanceof JavalinJackson && !JACKSON_2 ? JACKSON_3 : mapper;
    return usable.toJsonString(value, value.getClass());
  }

  /** Adds {@code _toasts} to an object; wraps any other value as {@code data} beside it. */
  static String withToasts(String json, String toasts) {
    String text = json.strip();
    if (!text.startsWith("{")) {
      return "{\"data\":" + text + ",\"_toasts\":" + toasts + '}';
    }
    if (text.contains("\"_toasts\"")) {
      ObjectNode root = (ObjectNode) TREES.readTree(text);
      root.set("_toasts", TREES.readTree(toasts));
      return root.toString();
    }
    String members = text.substring(1, text.length() - 1).stripTrailing();
    return '{' + members + (members.isBlank() ? "" : ",") + "\"_toasts\":" + toasts + '}';
  }

  private static boolean isPresent(String className) {
    try {
      Class.forName(className, false, JsonBody.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }
}
