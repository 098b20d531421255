package dev.pilcrow.codecs;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Writes a variant under its name: {@code {"Moved":{"x":1}}}, or {@code "Left"} if it is empty. */
final class VariantSerializer extends ValueSerializer<Object> {
  private final SerializedString name;
  private final boolean unit;
  private final ValueSerializer<Object> content;

  VariantSerializer(SerializedString name, boolean unit, ValueSerializer<Object> content) {
    this.name = name;
    this.unit = unit;
    this.content = content;
  }

  @Override
  public void resolve(SerializationContext context) {
    content.resolve(context);
  }

  @Override
  @SuppressWarnings("unchecked") // contextual serializers keep their type
  public ValueSerializer<?> createContextual(
      SerializationContext context, @Nullable BeanProperty property) {
    ValueSerializer<?> other = content.createContextual(context, property);
    return other == content
        ? this
        : new VariantSerializer(name, unit, (ValueSerializer<Object>) other);
  }

  @Override
  public void serialize(Object value, JsonGenerator out, SerializationContext context) {
    if (unit) {
      out.writeString(name);
      return;
    }
    out.writeStartObject(value, 1);
    out.writeName(name);
    content.serialize(value, out, context);
    out.writeEndObject();
  }
}
