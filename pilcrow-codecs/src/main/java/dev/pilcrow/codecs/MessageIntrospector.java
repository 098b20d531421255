package dev.pilcrow.codecs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import dev.pilcrow.channel.Tuple;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Tells Jackson what Java already says: which components may be missing, what a {@link Tuple} is,
 * and what the variants of a sealed interface are.
 */
final class MessageIntrospector extends NopAnnotationIntrospector {
  private static final Set<Class<?>> OPTIONALS =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  private final Shape shape;

  MessageIntrospector(Shape shape) {
    this.shape = shape;
  }

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    RecordComponent component = component(member);
    return component == null ? null : required(component);
  }

  @Override
  public JsonSetter.@Nullable Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    RecordComponent component = component(annotated);
    return component != null && required(component)
        ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
        : null;
  }

  /** Whether a component must be there and must not be null. */
  static boolean required(RecordComponent component) {
    return !OPTIONALS.contains(component.getType())
        && !nullable(component.getAnnotations())
        && !nullable(component.getAnnotatedType().getAnnotations());
  }

  private static boolean nullable(Annotation[] annotations) {
    for (Annotation annotation : annotations) {
      if (annotation.annotationType().getSimpleName().equals("Nullable")) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable RecordComponent component(Annotated annotated) {
    if (annotated instanceof AnnotatedParameter parameter
        && parameter.getOwner() instanceof AnnotatedConstructor constructor
        && constructor.getDeclaringClass().isRecord()) {
      RecordComponent[] components = constructor.getDeclaringClass().getRecordComponents();
      return components.length == constructor.getParameterCount()
          ? components[parameter.getIndex()]
          : null;
    }
    if (annotated instanceof AnnotatedField field && field.getDeclaringClass().isRecord()) {
      for (RecordComponent component : field.getDeclaringClass().getRecordComponents()) {
        if (component.getName().equals(field.getName())) {
          return component;
        }
      }
    }
    return null;
  }

  @Override
  public @Nullable Boolean hasAsValue(MapperConfig<?> config, Annotated annotated) {
    if (annotated instanceof AnnotatedMethod method && newtype(method.getDeclaringClass())) {
      RecordComponent only = method.getDeclaringClass().getRecordComponents()[0];
      return method.getAnnotated().equals(only.getAccessor()) ? true : null;
    }
    return null;
  }

  @Override
  public JsonCreator.@Nullable Mode findCreatorAnnotation(
      MapperConfig<?> config, Annotated annotated) {
    return annotated instanceof AnnotatedConstructor constructor
            && constructor.getParameterCount() == 1
            && newtype(constructor.getDeclaringClass())
        ? JsonCreator.Mode.DELEGATING
        : null;
  }

  private static boolean newtype(Class<?> type) {
    return type.isAnnotationPresent(Tuple.class)
        && type.isRecord()
        && type.getRecordComponents().length == 1;
  }

  @Override
  public JsonFormat.@Nullable Value findFormat(MapperConfig<?> config, Annotated annotated) {
    Class<?> type = annotated.getRawType();
    return annotated instanceof AnnotatedClass
            && type.isRecord()
            && !newtype(type)
            && (shape == Shape.POSITIONAL || type.isAnnotationPresent(Tuple.class))
        ? JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY)
        : null;
  }

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated annotated) {
    Class<?> type = annotated.getRawType();
    return shape == Shape.TYPE_TAGGED
            && annotated instanceof AnnotatedClass
            && (Variants.isRoot(type) || Variants.isVariant(type))
        ? JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, true, null)
        : null;
  }

  @Override
  public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass annotated) {
    Class<?> type = annotated.getRawType();
    return shape == Shape.TYPE_TAGGED && Variants.isVariant(type) ? Variants.name(type) : null;
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
    Class<?> type = annotated.getRawType();
    if (shape != Shape.TYPE_TAGGED || !Variants.isRoot(type)) {
      return null;
    }
    return Variants.of(type).entrySet().stream()
        .map(variant -> new NamedType(variant.getValue(), variant.getKey()))
        .toList();
  }
}
