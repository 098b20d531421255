package dev.pilcrow.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.Decoded;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/** What holds for all bytes in the world. */
final class Decoding {
  private final JacksonCodec<ClientEvent> events;
  private final JacksonCodec<Object> anything;

  Decoding(JacksonFormat format) {
    events = (JacksonCodec<ClientEvent>) format.codec(ClientEvent.class);
    anything = (JacksonCodec<Object>) format.codec(Object.class);
  }

  static Stream<JacksonFormat> formats() {
    return Stream.of(
        Codecs.json(), Codecs.cbor(), Codecs.messagePack(), Codecs.messagePack().positional());
  }

  /**
   * Decoding never throws, what it accepts can be written and is the same when read again, and the
   * short way to read is taken for nothing that the long way reads otherwise.
   */
  void check(byte[] bytes) {
    if (decode(events, bytes) instanceof Decoded.Value<ClientEvent> value) {
      assertThat(events.decode(events.encode(value.value()))).isEqualTo(value);
    }
    decode(anything, bytes);
  }

  private static <T> Decoded<T> decode(JacksonCodec<T> codec, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Decoded<T> decoded = codec.decode(buffer);
    assertThat(buffer.remaining()).isEqualTo(bytes.length);
    if (decoded instanceof Decoded.Malformed<T> malformed) {
      assertThat(malformed.reason()).startsWith("Expected").hasSizeLessThan(400);
    }
    Decoded<T> strictly = codec.decodeStrictly(bytes, 0, bytes.length);
    if (decoded instanceof Decoded.Value<T> value) {
      assertThat(strictly).isInstanceOf(Decoded.Value.class);
      T same = ((Decoded.Value<T>) strictly).value();
      assertThat(codec.encode(value.value())).isEqualTo(codec.encode(same));
      assertThat(value.value()).hasSameClassAs(same);
    } else {
      assertThat(strictly).isEqualTo(decoded);
    }
    return decoded;
  }
}
