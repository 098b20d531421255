package dev.pilcrow.codecs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads any variant of a sealed interface. */
final class SealedDeserializer extends StdDeserializer<Object> {
  private final Class<?> root;

  /** Filled by {@link #resolve}, before any thread reads. */
  private final Map<String, Tagged> variants = new LinkedHashMap<>();

  SealedDeserializer(Class<?> root) {
    super(root);
    this.root = root;
  }

  @Override
  public void resolve(DeserializationContext context) {
    Variants.of(root)
        .forEach(
            (name, type) -> {
              ValueDeserializer<?> found =
                  context.findContextualValueDeserializer(context.constructType(type), null);
              if (found instanceof VariantDeserializer variant) {
                found = Objects.requireNonNull(variant.getDelegatee());
              }
              variants.put(name, Tagged.of(type, found));
            });
  }

  @Override
  public Object deserialize(JsonParser in, DeserializationContext context) {
    return Tagged.read(in, context, root, variants);
  }
}
