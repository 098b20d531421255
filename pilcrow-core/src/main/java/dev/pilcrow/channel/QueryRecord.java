package dev.pilcrow.channel;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record as the query of a URL: one parameter for each component. */
final class QueryRecord {
  private final Class<? extends Record> type;
  private final Constructor<? extends Record> constructor;
  private final List<Parameter> parameters;

  private record Parameter(RecordComponent component, QueryValue value, boolean optional) {
    String name() {
      return component.getName();
    }
  }

  private QueryRecord(Class<? extends Record> type, List<Parameter> parameters) {
    this.type = type;
    this.parameters = parameters;
    try {
      constructor =
          type.getDeclaredConstructor(
              parameters.stream().map(p -> p.component().getType()).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new AssertionError("A record without canonical constructor: " + type, e);
    }
  }

  static QueryRecord of(Class<? extends Record> type) {
    return new QueryRecord(
        type, Arrays.stream(type.getRecordComponents()).map(QueryRecord::parameter).toList());
  }

  private static Parameter parameter(RecordComponent component) {
    component.getAccessor().setAccessible(true);
    boolean optional = component.getType() == Optional.class;
    Type type =
        optional && component.getGenericType() instanceof ParameterizedType of
            ? of.getActualTypeArguments()[0]
            : component.getGenericType();
    return new Parameter(component, QueryValue.of(component, type), optional);
  }

  Class<? extends Record> type() {
    return type;
  }

  Decoded<Record> read(Map<String, List<String>> query) {
    @Nullable Object[] values = new @Nullable Object[parameters.size()];
    for (int i = 0; i < values.length; i++) {
      Parameter parameter = parameters.get(i);
      List<String> texts = query.getOrDefault(parameter.name(), List.of());
      if (texts.isEmpty() && parameter.optional()) {
        values[i] = Optional.empty();
        continue;
      }
      Object value = texts.size() == 1 ? parameter.value().read(texts.get(0)) : null;
      if (value == null) {
        return new Decoded.Malformed<>(
            "Expected %s in query parameter '%s' but found %s."
                .formatted(
                    parameter.value().wanted(),
                    parameter.name(),
                    texts.isEmpty() ? "none" : texts.size() == 1 ? "another value" : "several"));
      }
      values[i] = parameter.optional() ? Optional.of(value) : value;
    }
    return create(values);
  }

  private Decoded<Record> create(@Nullable Object[] values) {
    try {
      return new Decoded.Value<>(constructor.newInstance(values));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        String why = refused.getMessage();
        return new Decoded.Malformed<>(
            why == null || why.isBlank() ? "Expected another query." : why);
      }
      throw new IllegalStateException(
          "The constructor of %s failed. Throw IllegalArgumentException to refuse a value."
              .formatted(type.getSimpleName()),
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot create a " + type.getSimpleName() + ".", e);
    }
  }

  String write(Record query) {
    List<String> parts = new ArrayList<>();
    for (Parameter parameter : parameters) {
      Object value = read(parameter.component(), query);
      if (parameter.optional()) {
        value = ((Optional<?>) value).orElse(null);
      }
      if (value != null) {
        parts.add(encode(parameter.name()) + "=" + encode(parameter.value().write(value)));
      }
    }
    return String.join("&", parts);
  }

  private static Object read(RecordComponent component, Record query) {
    try {
      return Objects.requireNonNull(component.getAccessor().invoke(query), component::getName);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component + ".", e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
