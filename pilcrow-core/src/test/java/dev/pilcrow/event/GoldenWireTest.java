package dev.pilcrow.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.ledger.MessageId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads every file in {@code wire/}, as the browser's golden test does. */
class GoldenWireTest {
  private static final Path WIRE = Path.of("..", "wire");

  static Stream<Path> valid() throws IOException {
    return files("ws", ".json");
  }

  static Stream<Path> refused() throws IOException {
    return Stream.concat(files("ws/bad", ".txt"), files("ws/refused-by-server", ".txt"));
  }

  static Stream<Path> sse() throws IOException {
    return files("sse", ".txt");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void anEventIsWrittenExactlyAsTheFile(Path file) throws IOException {
    String text = Files.readString(file);
    for (EventCodec codec : List.of(EventCodec.lenient(), EventCodec.strict())) {
      assertThat(codec.decode(text)).isInstanceOf(Decoded.Event.class);
      WsEvent event = ((Decoded.Event) codec.decode(text)).event();
      assertThat(codec.encode(event).text()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aBadFrameIsMalformedAndNeverQuoted(Path file) throws IOException {
    String text = Files.readString(file);
    for (EventCodec codec : List.of(EventCodec.lenient(), EventCodec.strict())) {
      assertThat(codec.decode(text)).isInstanceOf(Decoded.Malformed.class);
      String reason = ((Decoded.Malformed) codec.decode(text)).reason();
      assertThat(reason).startsWith("Expected").doesNotContain("explode", "hello", "#a");
    }
  }

  static Stream<Path> sent() throws IOException {
    return files("sent", ".json");
  }

  static Stream<Path> sentWithABadId() throws IOException {
    return files("sent/bad", ".txt");
  }

  @ParameterizedTest
  @MethodSource("sent")
  void whatAClientSendsHasItsIdLast(Path file) throws IOException {
    String text = Files.readString(file);
    EventCodec codec = EventCodec.strict();
    ClientMessage message = codec.decodeMessage(text);
    WsEvent event = ((Decoded.Event) message.content()).event();
    MessageId id = Objects.requireNonNull(message.id());
    assertThat(codec.encode(event, id).text()).isEqualTo(text);
    assertThat(codec.decode(text)).isEqualTo(new Decoded.Event(event));
  }

  @ParameterizedTest
  @MethodSource("sentWithABadId")
  void aBadIdMakesAMessageMalformedAndIsNeverQuoted(Path file) throws IOException {
    ClientMessage message = EventCodec.lenient().decodeMessage(Files.readString(file));
    assertThat(message.id()).isNull();
    assertThat(message.content()).isInstanceOf(Decoded.Malformed.class);
    String reason = ((Decoded.Malformed) message.content()).reason();
    assertThat(reason).startsWith("Expected").doesNotContain("q9Zb", "k3f9");
  }

  @Test
  void aMalformedMessageKeepsItsIdSoThatItCanBeRefused() {
    String text = "{\"type\":\"custom\",\"id\":\"q9Zb3fKx0hYtW5uR1sVnAg:7\"}";
    ClientMessage message = EventCodec.lenient().decodeMessage(text);
    assertThat(message.content()).isInstanceOf(Decoded.Malformed.class);
    assertThat(message.id()).isEqualTo(new MessageId("q9Zb3fKx0hYtW5uR1sVnAg", 7));
  }

  static Stream<Path> stamped() throws IOException {
    return files("topic", ".json");
  }

  @ParameterizedTest
  @MethodSource("stamped")
  void anEventOfATopicIsWrittenExactlyAsTheFileAndWithoutItsPlaceToOthers(Path file)
      throws IOException {
    String text = Files.readString(file);
    ObjectNode tree = (ObjectNode) Json.mapper().readTree(text);
    EncodedEvent.Stamp stamp = stamp(tree);
    long after = tree.path("after").asLong(-1);
    EncodedEvent event = encode(EventCodec.strict(), tree.without(List.of("after", "topic", "id")));
    EncodedEvent stamped = after < 0 ? event.at(stamp) : event.at(stamp).following(after);
    assertThat(utf8(stamped.stamped())).isEqualTo(text);
    assertThat(utf8(EncodedEvent.join(List.of(stamped, event), true)))
        .isEqualTo("[" + text + "," + event.text() + "]");
    assertThat(stamped.text()).isEqualTo(event.text());
    assertThat(stamped.sse()).isEqualTo(event.sse());
    assertThat(stamped.size()).isEqualTo(event.size());
    assertThat(utf8(EncodedEvent.joinStampedSse(List.of(stamped, event))))
        .isEqualTo("data: " + text + "\n\n" + utf8(event.sse()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"skip", "resync"})
  void aFrameAboutATopicIsWrittenExactlyAsTheFile(String type) throws IOException {
    String text = Files.readString(WIRE.resolve("control/" + type + ".json"));
    EncodedEvent.Stamp stamp = stamp(Json.mapper().readTree(text));
    EncodedEvent frame = EncodedEvent.control(type, "").at(stamp);
    assertThat(utf8(frame.stamped())).isEqualTo(text);
    assertThat(utf8(EncodedEvent.joinStampedSse(List.of(frame))))
        .isEqualTo(
            "event: "
                + type
                + "\ndata: "
                + text.replace("\"type\":\"" + type + "\",", "")
                + "\n\n");
  }

  private static EncodedEvent.Stamp stamp(JsonNode tree) {
    String[] id = tree.get("id").stringValue().split(":", 2);
    return new EncodedEvent.Stamp(tree.get("topic").stringValue(), id[0], Long.parseLong(id[1]));
  }

  private static String utf8(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  @Test
  void aBatchIsTheJsonArrayOfItsEvents() throws IOException {
    String text = Files.readString(WIRE.resolve("batch/two.json"));
    EventCodec codec = EventCodec.lenient();
    List<EncodedEvent> events =
        Json.mapper().readTree(text).valueStream().map(node -> encode(codec, node)).toList();
    var joined = EncodedEvent.join(events, false);
    assertThat(StandardCharsets.UTF_8.decode(joined).toString()).isEqualTo(text);
    assertThat(EncodedEvent.join(events.subList(0, 1), false)).isEqualTo(events.get(0).utf8());
  }

  @ParameterizedTest
  @MethodSource("sse")
  void aStreamEventIsWrittenExactlyAsTheFile(Path file) throws IOException {
    String text = Files.readString(file);
    String name = field(text, "event");
    String data = field(text, "data");
    WsEvent event =
        switch (name) {
          case "invalidate" -> WsEvent.invalidate(data);
          case "navigate" -> WsEvent.navigate(data);
          default -> decode(name, data);
        };
    SseEvent sse = SseEvent.of(event);
    if (text.contains("id: ")) {
      sse =
          sse.id(field(text, "id")).retry(Duration.ofMillis(Long.parseLong(field(text, "retry"))));
    }
    assertThat(SseText.encode(sse)).isEqualTo(text);
  }

  private static WsEvent decode(String name, String data) {
    ObjectNode json = (ObjectNode) Json.mapper().readTree(data);
    Decoded decoded = EventCodec.lenient().decode(json.put("type", name).toString());
    return ((Decoded.Event) decoded).event();
  }

  private static String field(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElseThrow();
  }

  private static EncodedEvent encode(EventCodec codec, JsonNode node) {
    return codec.encode(((Decoded.Event) codec.decode(node.toString())).event());
  }

  private static Stream<Path> files(String folder, String suffix) throws IOException {
    try (Stream<Path> list = Files.list(WIRE.resolve(folder))) {
      List<Path> found = list.filter(path -> path.toString().endsWith(suffix)).sorted().toList();
      assertThat(found).isNotEmpty();
      return found.stream();
    }
  }
}
