package dev.pilcrow.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.util.RawValue;

class EventCodecTest {
  private final EventCodec lenient = EventCodec.lenient();
  private final EventCodec strict = EventCodec.strict();

  record Say(String text) {}

  static List<Class<?>> kinds() {
    return Arrays.asList(WsEvent.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindOfEventSurvivesARoundTrip(Class<? extends WsEvent> kind) {
    WsEvent event =
        List.of(
                WsEvent.patch(Json.mapper().readTree("{\"n\":1}"), "#a"),
                WsEvent.html("<b>x</b>", "#a").append(),
                WsEvent.invalidate("#a"),
                WsEvent.navigate("/a"),
                WsEvent.custom("a", Json.mapper().readTree("[1]")))
            .stream()
            .filter(kind::isInstance)
            .findFirst()
            .orElseThrow();
    for (EventCodec codec : List.of(lenient, strict)) {
      assertThat(codec.decode(codec.encode(event).text())).isEqualTo(new Decoded.Event(event));
    }
  }

  @Test
  void everySwapHasAWireWordThatReadsBack() {
    for (Swap swap : Swap.values()) {
      WsEvent event = WsEvent.html("x", "#a").swap(swap);
      assertThat(strict.decode(strict.encode(event).text())).isEqualTo(new Decoded.Event(event));
    }
  }

  @Test
  void theSeedsChatButtonArrivesAsACustomEvent() {
    Decoded decoded = lenient.decode("{\"event\":\"chat\",\"data\":{\"text\":\"hi\"}}");
    assertThat(decoded).isInstanceOf(Decoded.Event.class);
    var custom = (WsEvent.Custom) ((Decoded.Event) decoded).event();
    assertThat(custom.event()).isEqualTo("chat");
    assertThat(lenient.read(custom.data(), Say.class)).isEqualTo(new Say("hi"));
    assertThat(strict.decode("{\"event\":\"chat\",\"data\":1}"))
        .isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void lenientFillsInWhatTheSpecAllowsAndStrictDoesNot() {
    assertThat(lenient.decode("{\"event\":\"a\"}"))
        .isEqualTo(new Decoded.Event(WsEvent.custom("a", Json.mapper().nullNode())));
    assertThat(lenient.decode("{\"type\":\"html\",\"target\":\"#a\",\"html\":\"x\"}"))
        .isEqualTo(new Decoded.Event(WsEvent.html("x", "#a")));
    assertThat(strict.decode("{\"type\":\"html\",\"target\":\"#a\",\"html\":\"x\"}"))
        .isInstanceOf(Decoded.Malformed.class);
    assertThat(strict.decode("{\"type\":\"custom\",\"event\":\"a\"}"))
        .isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void unknownFieldsAndAnyOrderAreAccepted() {
    assertThat(strict.decode("{\"data\":1,\"later\":true,\"event\":\"a\",\"type\":\"custom\"}"))
        .isInstanceOf(Decoded.Event.class);
  }

  @Test
  void hostileSizesAreMalformedAndCostNoStack() {
    for (String text :
        List.of(
            "[".repeat(100_000),
            "{\"type\":\"custom\",\"event\":\"a\",\"data\":" + "1".repeat(200) + "}",
            "{\"" + "k".repeat(300) + "\":1}",
            "{\"type\":\"custom\",\"event\":\"" + "e".repeat(Json.MAX_DOCUMENT) + "\",\"data\":1}",
            "{\"type\":\"custom\",\"event\":\"a\",\"data\":[" + "1,".repeat(30_000) + "1]}")) {
      assertThat(lenient.decode(text)).isInstanceOf(Decoded.Malformed.class);
    }
  }

  @Test
  void dataMayBeAnythingJacksonWrites() {
    var data = Map.of("at", Instant.EPOCH, "say", new Say("ü"));
    JsonNode tree = Json.mapper().readTree(strict.encode(WsEvent.custom("a", data)).text());
    assertThat(tree.at("/data/say/text").stringValue()).isEqualTo("ü");
    assertThat(tree.at("/data/at").stringValue()).isEqualTo("1970-01-01T00:00:00Z");
  }

  @Test
  void dataThatCannotBeWrittenIsTheCallersError() {
    var loop = new ArrayList<Object>();
    loop.add(loop);
    assertThatThrownBy(() -> lenient.encode(WsEvent.patch(loop, "#a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Expected data that Jackson can write in a Patch event");
  }

  @Test
  void readingDataOfAnotherShapeNamesTheExpectedType() {
    for (Object data : List.of(Json.mapper().readTree("{\"text\":{\"a\":1}}"), List.of(1))) {
      assertThatThrownBy(() -> lenient.read(data, Say.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Expected data of type Say");
    }
    assertThatThrownBy(() -> lenient.read(null, Say.class))
        .hasMessage("Expected data of type Say but found null.");
  }

  @Test
  void aStreamEventSplitsLinesAndCarriesIdAndRetry() {
    SseEvent event = SseEvent.of(WsEvent.invalidate("#a\n#b")).id("7").retry(Duration.ofSeconds(2));
    assertThat(SseText.encode(event))
        .isEqualTo("id: 7\nretry: 2000\nevent: invalidate\ndata: #a\ndata: #b\n\n");
    assertThatThrownBy(() -> event.id("a\nb")).hasMessageContaining("index 1");
    assertThatThrownBy(() -> event.retry(Duration.ofMillis(-1))).hasMessageContaining("0 or more");
  }

  @Test
  void theStreamFormIsMadeOnceAndNamesTheMarkupHtml() {
    WsEvent event = WsEvent.html("<p title='\"markup\"'>\"markup\":</p>", "[a=\"markup\"]").outer();
    EncodedEvent encoded = lenient.encode(event);
    assertThat(UTF_8.decode(encoded.sse()).toString())
        .isEqualTo(
            "event: html\n"
                + "data: {\"target\":\"[a=\\\"markup\\\"]\",\"html\":\"<p"
                + " title='\\\"markup\\\"'>\\\"markup\\\":</p>\",\"swap\":\"outer\"}\n\n");
    assertThat(encoded.sse()).isEqualTo(encoded.sse());
    assertThat(encoded.sse().isReadOnly()).isTrue();
  }

  @Test
  void lineBreaksInDataNeverEndAStreamsEvent() {
    WsEvent raw = WsEvent.custom("e", new RawValue("{\n\n\"a\":\r1}"));
    assertThat(SseText.encode(SseEvent.of(raw)))
        .isEqualTo(
            """
            event: custom
            data: {"event":"e","data":{
            data:\s
            data: "a":
            data: 1}}

            """);
    assertThat(SseText.encode(SseEvent.of(WsEvent.navigate("/a\r\n\nevent: x"))))
        .isEqualTo("event: navigate\ndata: /a\ndata: \ndata: event: x\n\n");
  }

  @Test
  void controlFramesAndCommentsHaveBothForms() {
    EncodedEvent ping = EncodedEvent.control("ping", "");
    assertThat(ping.text()).isEqualTo("{\"type\":\"ping\"}");
    assertThat(UTF_8.decode(ping.sse()).toString()).isEqualTo("event: ping\ndata: {}\n\n");
    EncodedEvent drain = EncodedEvent.control("drain", "\"retryAfterMs\":5");
    assertThat(drain.text()).isEqualTo("{\"type\":\"drain\",\"retryAfterMs\":5}");
    var both = EncodedEvent.joinSse(List.of(drain, EncodedEvent.comment()));
    assertThat(UTF_8.decode(both).toString())
        .isEqualTo("event: drain\ndata: {\"retryAfterMs\":5}\n\n:\n\n");
  }
}
