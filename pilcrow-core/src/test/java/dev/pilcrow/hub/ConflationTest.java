package dev.pilcrow.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.Json;
import dev.pilcrow.event.WsEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which patches a reader that lags can do without. */
class ConflationTest {
  private static final EventCodec CODEC = EventCodec.lenient();

  private static EncodedEvent patch(String target, String data) {
    return CODEC.encode(WsEvent.patch(Json.mapper().readTree(data), target));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1} | {\"a\":2} | true",
        "{\"a\":1} | {\"a\":null} | true",
        "{\"a\":1} | {\"a\":2,\"b\":3} | true",
        "{\"a\":1,\"b\":2} | {\"a\":2} | false",
        "{\"a\":1} | {\"b\":1} | false",
        "{} | {\"a\":1} | true",
        "{\"a\":{\"x\":1}} | {\"a\":{\"x\":2,\"y\":3}} | true",
        "{\"a\":{\"x\":1,\"y\":2}} | {\"a\":{\"x\":2}} | false",
        "{\"a\":{\"x\":1}} | {\"a\":5} | false",
        "{\"a\":5} | {\"a\":{\"x\":1}} | false",
        "{\"a\":{}} | {\"a\":null} | false",
        "{\"a\":{\"b\":{\"c\":[1]}}} | {\"a\":{\"b\":{\"c\":[2]}}} | true",
        "{\"a\":[1,2]} | {\"a\":[3,4,5]} | true",
        "{\"a\":[1,2]} | {\"a\":[3]} | false",
        "{\"a\":[1]} | {\"a\":7} | false",
        "{\"a\":7} | {\"a\":[]} | true",
        "{\"a\":[{\"id\":1}]} | {\"a\":[{\"id\":1}]} | false",
        "{\"a\":1,\"_toasts\":[\"x\"]} | {\"a\":2,\"_toasts\":[\"y\"]} | false",
        "{\"data\":{\"a\":1}} | {\"data\":{\"a\":2}} | false",
        "[1] | [2] | false",
        "7 | 8 | false",
        "{\"a.b\":1} | {\"a\":{\"b\":1}} | false",
      })
  void aLaterPatchReplacesAnEarlierOneOnlyIfNothingOfThatIsLeft(
      String earlier, String later, boolean replaces) {
    assertThat(patch("#x", later).replaces(patch("#x", earlier))).isEqualTo(replaces);
    assertThat(patch("#y", later).replaces(patch("#x", earlier))).isFalse();
  }

  @Test
  void nothingIsLeftOutAcrossOtherEvents() {
    List<EncodedEvent> events =
        List.of(
            patch("#x", "{\"a\":1}"),
            patch("#y", "{\"a\":1}"),
            patch("#x", "{\"a\":2}"),
            CODEC.encode(WsEvent.html("<p>", "#x")),
            patch("#x", "{\"a\":3}"),
            patch("#y", "{\"a\":2}"),
            CODEC.encode(WsEvent.custom("c", 1)),
            patch("#x", "{\"a\":4}"),
            patch("#x", "{\"b\":1}"),
            patch("#x", "{\"a\":5}"));
    assertThat(Conflation.apply(events))
        .containsExactly(
            events.get(1),
            events.get(2),
            events.get(3),
            events.get(4),
            events.get(5),
            events.get(6),
            events.get(8),
            events.get(9));
  }

  /** Reads what a client that resumes would be sent. */
  private static final class Reader implements Outlet {
    private final List<Cursor> cursors = new ArrayList<>();

    @Override
    public void attach(Cursor cursor) {
      cursors.add(cursor);
    }

    @Override
    public void detach(Cursor cursor) {}

    @Override
    public void wake() {}

    @Override
    public boolean keepsPlaces() {
      return true;
    }

    @Override
    public boolean mendsGaps() {
      return true;
    }

    List<String> read() {
      return cursors.get(0).poll(1 << 20).events().stream()
          .map(event -> StandardCharsets.UTF_8.decode(event.stamped()).toString())
          .toList();
    }
  }

  @Test
  void aReaderThatLagsGetsTheLastValueAndWhatItFollows() {
    Hub hub = new Hub(CODEC, Hub.Limits.defaults());
    Topic topic = hub.topic("t");
    Reader reader = new Reader();
    topic.subscribe(reader);
    String epoch = topic.position().epoch();
    assertThat(reader.read()).hasSize(1);
    topic.publish(WsEvent.patch(Map.of("n", 0), "#x"));
    topic.publish(WsEvent.patch(Map.of("n", 1), "#x"));
    assertThat(reader.read()).as("two are no lag").hasSize(2);
    for (int n = 2; n < 100; n++) {
      topic.publish(WsEvent.patch(Map.of("n", n), "#x"));
    }
    assertThat(reader.read())
        .containsExactly(
            "{\"type\":\"patch\",\"target\":\"#x\",\"data\":{\"n\":99},\"after\":2,\"topic\":\"t\","
                + "\"id\":\""
                + epoch
                + ":100\"}");
    assertThat(hub.stats().conflated()).isEqualTo(97);
    topic.publish(WsEvent.patch(Map.of("n", 100), "#x"));
    assertThat(reader.read()).singleElement().asString().doesNotContain("after");
  }

  @Test
  void whatIsNotForThisReaderIsPartOfWhatAnEventFollows() {
    Topic topic = new Hub(CODEC, Hub.Limits.defaults()).topic("t");
    Reader reader = new Reader();
    topic.subscribe(reader);
    reader.read();
    for (int n = 0; n < 50; n++) {
      topic.publish(WsEvent.patch(Map.of("n", n), "#x"));
    }
    topic.publish(WsEvent.patch(Map.of("n", -1), "#x"), reader);
    topic.publish(WsEvent.patch(Map.of("m", 1), "#x"));
    topic.publish(WsEvent.patch(Map.of("n", -2), "#x"), reader);
    List<String> frames = reader.read();
    assertThat(frames).hasSize(3);
    assertThat(frames.get(0)).contains("\"n\":49},\"after\":0,").endsWith(":50\"}");
    assertThat(frames.get(1)).contains("\"m\":1},\"after\":50,").endsWith(":52\"}");
    assertThat(frames.get(2)).startsWith("{\"type\":\"skip\"").endsWith(":53\"}");
  }
}
