package dev.pilcrow.codecs;

import static dev.pilcrow.codecs.Messages.hex;
import static dev.pilcrow.codecs.Messages.reason;
import static dev.pilcrow.codecs.Messages.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.Codec;
import dev.pilcrow.channel.Decoded;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORFactory;

/** Names that stand twice in an object, in all formats and in objects of all sizes. */
class NamesTest {
  private static final String TWICE = "Expected each field once but found one twice";

  /** Among them some of one hash, in Java and in the walk over bytes, and some beyond ASCII. */
  private static final String[] PARTS = {"Aa", "BB", "C#", "x", "ß", "日", "😀", "", "\u007f"};

  private final Codec<Object> json = Codecs.json().codec(Object.class);
  private final Codec<Object> cbor = Codecs.cbor().codec(Object.class);
  private final Codec<Object> pack = Codecs.messagePack().codec(Object.class);

  /** Writes objects in objects, in all formats, and knows whether a name stands twice. */
  private static final class Objects {
    private final Random random;
    private final ByteArrayOutputStream json = new ByteArrayOutputStream();
    private final ByteArrayOutputStream cbor = new ByteArrayOutputStream();
    private final MessagePackGenerator pack =
        new MessagePackGenerator(JsonMapper.shared().writer());
    private boolean twice;

    Objects(Random random) {
      this.random = random;
      try (JsonGenerator text =
              new JsonFactory().createGenerator(ObjectWriteContext.empty(), json);
          JsonGenerator binary =
              new CBORFactory().createGenerator(ObjectWriteContext.empty(), cbor)) {
        write(List.of(text, binary, pack), 3);
      }
    }

    private void write(List<JsonGenerator> outs, int depth) {
      Set<String> names = new HashSet<>();
      outs.forEach(JsonGenerator::writeStartObject);
      for (int left = random.nextInt(random.nextInt(60) + 1); left > 0; left--) {
        String name = name(names);
        int number = left;
        twice |= !names.add(name);
        outs.forEach(out -> out.writeName(name));
        if (depth > 0 && random.nextInt(20) == 0) {
          write(outs, depth - 1);
        } else {
          outs.forEach(out -> out.writeNumber(number));
        }
      }
      outs.forEach(JsonGenerator::writeEndObject);
    }

    /** A name, which few objects have had already. */
    private String name(Set<String> known) {
      StringBuilder name = new StringBuilder();
      do {
        name.append(PARTS[random.nextInt(PARTS.length)]);
      } while (random.nextInt(3) > 0
          || (known.contains(name.toString()) && random.nextInt(20) > 0));
      return name.toString();
    }
  }

  @Test
  void oneThatStandsTwiceIsFoundAndNoOther() {
    Random random = new Random(20261122);
    int refused = 0;
    for (int round = 0; round < 2_000; round++) {
      Objects objects = new Objects(random);
      check(json, ByteBuffer.wrap(objects.json.toByteArray()), objects.twice);
      check(cbor, ByteBuffer.wrap(objects.cbor.toByteArray()), objects.twice);
      check(pack, objects.pack.bytes(), objects.twice);
      refused += objects.twice ? 1 : 0;
    }
    assertThat(refused).as("how many had one").isBetween(200, 1_800);
  }

  private static void check(Codec<Object> codec, ByteBuffer bytes, boolean twice) {
    Decoded<Object> decoded = codec.decode(bytes);
    if (twice) {
      assertThat(((Decoded.Malformed<Object>) decoded).reason()).startsWith(TWICE);
    } else {
      assertThat(decoded).isInstanceOf(Decoded.Value.class);
    }
  }

  @Test
  void inCborANameMayComeInParts() {
    assertThat(value(cbor, hex("a27f61786179ff01617802"))).isEqualTo(Map.of("xy", 1, "x", 2));
    assertThat(reason(cbor, hex("a27f61786179ff0162787902"))).startsWith(TWICE);
    assertThat(reason(cbor, hex("a262787901 7f61786179ff02".replace(" ", "")))).startsWith(TWICE);
    assertThat(reason(cbor, hex("a27f6178ff017f6178ff02"))).startsWith(TWICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void jsonInAnotherEncodingIsNoJson(String encoding) throws Exception {
    assertThat(reason(json, ByteBuffer.wrap("[\"abc\"]".getBytes(encoding))))
        .startsWith("Expected");
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    byte[] text = "\ufeff[\"abc\"]".getBytes(StandardCharsets.UTF_8);
    assertThat(value(json, ByteBuffer.wrap(text))).isEqualTo(List.of("abc"));
  }

  enum Side {
    LEFT,
    RIGHT
  }

  record Keys(Map<Integer, String> numbers, Map<Long, String> longs, Map<Side, Integer> sides) {}

  @ParameterizedTest
  @MethodSource("dev.pilcrow.codecs.CodecsTest#formats")
  void keysOfMapsAreTextsWhateverTheyAreInJava(JacksonFormat format) {
    Codec<Keys> codec = format.codec(Keys.class);
    Keys keys = new Keys(Map.of(1, "a", -2, "b"), Map.of(1L << 40, "c"), Map.of(Side.LEFT, 1));
    assertThat(value(codec, codec.encode(keys))).isEqualTo(keys);
  }
}
