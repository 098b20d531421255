package dev.pilcrow.codecs;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.pilcrow.channel.Tuple;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variants of sealed interfaces: the records at their leaves, by name. */
final class Variants {
  private Variants() {}

  /** Whether this is a sealed type that Jackson's own annotations do not already describe. */
  static boolean isRoot(Class<?> type) {
    return type.isSealed() && !described(type);
  }

  /** Whether this is a record below such a type. */
  static boolean isVariant(Class<?> type) {
    return type.isRecord() && hasRoot(type);
  }

  private static boolean hasRoot(Class<?> type) {
    for (Class<?> parent : type.getInterfaces()) {
      if (isRoot(parent) || hasRoot(parent)) {
        return true;
      }
    }
    return false;
  }

  private static boolean described(Class<?> type) {
    if (type.isAnnotationPresent(JsonTypeInfo.class)) {
      return true;
    }
    for (Class<?> parent : type.getInterfaces()) {
      if (described(parent)) {
        return true;
      }
    }
    return false;
  }

  /** The name of a variant on the wire. */
  static String name(Class<?> variant) {
    JsonTypeName name = variant.getAnnotation(JsonTypeName.class);
    return name == null || name.value().isEmpty() ? variant.getSimpleName() : name.value();
  }

  /** The variants by name, in the order of declaration. */
  static Map<String, Class<?>> of(Class<?> root) {
    Map<String, Class<?>> found = new LinkedHashMap<>();
    collect(root, root, found);
    return found;
  }

  private static void collect(Class<?> root, Class<?> type, Map<String, Class<?>> found) {
    for (Class<?> next : type.getPermittedSubclasses()) {
      if (next.isSealed()) {
        collect(root, next, found);
      } else if (next.isRecord()) {
        Class<?> other = found.put(name(next), next);
        if (other != null && other != next) {
          throw new IllegalArgumentException(
              "Expected variants of different names in %s but found %s twice. Add @JsonTypeName."
                  .formatted(root.getSimpleName(), name(next)));
        }
      } else {
        throw new IllegalArgumentException(
            "Expected records as variants of %s but found %s. Make it a record."
                .formatted(root.getSimpleName(), next.getName()));
      }
    }
  }

  /** Refuses what the shape cannot carry, where the channel is declared. */
  static void check(Class<?> type, Shape shape) {
    if (!isRoot(type)) {
      return;
    }
    Map<String, Class<?>> variants = of(type);
    @Nullable Class<?> tuple =
        variants.values().stream()
            .filter(variant -> variant.isAnnotationPresent(Tuple.class))
            .findFirst()
            .orElse(null);
    if (shape == Shape.TYPE_TAGGED && tuple != null) {
      throw new IllegalArgumentException(
          "Expected variants with named components in %s but found the @Tuple %s, which has no place for a type field. Leave typeTagged() or @Tuple out."
              .formatted(type.getSimpleName(), tuple.getSimpleName()));
    }
  }
}
