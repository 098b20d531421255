package dev.pilcrow.codecs;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/** Jackson, set up for messages of strangers. */
final class Mappers {
  private static final int NUMBER = 100;
  private static final int NAME = 256;

  private Mappers() {}

  /** A mapper for the syntax; that for MessagePack reads CBOR ({@link MessagePackReader}). */
  static ObjectMapper create(Syntax syntax, Shape shape, CodecLimits limits) {
    return syntax == Syntax.JSON ? configure(json(limits), shape) : configure(cbor(limits), shape);
  }

  private static JsonMapper.Builder json(CodecLimits limits) {
    return JsonMapper.builder(new StrictJson(constraints(limits)));
  }

  private static CBORMapper.Builder cbor(CodecLimits limits) {
    return CBORMapper.builder(
            CBORFactory.builder()
                .streamReadConstraints(constraints(limits))
                .recyclerPool(new Buffers())
                .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
  }

  private static StreamReadConstraints constraints(CodecLimits limits) {
    return StreamReadConstraints.builder()
        .maxNestingDepth(limits.depth())
        .maxNumberLength(NUMBER)
        .maxStringLength(limits.bytes())
        .maxNameLength(NAME)
        .maxDocumentLength(limits.bytes())
        .maxTokenCount(2L * limits.values())
        .build();
  }

  private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> M configure(
      B builder, Shape shape) {
    return builder
        .addModule(new VariantModule(shape))
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .withCoercionConfig(
            LogicalType.Textual,
            text ->
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .withCoercionConfig(
            LogicalType.Enum,
            constant -> constant.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
        .build();
  }
}
