package dev.pilcrow.event;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON mapper of everything that crosses the wire, with limits fit for text from strangers.
 *
 * <p>Depth 64, numbers 100 characters, strings and documents 1 MiB, property names 256 characters,
 * 20,000 tokens; trailing text and duplicate keys are errors. Sockets set a lower message limit of
 * their own before a parser sees anything.
 */
public final class Json {
  /** The largest document that is parsed, in characters. */
  public static final int MAX_DOCUMENT = 1 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNumberLength(100)
                          .maxStringLength(MAX_DOCUMENT)
                          .maxNameLength(256)
                          .maxDocumentLength(MAX_DOCUMENT)
                          .maxTokenCount(20_000)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The shared mapper. Immutable and thread-safe; derive others with {@code rebuild()}. */
  public static JsonMapper mapper() {
    return MAPPER;
  }
}
