package dev.pilcrow.channel;

import dev.pilcrow.route.WsRoute;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record as parameters of a URL: one for each component, in the path or in the query. */
final class ParameterRecord {
  private final Class<? extends Record> type;
  private final Constructor<? extends Record> constructor;
  private final List<Parameter> parameters;

  private record Parameter(
      RecordComponent component, ParameterValue value, boolean inPath, boolean optional) {
    String name() {
      return component.getName();
    }

    List<String> texts(Map<String, String> path, Map<String, List<String>> query) {
      String segment = inPath ? path.get(name()) : null;
      return segment != null
          ? List.of(segment)
          : inPath ? List.of() : query.getOrDefault(name(), List.of());
    }
  }

  private ParameterRecord(Class<? extends Record> type, List<Parameter> parameters) {
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

  /** A record; components with one of these names are in the path. */
  static ParameterRecord of(Class<? extends Record> type, Set<String> inPath) {
    return new ParameterRecord(
        type,
        Arrays.stream(type.getRecordComponents())
            .map(component -> parameter(component, inPath.contains(component.getName())))
            .toList());
  }

  private static Parameter parameter(RecordComponent component, boolean inPath) {
    component.getAccessor().setAccessible(true);
    boolean optional = component.getType() == Optional.class;
    if (optional && inPath) {
      throw new IllegalArgumentException(
          "Expected a path parameter '%s' of %s that is always there but found an Optional."
              .formatted(component.getName(), component.getDeclaringRecord().getSimpleName()));
    }
    Type type =
        optional && component.getGenericType() instanceof ParameterizedType of
            ? of.getActualTypeArguments()[0]
            : component.getGenericType();
    return new Parameter(component, ParameterValue.of(component, type), inPath, optional);
  }

  Class<? extends Record> type() {
    return type;
  }

  Decoded<Record> read(Map<String, String> path, Map<String, List<String>> query) {
    @Nullable Object[] values = new @Nullable Object[parameters.size()];
    for (int i = 0; i < values.length; i++) {
      Parameter parameter = parameters.get(i);
      List<String> texts = parameter.texts(path, query);
      if (texts.isEmpty() && parameter.optional()) {
        values[i] = Optional.empty();
        continue;
      }
      Object value = texts.size() == 1 ? parameter.value().read(texts.get(0)) : null;
      if (value == null) {
        return new Decoded.Malformed<>(
            "Expected %s in %s parameter '%s' but found %s."
                .formatted(
                    parameter.value().wanted(),
                    parameter.inPath() ? "path" : "query",
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
            why == null || why.isBlank() ? "Expected other parameters." : why);
      }
      throw new IllegalStateException(
          "The constructor of %s failed. Throw IllegalArgumentException to refuse a value."
              .formatted(type.getSimpleName()),
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot create a " + type.getSimpleName() + ".", e);
    }
  }

  /** The route with the values of its open parameters. */
  WsRoute fill(WsRoute route, Record values) {
    WsRoute filled = route;
    for (Parameter parameter : parameters) {
      if (parameter.inPath() && filled.parameters().contains(parameter.name())) {
        String value = parameter.value().write(read(parameter.component(), values));
        filled = filled.with(parameter.name(), value);
      }
    }
    return filled;
  }

  /** The values that are not in the path, as a query. */
  String query(Record values) {
    List<String> parts = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (parameter.inPath()) {
        continue;
      }
      Object value = read(parameter.component(), values);
      if (parameter.optional()) {
        value = ((Optional<?>) value).orElse(null);
      }
      if (value != null) {
        parts.add(encode(parameter.name()) + "=" + encode(parameter.value().write(value)));
      }
    }
    return String.join("&", parts);
  }

  private static Object read(RecordComponent component, Record values) {
    try {
      return Objects.requireNonNull(component.getAccessor().invoke(values), component::getName);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component + ".", e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
