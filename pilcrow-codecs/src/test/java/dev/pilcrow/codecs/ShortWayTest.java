package dev.pilcrow.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.Decoded;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The short way through a binary message, and the long one, which knows every case: the same. */
class ShortWayTest {
  enum Side {
    LEFT,
    RIGHT
  }

  record Numbers(
      byte b, short s, int i, long l, float f, double d, boolean z, @Nullable Double none) {}

  record Others(
      char c,
      String text,
      Side side,
      UUID id,
      Optional<Numbers> numbers,
      List<Map<String, Optional<Integer>>> nested,
      Map<Side, List<Object>> sides) {}

  record Rare(BigDecimal decimal, BigInteger whole, Instant at) {}

  static Stream<JacksonFormat> formats() {
    return Stream.of(
        Codecs.cbor(),
        Codecs.messagePack(),
        Codecs.cbor().positional(),
        Codecs.messagePack().positional(),
        Codecs.cbor().typeTagged());
  }

  private static <T> JacksonCodec<T> codec(JacksonFormat format, Class<T> type) {
    return (JacksonCodec<T>) format.codec(type);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static <T> void check(JacksonFormat format, Class<T> type, T message) {
    JacksonCodec<T> codec = codec(format, type);
    byte[] bytes = bytes(codec.encode(message));
    assertThat(codec.readOrdinary(bytes, 0, bytes.length)).isEqualTo(message);
    assertThat(codec.decodeStrictly(bytes, 0, bytes.length))
        .isEqualTo(new Decoded.Value<>(message));
    // No part of it is a message, by whichever way.
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThat(codec.readOrdinary(part, 0, length)).isNull();
      assertThat(codec.decodeStrictly(part, 0, length)).isInstanceOf(Decoded.Malformed.class);
    }
    byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
    assertThat(codec.readOrdinary(more, 0, more.length)).isNull();
    assertThat(codec.readOrdinary(more, 0, bytes.length)).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatWeWriteIsReadTheShortWay(JacksonFormat format) {
    Numbers large =
        new Numbers(
            Byte.MIN_VALUE,
            Short.MAX_VALUE,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            Float.MIN_VALUE,
            Math.PI,
            true,
            null);
    Numbers small = new Numbers((byte) 1, (short) -1, 23, -24, 0.5f, -0.0, false, Double.NaN);
    check(format, Numbers.class, large);
    check(format, Numbers.class, small);
    check(
        format,
        Others.class,
        new Others(
            'ß',
            "Grüße 日本 😀 " + "x".repeat(300),
            Side.RIGHT,
            new UUID(1, 2),
            Optional.of(large),
            List.of(Map.of("", Optional.empty(), "ä", Optional.of(-5)), Map.of()),
            Map.of(Side.LEFT, List.of("a", 1, 2_147_483_648L, 0.25, true, List.of()))));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void longTextsAreReadTheShortWay(JacksonFormat format) {
    JacksonCodec<String> codec = codec(format, String.class);
    for (String part : List.of("x", "äx", "日", "x😀")) {
      String text = part.repeat(30_000);
      byte[] bytes = bytes(codec.encode(text));
      assertThat(codec.readOrdinary(bytes, 0, bytes.length)).isEqualTo(text);
      assertThat(codec.decodeStrictly(bytes, 0, bytes.length)).isEqualTo(new Decoded.Value<>(text));
    }
  }

  @Test
  void variantsWithATypeFieldAreReadTheShortWay() {
    for (TaggedEvent event : List.of(new TaggedEvent.Left(), new TaggedEvent.Moved(-1, 300))) {
      check(Codecs.cbor().typeTagged(), TaggedEvent.class, event);
      check(Codecs.messagePack().typeTagged(), TaggedEvent.class, event);
    }
  }

  @Test
  void whatIsUnusualIsReadTheLongWay() {
    Rare rare =
        new Rare(new BigDecimal("1.50"), BigInteger.TEN, Instant.parse("2026-11-22T12:00:00.5Z"));
    JacksonCodec<Rare> codec = codec(Codecs.cbor(), Rare.class);
    ByteBuffer encoded = codec.encode(rare);
    assertThat(codec.readOrdinary(bytes(encoded.duplicate()), 0, encoded.remaining())).isNull();
    assertThat(codec.decode(encoded)).isEqualTo(new Decoded.Value<>(rare));
  }

  @ParameterizedTest
  @CsvSource({
    "CBOR, 1bffffffffffffffff, 18446744073709551615",
    "CBOR, 3bffffffffffffffff, -18446744073709551616",
    "MessagePack, cfffffffffffffffff, 18446744073709551615"
  })
  void numbersOf64BitsWithoutASignAreReadTheShortWay(
      String format, String digits, BigInteger number) {
    JacksonFormat of = format.equals("CBOR") ? Codecs.cbor() : Codecs.messagePack();
    byte[] bytes = HexFormat.of().parseHex(digits);
    assertThat(codec(of, BigInteger.class).readOrdinary(bytes, 0, bytes.length)).isEqualTo(number);
    assertThat(codec(of, Object.class).readOrdinary(bytes, 0, bytes.length)).isEqualTo(number);
    assertThat(codec(of, Object.class).decodeStrictly(bytes, 0, bytes.length))
        .isEqualTo(new Decoded.Value<Object>(number));
  }

  /** Jackson tells an int from a long by how CBOR announces it, and by its value in MessagePack. */
  @ParameterizedTest
  @CsvSource({
    "CBOR, 1b0000000001000000",
    "CBOR, 3b0000000000000000",
    "CBOR, 1a80000000",
    "MessagePack, cf0000000001000000",
    "MessagePack, d300000000000000ff"
  })
  void smallNumbersInManyBytesAreOfTheSameType(String format, String digits) {
    JacksonFormat of = format.equals("CBOR") ? Codecs.cbor() : Codecs.messagePack();
    byte[] bytes = HexFormat.of().parseHex(digits);
    Object read =
        Objects.requireNonNull(codec(of, Object.class).readOrdinary(bytes, 0, bytes.length));
    assertThat(codec(of, Object.class).decodeStrictly(bytes, 0, bytes.length))
        .isEqualTo(new Decoded.Value<>(read));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void numbersOfAllSizesAreTheSame(JacksonFormat format) {
    Random random = new Random(20261122);
    JacksonCodec<Object> codec = codec(format, Object.class);
    for (int round = 0; round < 2_000; round++) {
      long number = random.nextLong() >> random.nextInt(64);
      Object value = round % 3 == 0 ? Double.longBitsToDouble(number) : number;
      byte[] bytes = bytes(codec.encode(round % 5 == 0 ? (Object) (float) number : value));
      Object read = Objects.requireNonNull(codec.readOrdinary(bytes, 0, bytes.length));
      assertThat(new Decoded.Value<>(read)).isEqualTo(codec.decodeStrictly(bytes, 0, bytes.length));
    }
  }
}
