package dev.pilcrow.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.Codec;
import dev.pilcrow.channel.Decoded;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/** What holds for all bytes in the world. */
final class Decoding {
  private final Codec<ClientEvent> events;
  private final Codec<Object> anything;

  Decoding(JacksonFormat format) {
    events = format.codec(ClientEvent.class);
    anything = format.codec(Object.class);
  }

  static Stream<JacksonFormat> formats() {
    return Stream.of(
        Codecs.json(), Codecs.cbor(), Codecs.messagePack(), Codecs.messagePack().positional());
  }

  /** Decoding never throws, and what it accepts can be written and is the same when read again. */
  void check(byte[] bytes) {
    if (decode(events, bytes) instanceof Decoded.Value<ClientEvent> value) {
      assertThat(events.decode(events.encode(value.value()))).isEqualTo(value);
    }
    decode(anything, bytes);
  }

  private static <T> Decoded<T> decode(Codec<T> codec, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Decoded<T> decoded = codec.decode(buffer);
    assertThat(buffer.remaining()).isEqualTo(bytes.length);
    if (decoded instanceof Decoded.Malformed<T> malformed) {
      assertThat(malformed.reason()).startsWith("Expected").hasSizeLessThan(400);
    }
    return decoded;
  }
}
