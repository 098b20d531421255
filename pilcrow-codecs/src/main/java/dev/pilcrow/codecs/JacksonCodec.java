package dev.pilcrow.codecs;

import dev.pilcrow.channel.Codec;
import dev.pilcrow.channel.Decoded;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/** One type in one format. */
final class JacksonCodec<T> implements Codec<T> {
  private final Class<T> type;
  private final Syntax syntax;
  private final CodecLimits limits;
  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final Symbols symbols = new Symbols();

  JacksonCodec(Class<T> type, Syntax syntax, CodecLimits limits, ObjectMapper mapper) {
    this.type = type;
    this.syntax = syntax;
    this.limits = limits;
    this.reader = mapper.readerFor(type);
    this.writer = mapper.writer();
  }

  @Override
  public ByteBuffer encode(T message) {
    if (!type.isInstance(message)) {
      throw new IllegalArgumentException(
          "Expected a message of type %s but found %s."
              .formatted(
                  type.getSimpleName(),
                  message == null ? "null" : message.getClass().getSimpleName()));
    }
    try {
      if (syntax != Syntax.MESSAGE_PACK) {
        return ByteBuffer.wrap(writer.writeValueAsBytes(message));
      }
      try (MessagePackGenerator generator = new MessagePackGenerator(writer)) {
        writer.writeValue(generator, message);
        return generator.bytes();
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "Expected a %s that can be written as %s but %s."
              .formatted(type.getSimpleName(), syntax.title, e.getOriginalMessage()),
          e);
    }
  }

  @Override
  public Decoded<T> decode(ByteBuffer bytes) {
    int size = bytes.remaining();
    if (size > limits.bytes()) {
      return new Decoded.Malformed<>(
          "Expected at most %d bytes but found %d.".formatted(limits.bytes(), size));
    }
    if (bytes.hasArray()) {
      return decode(bytes.array(), bytes.arrayOffset() + bytes.position(), size);
    }
    byte[] copy = new byte[size];
    bytes.duplicate().get(copy);
    return decode(copy, 0, size);
  }

  private Decoded<T> decode(byte[] bytes, int start, int size) {
    T value = syntax == Syntax.JSON ? null : readOrdinary(bytes, start, size);
    return value != null ? new Decoded.Value<>(value) : decodeStrictly(bytes, start, size);
  }

  /** Decodes any message, as far as it is one, and says what is wrong with it. */
  Decoded<T> decodeStrictly(byte[] bytes, int start, int size) {
    try {
      T value = readStrictly(bytes, start, size);
      return value != null
          ? new Decoded.Value<>(value)
          : new Decoded.Malformed<>("Expected %s but found null.".formatted(type.getSimpleName()));
    } catch (BadMessage e) {
      return new Decoded.Malformed<>(e.getMessage() + ".");
    } catch (JacksonException e) {
      return new Decoded.Malformed<>(Reasons.of(e, type, syntax) + ".");
    }
  }

  /** The message, or null if it is an unusual one, or none. */
  @Nullable T readOrdinary(byte[] bytes, int start, int size) {
    try (BinaryParser parser =
        syntax == Syntax.CBOR
            ? new CborParser(bytes, start, start + size, limits, symbols)
            : new MessagePackParser(bytes, start, start + size, limits, symbols)) {
      T value = reader.readValue(parser);
      return parser.isDone() ? value : null;
    } catch (BinaryValues.Unusual | JacksonException e) {
      return null;
    }
  }

  private @Nullable T readStrictly(byte[] bytes, int start, int size) throws BadMessage {
    switch (syntax) {
      case JSON -> {
        if (!Utf8.valid(bytes, start, start + size)) {
          throw new BadMessage("Expected JSON in UTF-8");
        }
      }
      case CBOR -> CborCheck.check(bytes, start, start + size, limits);
      case MESSAGE_PACK -> {
        Output cbor = MessagePackReader.toCbor(bytes, start, start + size, limits);
        return reader.readValue(cbor.array(), 0, cbor.size());
      }
    }
    return reader.readValue(bytes, start, size);
  }

  @Override
  public String toString() {
    return syntax.title + " of " + type.getSimpleName();
  }
}
