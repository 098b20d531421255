package dev.pilcrow.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.ledger.MessageId;
import java.io.IOException;
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

  @Test
  void aBatchIsTheJsonArrayOfItsEvents() throws IOException {
    String text = Files.readString(WIRE.resolve("batch/two.json"));
    EventCodec codec = EventCodec.lenient();
    List<EncodedEvent> events =
        Json.mapper().readTree(text).valueStream().map(node -> encode(codec, node)).toList();
    var joined = EncodedEvent.join(events);
    assertThat(StandardCharsets.UTF_8.decode(joined).toString()).isEqualTo(text);
    assertThat(EncodedEvent.join(events.subList(0, 1))).isEqualTo(events.get(0).utf8());
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
