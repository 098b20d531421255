package dev.pilcrow.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.Decoded;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
      assertThat(same(value.value(), same)).as("%s is %s", value.value(), same).isTrue();
    } else {
      assertThat(strictly).isEqualTo(decoded);
    }
    return decoded;
  }

  /** Equal, of the same classes all the way down. */
  private static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one instanceof byte[] bytes && other instanceof byte[] others) {
      return Arrays.equals(bytes, others);
    }
    if (one instanceof List<?> list && other instanceof List<?> others) {
      return list.size() == others.size()
          && IntStream.range(0, list.size()).allMatch(i -> same(list.get(i), others.get(i)));
    }
    if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> others) {
      return map.keySet().equals(others.keySet())
          && map.keySet().stream().allMatch(key -> same(map.get(key), others.get(key)));
    }
    return Objects.equals(one, other)
        && (one == null || other == null || one.getClass() == other.getClass());
  }
}
