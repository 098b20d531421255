package dev.pilcrow.channel;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How one type of value is written in a URL. */
final class ParameterValue {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,4})?");
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final String wanted;
  private final Function<String, @Nullable Object> reader;

  private ParameterValue(String wanted, Function<String, @Nullable Object> reader) {
    this.wanted = wanted;
    this.reader = reader;
  }

  static ParameterValue of(RecordComponent component, Type type) {
    if (type == String.class) {
      return new ParameterValue("a text", text -> text);
    }
    if (type == int.class || type == Integer.class) {
      return new ParameterValue(
          "a whole number of 32 bits",
          text ->
              whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE) instanceof Long n
                  ? n.intValue()
                  : null);
    }
    if (type == long.class || type == Long.class) {
      return new ParameterValue(
          "a whole number of 64 bits", text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
    }
    if (type == double.class || type == Double.class) {
      return new ParameterValue("a number", ParameterValue::decimal);
    }
    if (type == boolean.class || type == Boolean.class) {
      return new ParameterValue(
          "true or false",
          text -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null);
    }
    if (type == UUID.class) {
      return new ParameterValue(
          "a UUID", text -> UUID_TEXT.matcher(text).matches() ? UUID.fromString(text) : null);
    }
    if (type instanceof Class<?> c && c.isEnum()) {
      return constants(c);
    }
    throw new IllegalArgumentException(
        ("Expected String, int, long, double, boolean, UUID, an enum or an Optional of one as the"
                + " type of parameter '%s' of %s but found %s.")
            .formatted(
                component.getName(),
                component.getDeclaringRecord().getSimpleName(),
                type.getTypeName()));
  }

  private static ParameterValue constants(Class<?> type) {
    List<Enum<?>> all =
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(c -> (Enum<?>) c).toList();
    return new ParameterValue(
        "one of " + String.join(", ", all.stream().map(Enum::name).toList()),
        text -> all.stream().filter(c -> c.name().equals(text)).findFirst().orElse(null));
  }

  private static @Nullable Object whole(String text, long least, long most) {
    if (!WHOLE.matcher(text).matches()) {
      return null;
    }
    try {
      long number = Long.parseLong(text);
      return number < least || number > most ? null : (Object) number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Object decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return null;
    }
    double number = Double.parseDouble(text);
    return Double.isInfinite(number) ? null : (Object) number;
  }

  /** What to ask a peer for. */
  String wanted() {
    return wanted;
  }

  /** The value, or null if the text is none. */
  @Nullable Object read(String text) {
    return reader.apply(text);
  }

  String write(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : value.toString();
  }
}
