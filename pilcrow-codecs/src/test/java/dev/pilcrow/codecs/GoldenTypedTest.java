package dev.pilcrow.codecs;

import static dev.pilcrow.codecs.Messages.file;
import static dev.pilcrow.codecs.Messages.hex;
import static dev.pilcrow.codecs.Messages.utf8;
import static dev.pilcrow.codecs.Messages.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.Codec;
import dev.pilcrow.codecs.ClientEvent.Connected;
import dev.pilcrow.codecs.ClientEvent.Left;
import dev.pilcrow.codecs.ClientEvent.Moved;
import dev.pilcrow.codecs.ClientEvent.Numbers;
import dev.pilcrow.codecs.ClientEvent.Pair;
import dev.pilcrow.codecs.ClientEvent.TextInput;
import dev.pilcrow.codecs.ClientEvent.Typing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads every file in {@code wire/typed}, which Rust's serde has written. */
class GoldenTypedTest {
  private static final Map<String, Object> EXTERNAL =
      Map.ofEntries(
          Map.entry("string", "Hello!"),
          Map.entry("unit", new Left()),
          Map.entry("newtype", new TextInput("abc")),
          Map.entry("newtype-unicode", new TextInput("Zoë 😀")),
          Map.entry("newtype-long", new TextInput("0123456789".repeat(4))),
          Map.entry("struct", new Moved(-1, 500)),
          Map.entry("struct-none", new Typing(Optional.empty())),
          Map.entry("struct-some", new Typing(Optional.of("Ann"))),
          Map.entry("tuple", new Pair(7, "seven")),
          Map.entry("list", new Connected(List.of("a", "b"))),
          Map.entry(
              "list-long",
              new Connected(IntStream.range(0, 20).mapToObj(Integer::toString).toList())),
          Map.entry("numbers", new Numbers(-129, 9007199254740993L, 1.5, true)));

  private static final Map<String, TaggedEvent> TAGGED =
      Map.of(
          "unit", new TaggedEvent.Left(),
          "struct", new TaggedEvent.Moved(-1, 500),
          "struct-some", new TaggedEvent.Typing(Optional.of("Ann")),
          "list", new TaggedEvent.Connected(List.of("a", "b")));

  static Stream<String> external() throws IOException {
    return names("external");
  }

  static Stream<String> tagged() throws IOException {
    return names("type-tagged");
  }

  private static Stream<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Messages.WIRE.resolve(folder))) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void everyMessageHasItsFiles() throws IOException {
    assertThat(external()).containsExactlyInAnyOrderElementsOf(EXTERNAL.keySet());
    assertThat(tagged()).containsExactlyInAnyOrderElementsOf(TAGGED.keySet());
  }

  @SuppressWarnings("unchecked") // each message with the codec of its type
  private static Codec<Object> codec(JacksonFormat format, Object message) {
    Class<?> type = message instanceof String ? String.class : ClientEvent.class;
    return (Codec<Object>) format.codec(type);
  }

  @ParameterizedTest
  @MethodSource("external")
  void jsonIsTheSameToTheByte(String name) throws IOException {
    Object message = Objects.requireNonNull(EXTERNAL.get(name));
    Codec<Object> codec = codec(Codecs.json(), message);
    assertThat(utf8(codec.encode(message))).isEqualTo(file("external/" + name + ".json"));
    assertThat(value(codec, utf8(file("external/" + name + ".json")))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("external")
  void messagePackIsTheSameToTheByte(String name) throws IOException {
    Object message = Objects.requireNonNull(EXTERNAL.get(name));
    Codec<Object> codec = codec(Codecs.messagePack(), message);
    assertThat(hex(codec.encode(message))).isEqualTo(file("external/" + name + ".msgpack.hex"));
    assertThat(value(codec, hex(file("external/" + name + ".msgpack.hex")))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("external")
  void positionalMessagePackIsWhatRmpSerdeWritesByDefault(String name) throws IOException {
    Object message = Objects.requireNonNull(EXTERNAL.get(name));
    Codec<Object> codec = codec(Codecs.messagePack().positional(), message);
    assertThat(hex(codec.encode(message))).isEqualTo(file("external/" + name + ".compact.hex"));
    assertThat(value(codec, hex(file("external/" + name + ".compact.hex")))).isEqualTo(message);
  }

  /** Jackson writes records as maps of no announced size, so only reading is the same. */
  @ParameterizedTest
  @MethodSource("external")
  void cborIsRead(String name) throws IOException {
    Object message = Objects.requireNonNull(EXTERNAL.get(name));
    Codec<Object> codec = codec(Codecs.cbor(), message);
    assertThat(value(codec, hex(file("external/" + name + ".cbor.hex")))).isEqualTo(message);
    assertThat(value(codec, codec.encode(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("tagged")
  void typeTaggedMessagesAreTheSame(String name) throws IOException {
    TaggedEvent message = Objects.requireNonNull(TAGGED.get(name));
    Codec<TaggedEvent> json = Codecs.json().typeTagged().codec(TaggedEvent.class);
    assertThat(utf8(json.encode(message))).isEqualTo(file("type-tagged/" + name + ".json"));
    assertThat(value(json, utf8(file("type-tagged/" + name + ".json")))).isEqualTo(message);

    Codec<TaggedEvent> pack = Codecs.messagePack().typeTagged().codec(TaggedEvent.class);
    ByteBuffer packed = hex(file("type-tagged/" + name + ".msgpack.hex"));
    assertThat(pack.encode(message)).isEqualTo(packed);
    assertThat(value(pack, packed)).isEqualTo(message);

    Codec<TaggedEvent> cbor = Codecs.cbor().typeTagged().codec(TaggedEvent.class);
    assertThat(value(cbor, hex(file("type-tagged/" + name + ".cbor.hex")))).isEqualTo(message);
    assertThat(value(cbor, cbor.encode(message))).isEqualTo(message);
  }
}
