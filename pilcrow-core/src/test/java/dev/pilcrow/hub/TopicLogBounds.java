package dev.pilcrow.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.WsEvent;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much every log keeps, seen through the topics of a hub. */
abstract class TopicLogBounds {
  private static final Duration AGE = Duration.ofMinutes(10);

  final SettableClock clock = new SettableClock();
  final RecordingOutlet alice = new RecordingOutlet();
  final RecordingOutlet bob = new RecordingOutlet();

  /** The logs to test. The age of events goes by the clock. Called once or several times a test. */
  protected abstract TopicLogs logs(SettableClock clock);

  Hub hub(int events, long bytes) {
    return new Hub(
        EventCodec.lenient(), new Hub.Limits(100, events, bytes, AGE), logs(clock), clock);
  }

  Topic topic(int events, long bytes) {
    return hub(events, bytes).topic("t:" + UUID.randomUUID());
  }

  Topic topic() {
    return topic(5, 10_000);
  }

  protected static WsEvent say(int n) {
    return WsEvent.custom("say", n);
  }

  protected static String text(int n) {
    return "{\"type\":\"custom\",\"event\":\"say\",\"data\":" + n + "}";
  }

  static List<String> texts(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(TopicLogBounds::text).toList();
  }

  static void publish(Topic topic, int first, int last) {
    IntStream.rangeClosed(first, last).forEach(n -> topic.publish(say(n)));
  }

  @Test
  void everyPlaceStillKeptCanBeResumedAndNoOther() {
    Topic topic = topic(4, 10_000);
    topic.subscribe(alice);
    publish(topic, 1, 9);
    alice.await(9);
    String epoch = topic.position().epoch();
    for (int offset = 0; offset <= 11; offset++) {
      var reader = new RecordingOutlet();
      topic.subscribe(reader, new Position(epoch, offset)).close();
      boolean held = offset >= 5 && offset <= 9;
      assertThat(reader.lagged()).as("after %s", offset).isEqualTo(!held);
      assertThat(reader.texts()).isEqualTo(held ? texts(offset + 1, 9) : List.of());
    }
  }

  @Test
  void aStalledReaderCatchesUpUntilTheLogMovesPastIt() {
    Topic topic = topic(5, 10_000);
    topic.subscribe(alice);
    topic.subscribe(bob);
    alice.stall(true);
    publish(topic, 1, 5);
    bob.await(5);
    alice.stall(false);
    assertThat(alice.await(5)).isEqualTo(texts(1, 5));
    alice.stall(true);
    publish(topic, 6, 11);
    bob.await(11);
    alice.stall(false);
    alice.awaitGap();
    assertThat(alice.texts()).hasSize(5);
    assertThat(bob.lagged()).isFalse();
  }

  @Test
  void noMoreBytesAreKeptThanAllowedButAtLeastOneEvent() {
    Topic topic = topic(100, 3L * text(1).length());
    topic.subscribe(alice);
    publish(topic, 1, 7);
    alice.await(7);
    String epoch = topic.position().epoch();
    topic.subscribe(bob, new Position(epoch, 4));
    assertThat(bob.await(3)).isEqualTo(texts(5, 7));
    var late = new RecordingOutlet();
    topic.subscribe(late, new Position(epoch, 3));
    late.awaitGap();
    TopicPosition before = topic.publish(WsEvent.custom("say", "x".repeat(500)));
    alice.await(8);
    var large = new RecordingOutlet();
    topic.subscribe(large, new Position(epoch, before.offset() - 1));
    assertThat(large.await(1)).hasSize(1);
  }

  @Test
  void eventsGoWhenTheyAreTooOldAndOffsetsGoOn() {
    Topic topic = topic();
    TopicPosition start = topic.position();
    publish(topic, 1, 2);
    clock.advance(AGE.dividedBy(2));
    publish(topic, 3, 3);
    topic.subscribe(alice, start);
    assertThat(alice.await(3)).isEqualTo(texts(1, 3));
    clock.advance(AGE.dividedBy(2).plusMillis(5));
    topic.subscribe(bob, new Position(start.epoch(), 2));
    assertThat(bob.await(1)).isEqualTo(texts(3, 3));
    var late = new RecordingOutlet();
    topic.subscribe(late, new Position(start.epoch(), 1));
    late.awaitGap();
    clock.advance(AGE);
    assertThat(topic.position())
        .extracting(TopicPosition::at)
        .isEqualTo(new Position(start.epoch(), 3));
    assertThat(topic.publish(say(4)))
        .extracting(TopicPosition::at)
        .isEqualTo(new Position(start.epoch(), 4));
    assertThat(alice.await(4)).isEqualTo(texts(1, 4));
    assertThat(alice.lagged()).isFalse();
  }

  @Test
  void aReaderStalledForLongerThanEventsAreKeptIsToldOfTheGap() {
    Topic topic = topic();
    topic.subscribe(alice);
    topic.subscribe(bob);
    alice.stall(true);
    publish(topic, 1, 1);
    bob.await(1);
    clock.advance(AGE.plusMillis(5));
    alice.stall(false);
    alice.awaitGap();
    assertThat(alice.texts()).isEmpty();
  }
}
