package dev.pilcrow.codecs;

import dev.pilcrow.channel.Tuple;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Java types in the words of TypeScript, and the declarations that they need. */
final class TypeScriptTypes {
  private static final Set<Class<?>> NUMBERS =
      Set.of(
          byte.class,
          short.class,
          int.class,
          long.class,
          float.class,
          double.class,
          OptionalInt.class,
          OptionalLong.class,
          OptionalDouble.class);

  private final Map<String, Class<?>> named = new LinkedHashMap<>();
  private final Map<String, String> declared = new LinkedHashMap<>();
  private Shape shape = Shape.NAMED;

  /** Has what comes next laid out like this. */
  void in(Shape shape) {
    this.shape = shape;
  }

  String declarations() {
    return String.join("", declared.values());
  }

  /** What a type is called in TypeScript; declares it when it is one of the application's. */
  String of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic(generic);
    }
    if (!(type instanceof Class<?> plain)) {
      throw unknown(type);
    }
    if (plain.isArray() && plain != byte[].class) {
      return list(plain.getComponentType());
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return "boolean";
    }
    if (NUMBERS.contains(plain) || Number.class.isAssignableFrom(plain)) {
      return "number";
    }
    if (plain.isRecord() || plain.isSealed() || plain.isEnum()) {
      return name(plain);
    }
    if (plain == Object.class) {
      return "unknown";
    }
    boolean text =
        CharSequence.class.isAssignableFrom(plain)
            || plain == char.class
            || plain == Character.class
            || plain == UUID.class
            || plain.getName().startsWith("java.time.");
    if (!text) {
      throw unknown(type);
    }
    return "string";
  }

  private String generic(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (raw == Optional.class) {
      return orNull(of(arguments[0]));
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return list(arguments[0]);
    }
    if (Map.class.isAssignableFrom(raw)) {
      return "Record<string, " + of(arguments[1]) + ">";
    }
    throw unknown(type);
  }

  private String list(Type element) {
    String one = of(element);
    return (one.contains("|") ? "(" + one + ")" : one) + "[]";
  }

  private String name(Class<?> type) {
    String name = type.getSimpleName();
    Class<?> other = named.putIfAbsent(name, type);
    if (other == null) {
      declared.put(name, "");
      declared.put(name, "export type " + name + " =" + body(type) + ";\n");
    } else if (other != type) {
      throw new IllegalArgumentException(
          "Expected types of different names but found "
              + other.getName()
              + " and "
              + type.getName()
              + ". Rename one, or generate them into two files.");
    }
    return name;
  }

  private String body(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> quoted(((Enum<?>) constant).name()))
          .collect(Collectors.joining(" | ", " ", ""));
    }
    if (!Variants.isRoot(type)) {
      return " " + (type.isRecord() ? record(type, "") : "unknown");
    }
    return Variants.of(type).entrySet().stream()
        .map(variant -> "\n  | " + variant(variant.getKey(), variant.getValue()))
        .collect(Collectors.joining());
  }

  private String variant(String name, Class<?> type) {
    if (shape == Shape.TYPE_TAGGED) {
      return record(type, "type: " + quoted(name));
    }
    return type.getRecordComponents().length == 0
        ? quoted(name)
        : "{ " + name + ": " + record(type, "") + " }";
  }

  private String record(Class<?> type, String tag) {
    List<RecordComponent> components = List.of(type.getRecordComponents());
    if (type.isAnnotationPresent(Tuple.class) && components.size() == 1) {
      return of(components.get(0).getGenericType());
    }
    if (type.isAnnotationPresent(Tuple.class) || shape == Shape.POSITIONAL) {
      return components.stream().map(this::element).collect(Collectors.joining(", ", "[", "]"));
    }
    List<String> members =
        components.stream().map(this::member).collect(Collectors.toCollection(ArrayList::new));
    if (!tag.isEmpty()) {
      members.add(0, tag);
    }
    return members.isEmpty() ? "Record<string, never>" : "{ " + String.join("; ", members) + " }";
  }

  private String member(RecordComponent component) {
    String type = of(component.getGenericType());
    if (!optional(component)) {
      return component.getName() + ": " + type;
    }
    return component.getName() + "?: " + orNull(type);
  }

  private String element(RecordComponent component) {
    String type = of(component.getGenericType());
    return optional(component) ? orNull(type) : type;
  }

  private static String orNull(String type) {
    return type.endsWith(" | null") ? type : type + " | null";
  }

  private static boolean optional(RecordComponent component) {
    return !MessageIntrospector.required(component);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static IllegalArgumentException unknown(Type type) {
    return new IllegalArgumentException(
        "Expected a record, a sealed interface of records, an enum, text, numbers, a time, or"
            + " Optionals, collections and maps of these, but found "
            + type.getTypeName()
            + ".");
  }
}
