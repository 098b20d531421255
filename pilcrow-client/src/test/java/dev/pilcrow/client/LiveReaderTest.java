package dev.pilcrow.client;

import static dev.pilcrow.client.RecordingHandler.places;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.hub.Positions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule by which a client applies a topic's frames. */
class LiveReaderTest {
  private final RecordingHandler handler = new RecordingHandler();
  private LiveReader reader = new LiveReader(Positions.NONE, handler);
  private final List<String> controls = new ArrayList<>();

  private void startAt(String place) {
    reader = new LiveReader(places("t", place), handler);
  }

  private static String event(String id, String more) {
    return "{\"type\":\"custom\",\"event\":\"e\",\"data\":null,\"topic\":\"t\",\"id\":\"%s\"%s}"
        .formatted(id, more);
  }

  private static String event(String id) {
    return event(id, "");
  }

  private static String mark(String type, String id) {
    return "{\"type\":\"%s\",\"topic\":\"t\",\"id\":\"%s\"}".formatted(type, id);
  }

  private void take(String... frames) {
    for (String frame : frames) {
      reader.take(LiveFrame.read(frame), control -> controls.add(control.type()));
    }
  }

  private String place() {
    return reader.positions().json();
  }

  @Test
  void eventsAreAppliedOnceAndInOrder() {
    startAt("a:3");
    take(event("a:3"), event("a:4"), event("a:4"), event("a:5"), event("a:2"), event("a:6"));
    assertThat(handler.seen).containsExactly("e t=a:4", "e t=a:5", "e t=a:6");
    assertThat(place()).isEqualTo("{\"t\":\"a:6\"}");
  }

  @Test
  void anArrayIsItsFramesInOrder() {
    startAt("a:3");
    take("[" + event("a:4") + ",{\"type\":\"ping\"}," + event("a:5") + "]");
    assertThat(handler.seen).containsExactly("e t=a:4", "e t=a:5");
    assertThat(controls).containsExactly("ping");
  }

  @Test
  void aSkipMovesThePlaceAndNeverBack() {
    take(mark("skip", "a:7"), event("a:7"), event("a:8"), mark("skip", "a:10"));
    take(mark("skip", "a:4"), event("a:11"));
    assertThat(handler.seen).containsExactly("e t=a:8", "e t=a:11");
  }

  @Test
  void aFrameThatStandsForSeveralIsAppliedFromAnyPlaceItCovers() {
    startAt("a:3");
    take(event("a:9", ",\"after\":2"), event("a:9", ",\"after\":8"), event("a:10"));
    assertThat(handler.seen).containsExactly("e t=a:9", "e t=a:10");
    take(event("a:20", ",\"after\":12"));
    assertThat(reader.hasGap()).isTrue();
  }

  @Test
  void eventsOfNoTopicAreDeliveredAsTheyCome() {
    take("{\"type\":\"custom\",\"event\":\"direct\",\"data\":null}");
    assertThat(handler.seen).containsExactly("direct");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:6", "b:5", "b:1"})
  void aHoleAndAnotherEpochAreGapsThatHoldWhatFollows(String id) throws Exception {
    startAt("a:4");
    take(event(id));
    assertThat(reader.hasGap()).isTrue();
    assertThat(handler.seen).isEmpty();
    String epoch = id.substring(0, 2);
    long offset = Long.parseLong(id.substring(2));
    take(event(epoch + (offset + 1)), event(epoch + (offset + 2)));
    handler.fetched = places("t", epoch + (offset + 1));
    reader.mend();
    assertThat(reader.hasGap()).isFalse();
    assertThat(handler.seen).containsExactly("resync [t]", "e t=" + epoch + (offset + 2));
  }

  @Test
  void aResyncDropsWhatWasHeldAndGoesOnBehindWhatWasFetched() throws Exception {
    startAt("a:4");
    take(event("a:9"), mark("resync", "b:3"), event("b:4"), event("b:5"));
    handler.fetched = places("t", "b:4");
    reader.mend();
    assertThat(handler.seen).containsExactly("resync [t]", "e t=b:5");
    assertThat(place()).isEqualTo("{\"t\":\"b:5\"}");
  }

  @Test
  void whatWasFetchedTooEarlyIsAGapAgain() throws Exception {
    startAt("a:4");
    take(mark("resync", "a:30"), event("a:31"));
    handler.fetched = places("t", "a:20");
    reader.mend();
    assertThat(reader.hasGap()).isTrue();
    handler.fetched = places("t", "a:30");
    reader.mend();
    assertThat(handler.seen).containsExactly("resync [t]", "resync [t]", "e t=a:31");
  }

  @Test
  void aHandlerWithoutAPlaceGoesOnWithTheNextEvent() throws Exception {
    startAt("a:4");
    take(mark("resync", "b:3"), event("b:4"));
    reader.mend();
    take(event("b:6"));
    reader.mend();
    take(event("b:7"));
    assertThat(handler.seen)
        .containsExactly("resync [t]", "e t=b:4", "resync [t]", "e t=b:6", "e t=b:7");
  }

  @Test
  void aFailedMendingLosesNothing() throws Exception {
    startAt("a:4");
    take(mark("resync", "b:3"), event("b:4"));
    handler.failures.set(1);
    assertThatThrownBy(reader::mend).isInstanceOf(IllegalStateException.class);
    assertThat(reader.hasGap()).isTrue();
    reader.mend();
    assertThat(handler.seen).containsExactly("resync [t]", "resync [t]", "e t=b:4");
  }

  @Test
  void otherTopicsGoOnMeanwhile() {
    startAt("a:4");
    take(mark("resync", "a:9"), event("a:10").replace("\"t\"", "\"other\""), event("a:10"));
    assertThat(handler.seen).containsExactly("e other=a:10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "17", "[1,null,[]]", "{\"type\":\"patch\"}", "{}"})
  void whatIsNoFrameIsSkipped(String text) {
    take(text);
    assertThat(handler.seen).isEmpty();
    assertThat(controls).isEmpty();
  }
}
