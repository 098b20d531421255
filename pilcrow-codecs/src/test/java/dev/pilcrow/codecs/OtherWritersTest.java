package dev.pilcrow.codecs;

import static dev.pilcrow.codecs.Messages.bytes;
import static dev.pilcrow.codecs.Messages.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.Codec;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** MessagePack's own library reads what we write, and we read what it writes. */
class OtherWritersTest {
  private final Codec<Object> codec = Codecs.messagePack().codec(Object.class);

  private static final List<Long> NUMBERS =
      List.of(
          0L,
          127L,
          128L,
          255L,
          256L,
          65535L,
          65536L,
          1L << 32,
          -1L,
          -32L,
          -33L,
          -128L,
          -129L,
          -32768L,
          -32769L,
          -(1L << 31),
          -(1L << 31) - 1,
          Long.MIN_VALUE,
          Long.MAX_VALUE);

  @Test
  void theirReaderReadsOurMessages() throws IOException {
    for (int length : new int[] {0, 1, 15, 16, 31, 32, 255, 256, 65535, 65536}) {
      String text = "x".repeat(length);
      Object message =
          Map.of("n", NUMBERS, "t", text, "list", Collections.nCopies(length / 10, true));
      try (MessageUnpacker reader = MessagePack.newDefaultUnpacker(bytes(codec.encode(message)))) {
        var map = reader.unpackValue().asMapValue().map();
        assertThat(reader.hasNext()).isFalse();
        map.forEach(
            (key, value) -> {
              switch (key.asStringValue().asString()) {
                case "n" ->
                    assertThat(value.asArrayValue().list())
                        .extracting(n -> n.asIntegerValue().asLong())
                        .isEqualTo(NUMBERS);
                case "t" -> assertThat(value.asStringValue().asString()).isEqualTo(text);
                default -> assertThat(value.asArrayValue().size()).isEqualTo(length / 10);
              }
            });
      }
    }
  }

  @Test
  void weReadTheirMessages() throws IOException {
    for (int length : new int[] {0, 1, 15, 16, 31, 32, 255, 256, 10_000}) {
      try (MessageBufferPacker writer = MessagePack.newDefaultBufferPacker()) {
        writer.packMapHeader(2).packString("n").packArrayHeader(NUMBERS.size());
        for (long n : NUMBERS) {
          writer.packLong(n);
        }
        writer.packString("list").packArrayHeader(length);
        for (int i = 0; i < length; i++) {
          writer.packString("ü".repeat(i % 40));
        }
        Object read = value(codec, ByteBuffer.wrap(writer.toByteArray()));
        assertThat(read)
            .isInstanceOfSatisfying(
                Map.class,
                map -> {
                  assertThat((List<?>) map.get("n"))
                      .extracting(n -> ((Number) n).longValue())
                      .isEqualTo(NUMBERS);
                  assertThat((List<?>) map.get("list")).hasSize(length);
                });
      }
    }
  }

  @Test
  void bigIntegersThatFitAreNumbers() throws IOException {
    Codec<BigInteger> numbers = Codecs.messagePack().codec(BigInteger.class);
    for (BigInteger n :
        List.of(
            BigInteger.ZERO,
            BigInteger.valueOf(Long.MIN_VALUE),
            BigInteger.ONE.shiftLeft(63),
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE))) {
      ByteBuffer bytes = numbers.encode(n);
      assertThat(value(numbers, bytes)).isEqualTo(n);
      try (MessageUnpacker reader = MessagePack.newDefaultUnpacker(bytes(bytes))) {
        assertThat(reader.unpackBigInteger()).isEqualTo(n);
        assertThat(reader.hasNext()).isFalse();
      }
    }
  }

  /** What is large comes before, within and behind other containers. */
  @Test
  void containersOfAllSizesInContainers() {
    Object inner = Map.of("short", List.of(1), "long", Collections.nCopies(20, "x"));
    Object message = List.of(inner, Collections.nCopies(400, inner), inner);
    assertThat(value(codec, codec.encode(message))).isEqualTo(message);
  }
}
