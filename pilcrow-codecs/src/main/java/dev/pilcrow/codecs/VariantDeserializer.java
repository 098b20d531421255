package dev.pilcrow.codecs;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/** Reads one variant where Java asks for its record, tag included; {@link Tagged} has the rules. */
final class VariantDeserializer extends DelegatingDeserializer {
  private final Class<?> variant;
  private final Map<String, Tagged> itself;

  VariantDeserializer(Class<?> variant, ValueDeserializer<?> content) {
    super(content);
    this.variant = variant;
    this.itself = Map.of(Variants.name(variant), Tagged.of(variant, content));
  }

  @Override
  protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> content) {
    return new VariantDeserializer(variant, content);
  }

  @Override
  public @Nullable Object deserialize(JsonParser in, DeserializationContext context) {
    return Tagged.read(in, context, variant, itself);
  }
}
