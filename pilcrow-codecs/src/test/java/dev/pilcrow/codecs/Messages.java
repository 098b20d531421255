package dev.pilcrow.codecs;

import dev.pilcrow.channel.Codec;
import dev.pilcrow.channel.Decoded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Shorthands of these tests. */
final class Messages {
  static final Path WIRE = Path.of("..", "wire", "typed");

  private Messages() {}

  static ByteBuffer hex(String digits) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(digits.replace(" ", "")));
  }

  static String hex(ByteBuffer bytes) {
    return HexFormat.of().formatHex(bytes(bytes));
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static String utf8(ByteBuffer bytes) {
    return new String(bytes(bytes), StandardCharsets.UTF_8);
  }

  static String file(String name) throws IOException {
    return Files.readString(WIRE.resolve(name));
  }

  static <T> T value(Codec<T> codec, ByteBuffer bytes) {
    Decoded<T> decoded = codec.decode(bytes);
    if (decoded instanceof Decoded.Value<T> value) {
      return value.value();
    }
    throw new AssertionError(decoded.toString());
  }

  static <T> String reason(Codec<T> codec, ByteBuffer bytes) {
    Decoded<T> decoded = codec.decode(bytes);
    if (decoded instanceof Decoded.Malformed<T> malformed) {
      return malformed.reason();
    }
    throw new AssertionError("Expected malformed but found " + decoded);
  }
}
