package dev.pilcrow.codecs;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.Version;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.module.SimpleSerializers;
import tools.jackson.databind.ser.ValueSerializerModifier;

/** The shapes of messages, as a module of Jackson. */
final class VariantModule extends JacksonModule {
  private final Shape shape;

  VariantModule(Shape shape) {
    this.shape = shape;
  }

  @Override
  public String getModuleName() {
    return "pilcrow";
  }

  @Override
  public Version version() {
    return Version.unknownVersion();
  }

  @Override
  public void setupModule(SetupContext context) {
    context.insertAnnotationIntrospector(new MessageIntrospector(shape));
    context.addKeySerializers(
        new SimpleSerializers()
            .addSerializer(Integer.class, new NumberKey())
            .addSerializer(Long.class, new NumberKey()));
    if (shape != Shape.TYPE_TAGGED) {
      context.addSerializerModifier(new Tagging());
      context.addDeserializerModifier(new Untagging());
      context.addDeserializers(new Roots());
    }
  }

  /** Writes whole numbers as texts, as in JSON; Jackson's CBOR would have numbers as names. */
  private static final class NumberKey extends ValueSerializer<Number> {
    @Override
    public void serialize(Number key, JsonGenerator out, SerializationContext context) {
      out.writeName(key.toString());
    }
  }

  private static final class Tagging extends ValueSerializerModifier {
    @Override
    @SuppressWarnings("unchecked") // a serializer for the class it was made for
    public ValueSerializer<?> modifySerializer(
        SerializationConfig config,
        BeanDescription.Supplier description,
        ValueSerializer<?> serializer) {
      Class<?> type = description.getBeanClass();
      return Variants.isVariant(type)
          ? new VariantSerializer(
              new SerializedString(Variants.name(type)),
              type.getRecordComponents().length == 0,
              (ValueSerializer<Object>) serializer)
          : serializer;
    }
  }

  private static final class Untagging extends ValueDeserializerModifier {
    @Override
    public ValueDeserializer<?> modifyDeserializer(
        DeserializationConfig config,
        BeanDescription.Supplier description,
        ValueDeserializer<?> deserializer) {
      Class<?> type = description.getBeanClass();
      return Variants.isVariant(type) ? new VariantDeserializer(type, deserializer) : deserializer;
    }
  }

  private static final class Roots extends Deserializers.Base {
    @Override
    public @Nullable ValueDeserializer<?> findBeanDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
      Class<?> raw = type.getRawClass();
      return Variants.isRoot(raw) ? new SealedDeserializer(raw) : null;
    }

    @Override
    public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
      return Variants.isRoot(type);
    }
  }
}
