package dev.pilcrow.codecs;

import java.lang.reflect.Constructor;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * One variant of externally tagged values, and how they are read.
 *
 * @param unit the value of a variant without components, which has no content
 */
record Tagged(ValueDeserializer<?> content, @Nullable Object unit) {
  static Tagged of(Class<?> type, ValueDeserializer<?> content) {
    return new Tagged(content, type.getRecordComponents().length == 0 ? create(type) : null);
  }

  private static Object create(Class<?> type) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("Cannot create a " + type.getName() + ".", e);
    }
  }

  /**
   * Reads the variant at the parser's token: a string for one without content, an object of one
   * field otherwise. Null, and an empty object or array, are no content as well.
   */
  static Object read(
      JsonParser in,
      DeserializationContext context,
      Class<?> wanted,
      Map<String, Tagged> variants) {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      Tagged tagged = variants.get(in.getString());
      if (tagged == null) {
        throw unknown(in, wanted, variants);
      }
      if (tagged.unit() == null) {
        throw new Mismatch(in, "Expected the content of a variant of " + name(wanted));
      }
      return tagged.unit();
    }
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new Mismatch(in, "Expected a variant of " + name(wanted));
    }
    String name = in.nextName();
    Tagged tagged = name == null ? null : variants.get(name);
    if (tagged == null) {
      throw unknown(in, wanted, variants);
    }
    JsonToken token = in.nextToken();
    Object value = tagged.unit();
    if (value != null) {
      skipNothing(in, wanted);
    } else if (token != JsonToken.VALUE_NULL) {
      value = tagged.content().deserialize(in, context);
    }
    if (value == null) {
      throw new Mismatch(in, "Expected the content of a variant of " + name(wanted));
    }
    if (in.nextToken() != JsonToken.END_OBJECT) {
      throw new Mismatch(in, "Expected one variant of " + name(wanted) + ", not several fields");
    }
    return value;
  }

  private static void skipNothing(JsonParser in, Class<?> wanted) {
    JsonToken token = in.currentToken();
    boolean nothing =
        token == JsonToken.VALUE_NULL
            || (token == JsonToken.START_OBJECT && in.nextToken() == JsonToken.END_OBJECT)
            || (token == JsonToken.START_ARRAY && in.nextToken() == JsonToken.END_ARRAY);
    if (!nothing) {
      throw new Mismatch(in, "Expected no content in this variant of " + name(wanted));
    }
  }

  private static Mismatch unknown(JsonParser in, Class<?> wanted, Map<String, Tagged> variants) {
    return new Mismatch(
        in, "Expected a variant of " + name(wanted) + ": " + String.join(", ", variants.keySet()));
  }

  private static String name(Class<?> type) {
    return type.getSimpleName();
  }
}
