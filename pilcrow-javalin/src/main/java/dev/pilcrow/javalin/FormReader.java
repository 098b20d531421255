package dev.pilcrow.javalin;

import dev.pilcrow.event.Json;
import dev.pilcrow.form.Form;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads forms, whichever of the three ways they are sent. */
final class FormReader {
  /** A page has fewer fields; more are someone trying. */
  static final int MAX_VALUES = 1_000;

  private FormReader() {}

  static Form read(Context ctx) {
    String type = mediaType(ctx);
    Map<String, List<String>> values;
    switch (type) {
      case "application/x-www-form-urlencoded" -> {
        checkEscapes(ctx.body());
        values = ctx.formParamMap();
      }
      case "multipart/form-data" -> values = ctx.formParamMap();
      case "application/json" -> values = readJson(ctx.body());
      default -> {
        if (type.isEmpty() && ctx.bodyAsBytes().length == 0) {
          return Form.empty();
        }
        throw new HttpResponseException(
            415,
            "Expected a form but found "
                + (type.isEmpty() ? "a body without Content-Type" : "'" + type + "'")
                + ". Send application/x-www-form-urlencoded, multipart/form-data or"
                + " application/json.",
            Map.of());
      }
    }
    int count = values.values().stream().mapToInt(List::size).sum();
    if (Math.max(count, values.size()) > MAX_VALUES) {
      throw new HttpResponseException(
          413, "Expected at most %,d fields but found more.".formatted(MAX_VALUES), Map.of());
    }
    return Form.of(values);
  }

  static String mediaType(Context ctx) {
    @Nullable String type = ctx.req().getContentType();
    if (type == null) {
      return "";
    }
    int end = type.indexOf(';');
    return LogText.escape((end < 0 ? type : type.substring(0, end)).trim())
        .toLowerCase(Locale.ROOT);
  }

  /** Javalin leaves fields out that it cannot decode; then one would be missing without a word. */
  private static void checkEscapes(String body) {
    for (int i = body.indexOf('%'); i >= 0; i = body.indexOf('%', i + 1)) {
      if (i + 2 >= body.length()
          || Character.digit(body.charAt(i + 1), 16) < 0
          || Character.digit(body.charAt(i + 2), 16) < 0) {
        throw new BadRequestResponse(
            "Expected two hexadecimal digits after each '%' of the form but found something else at"
                + " index "
                + i
                + ". Write '%25' for '%'.");
      }
    }
  }

  private static Map<String, List<String>> readJson(String body) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    try (JsonParser json = Json.mapper().createParser(body)) {
      require(json.nextToken() == JsonToken.START_OBJECT, "a JSON object");
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        values.put(name, values(json, name));
      }
      require(json.nextToken() == null, "nothing after the JSON object");
    } catch (JacksonException e) {
      throw new BadRequestResponse(
          "Expected a JSON object but it is malformed at line %d, column %d."
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
    return values;
  }

  private static List<String> values(JsonParser json, String name) {
    List<String> values = new ArrayList<>();
    if (json.nextToken() != JsonToken.START_ARRAY) {
      add(values, json, name);
      return values;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      add(values, json, name);
    }
    return values;
  }

  private static void add(List<String> values, JsonParser json, String name) {
    JsonToken token = json.currentToken();
    require(
        token.isScalarValue(),
        "texts, numbers, booleans or lists of them in '" + LogText.escape(name) + "'");
    if (token != JsonToken.VALUE_NULL) {
      values.add(json.getString());
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new BadRequestResponse("Expected " + what + " but found something else.");
    }
  }
}
