package dev.pilcrow.codecs;

import static dev.pilcrow.codecs.Messages.hex;
import static dev.pilcrow.codecs.Messages.utf8;
import static dev.pilcrow.codecs.Messages.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.pilcrow.channel.Codec;
import dev.pilcrow.channel.FrameKind;
import dev.pilcrow.channel.Tuple;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.route.WsRoute;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecsTest {
  enum Color {
    RED,
    GREEN
  }

  sealed interface Shape {
    record Circle(double radius) implements Shape {}

    record Group(List<Shape> shapes, Map<String, Shape> named, Optional<Circle> circle)
        implements Shape {}

    sealed interface Line extends Shape {}

    @JsonTypeName("straight_line")
    record Straight(@Nullable String label, Color color) implements Line {}

    record Dot() implements Line {}
  }

  @SuppressWarnings("ArrayRecordComponent") // what applications do
  record Everything(
      byte small,
      short medium,
      int number,
      long big,
      float half,
      double real,
      boolean flag,
      String text,
      byte[] bytes,
      List<Integer> numbers,
      Map<String, Long> counts,
      Instant at,
      Optional<Integer> maybe) {}

  static Stream<JacksonFormat> formats() {
    return Stream.of(
        Codecs.json(),
        Codecs.json().textFrames(),
        Codecs.cbor(),
        Codecs.messagePack(),
        Codecs.json().typeTagged(),
        Codecs.cbor().typeTagged(),
        Codecs.messagePack().typeTagged(),
        Codecs.json().positional(),
        Codecs.cbor().positional(),
        Codecs.messagePack().positional());
  }

  @ParameterizedTest
  @MethodSource("formats")
  void nestedVariantsSurviveARoundTrip(JacksonFormat format) {
    Codec<Shape> codec = format.codec(Shape.class);
    Shape.Group inner =
        new Shape.Group(List.of(new Shape.Dot(), new Shape.Circle(1)), Map.of(), Optional.empty());
    for (Shape shape :
        List.of(
            new Shape.Dot(),
            new Shape.Circle(-0.5),
            new Shape.Straight(null, Color.GREEN),
            new Shape.Straight("äß", Color.RED),
            new Shape.Group(
                List.of(inner, inner),
                Map.of("a b", new Shape.Dot(), "", new Shape.Circle(2)),
                Optional.of(new Shape.Circle(3))))) {
      assertThat(value(codec, codec.encode(shape))).isEqualTo(shape);
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyTypeOfValueSurvivesARoundTrip(JacksonFormat format) {
    Codec<Everything> codec = format.codec(Everything.class);
    for (int bits : new int[] {0, 4, 5, 7, 8, 15, 16, 31, 32, 63}) {
      for (long n : new long[] {(1L << bits) - 1, 1L << bits, -(1L << bits), -(1L << bits) - 1}) {
        Everything everything = everything(n, (int) Math.min(300, Math.abs(n >> 1)));
        assertThat(value(codec, codec.encode(everything)))
            .usingRecursiveComparison()
            .isEqualTo(everything);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void longTextsBytesAndListsSurviveARoundTrip(JacksonFormat format) {
    Codec<Everything> codec = format.codec(Everything.class);
    Everything everything = everything(1, 70_000);
    Everything read = value(codec, codec.encode(everything));
    assertThat(read.text()).isEqualTo(everything.text());
    assertThat(read.bytes()).isEqualTo(everything.bytes());
    assertThat(read.numbers()).isEqualTo(everything.numbers());
    assertThat(read.counts()).isEqualTo(everything.counts());
  }

  private static Everything everything(long n, int length) {
    int items = Math.min(length, 8_000);
    return new Everything(
        (byte) n,
        (short) n,
        (int) n,
        n,
        1.25f * n,
        n / 3.0,
        n % 2 == 0,
        "ä".repeat(length / 2),
        new byte[length],
        IntStream.range(0, items).boxed().toList(),
        LongStream.range(0, Math.min(items, 300))
            .boxed()
            .collect(Collectors.toMap(Object::toString, i -> i)),
        Instant.ofEpochSecond(1_700_000_000, 123_456_789),
        Optional.of(length));
  }

  @Test
  void variantsAreTaggedWhereverTheyStand() {
    Codec<Shape> codec = Codecs.json().codec(Shape.class);
    assertThat(utf8(codec.encode(new Shape.Straight(null, Color.RED))))
        .isEqualTo("{\"straight_line\":{\"label\":null,\"color\":\"RED\"}}");
    Shape.Group group =
        new Shape.Group(List.of(new Shape.Dot()), Map.of(), Optional.of(new Shape.Circle(3)));
    assertThat(utf8(codec.encode(group)))
        .isEqualTo(
            "{\"Group\":{\"shapes\":[\"Dot\"],\"named\":{},\"circle\":{\"Circle\":{\"radius\":3.0}}}}");
    assertThat(utf8(Codecs.json().codec(Shape.Circle.class).encode(new Shape.Circle(3))))
        .isEqualTo("{\"Circle\":{\"radius\":3.0}}");
    assertThat(utf8(Codecs.json().typeTagged().codec(Shape.class).encode(group)))
        .isEqualTo(
            "{\"type\":\"Group\",\"shapes\":[{\"type\":\"Dot\"}],\"named\":{},"
                + "\"circle\":{\"type\":\"Circle\",\"radius\":3.0}}");
  }

  @Test
  void theTypeFieldMayStandAnywhere() {
    Codec<Shape> codec = Codecs.json().typeTagged().codec(Shape.class);
    assertThat(value(codec, utf8("{\"radius\":3.0,\"type\":\"Circle\"}")))
        .isEqualTo(new Shape.Circle(3));
    assertThat(Messages.reason(codec, utf8("{\"radius\":3.0}"))).startsWith("Expected Shape");
    assertThat(Messages.reason(codec, utf8("{\"type\":\"SECRET\"}")))
        .startsWith("Expected Shape")
        .doesNotContain("SECRET");
  }

  @Test
  void aRecordOfRecordsNeedsNoTags() {
    record Point(int x, int y) {}
    record Path(List<Point> points, @Nullable Point end) {}
    Codec<Path> codec = Codecs.json().codec(Path.class);
    Path path = new Path(List.of(new Point(1, 2)), null);
    assertThat(utf8(codec.encode(path))).isEqualTo("{\"points\":[{\"x\":1,\"y\":2}],\"end\":null}");
    assertThat(value(codec, codec.encode(path))).isEqualTo(path);
    assertThat(value(codec, utf8("{\"points\":[]}"))).isEqualTo(new Path(List.of(), null));
    assertThat(Messages.reason(codec, utf8("{\"end\":null}"))).contains("points");
  }

  @Test
  void floatsAndTimestampsOfOtherWritersAreRead() {
    Codec<Double> doubles = Codecs.messagePack().codec(Double.class);
    assertThat(value(doubles, hex("ca3fc00000"))).isEqualTo(1.5);
    assertThat(value(doubles, hex("03"))).isEqualTo(3.0);
    Codec<Instant> instants = Codecs.messagePack().codec(Instant.class);
    Instant instant = Instant.ofEpochSecond(1_700_000_000);
    assertThat(value(instants, hex("d6ff6553f100"))).isEqualTo(instant);
    assertThat(value(instants, hex("d7ff000000046553f100"))).isEqualTo(instant.plusNanos(1));
    assertThat(value(instants, hex("c70cff00000001000000006553f100")))
        .isEqualTo(instant.plusNanos(1));
    assertThat(value(Codecs.cbor().codec(Double.class), hex("f93e00"))).isEqualTo(1.5);
    assertThat(value(Codecs.cbor().codec(String.class), hex("7f6161627a7aff"))).isEqualTo("azz");
    assertThat(value(Codecs.cbor().codec(String.class), hex("d9d9f76161"))).isEqualTo("a");
  }

  @Test
  void unsigned64BitNumbersAreNoLongs() {
    assertThat(Messages.reason(Codecs.messagePack().codec(Long.class), hex("cfffffffffffffffff")))
        .startsWith("Expected");
    assertThat(value(Codecs.messagePack().codec(BigInteger.class), hex("cfffffffffffffffff")))
        .isEqualTo(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
  }

  @Test
  void formatsSayHowTheyTravel() {
    assertThat(Codecs.json().subprotocol()).contains("pilcrow.json");
    assertThat(Codecs.cbor().subprotocol()).contains("pilcrow.cbor");
    assertThat(Codecs.messagePack().subprotocol()).contains("pilcrow.msgpack");
    assertThat(Codecs.json().sends()).isEqualTo(FrameKind.BINARY);
    assertThat(Codecs.json().textFrames().sends()).isEqualTo(FrameKind.TEXT);
    assertThat(Codecs.json().reads()).containsOnly(FrameKind.TEXT, FrameKind.BINARY);
    assertThat(Codecs.cbor().reads()).containsOnly(FrameKind.BINARY);
    assertThatThrownBy(() -> Codecs.cbor().textFrames()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Codecs.json().typeTagged().positional())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aChannelSpeaksSeveralFormats() {
    var channel =
        WsChannel.of(WsRoute.of("/ws"), Codecs.json(), Shape.class, String.class)
            .or(Codecs.cbor())
            .or(Codecs.messagePack());
    var wire = channel.negotiate(List.of("pilcrow.msgpack", "pilcrow.json")).orElseThrow();
    assertThat(hex(wire.in().encode(new Shape.Dot()))).isEqualTo("a3446f74");
  }

  @Test
  void whatCannotBeWrittenIsTheCallersError() {
    assertThatThrownBy(
            () -> Codecs.messagePack().codec(BigInteger.class).encode(BigInteger.ONE.shiftLeft(64)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Send it as a string");
    assertThatThrownBy(
            () -> Codecs.messagePack().codec(BigDecimal.class).encode(new BigDecimal("1.5")))
        .isInstanceOf(IllegalArgumentException.class);
    for (JacksonFormat format : List.of(Codecs.cbor(), Codecs.messagePack())) {
      assertThatThrownBy(() -> format.codec(String.class).encode("half \ud83d"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Expected a String that can be written as");
    }
    Codec<String> json = Codecs.json().codec(String.class);
    assertThat(value(json, json.encode("half \ud83d"))).isEqualTo("half \ud83d");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what raw types allow
  void aMessageOfAnotherTypeIsTheCallersError() {
    Codec codec = Codecs.json().codec(Shape.class);
    assertThatThrownBy(() -> codec.encode("text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected a message of type Shape but found String.");
  }

  sealed interface Twice {
    record Same() implements Twice {}

    sealed interface Other extends Twice {
      @JsonTypeName("Same")
      record Another() implements Other {}
    }
  }

  sealed interface NotRecords {
    final class Plain implements NotRecords {}
  }

  sealed interface Tuples {
    @Tuple
    record Text(String text) implements Tuples {}
  }

  @Test
  void typesThatCannotTravelAreRefusedAtTheDeclaration() {
    assertThatThrownBy(() -> Codecs.json().codec(Twice.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Expected variants of different names in Twice but found Same twice. Add"
                + " @JsonTypeName.");
    assertThatThrownBy(() -> Codecs.json().codec(NotRecords.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Make it a record");
    assertThatThrownBy(() -> Codecs.json().typeTagged().codec(Tuples.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("@Tuple Text");
  }
}
