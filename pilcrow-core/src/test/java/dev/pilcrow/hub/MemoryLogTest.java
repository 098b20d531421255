package dev.pilcrow.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.WsEvent;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryLogTest extends TopicLogContract {
  private static final EncodedEvent EVENT = EventCodec.lenient().encode(WsEvent.navigate("/"));
  private static final Hub.Limits THREE = new Hub.Limits(1, 3, 1_000, Duration.ofMinutes(1));

  @Override
  protected TopicLogs logs(SettableClock clock) {
    return TopicLogs.inMemory(clock);
  }

  private Hub hub() {
    return new Hub(EventCodec.lenient(), THREE, logs(clock), clock);
  }

  @Test
  void aTopicThatNobodyFollowsOrUsesGoes() {
    var limits = new Hub.Limits(50, 3, 1_000, Duration.ofMinutes(1));
    var hub = new Hub(EventCodec.lenient(), limits, logs(clock), clock);
    TopicPosition old = hub.topic("idle").publish(say(1));
    TopicPosition kept = hub.topic("used").publish(say(1));
    TopicPosition followed = hub.topic("followed").publish(say(1));
    hub.topic("followed").subscribe(alice);
    clock.advance(Duration.ofSeconds(50));
    hub.topic("used").position();
    clock.advance(Duration.ofSeconds(50));
    hub.topic("used").position();
    assertThat(hub.size()).isEqualTo(2);
    assertThat(hub.topic("idle").position().epoch()).isNotEqualTo(old.epoch());
    assertThat(hub.topic("used").position()).isEqualTo(kept);
    assertThat(hub.topic("followed").position()).isEqualTo(followed);
  }

  @Test
  void aCopyTakesWhatComesNextAndNothingElse() {
    var window = new LogWindow("t", new Position("a", 7), THREE, clock);
    assertThat(copy(window, "a", 9)).isFalse();
    assertThat(copy(window, "b", 8)).isFalse();
    assertThat(copy(window, "a", 8)).isTrue();
    assertThat(copy(window, "a", 8)).isTrue();
    assertThat(copy(window, "a", 5)).isTrue();
    assertThat(window.head()).isEqualTo(new Position("a", 8));
    assertThat(window.read("a", 7, 100, alice).events())
        .extracting(EncodedEvent::text)
        .containsExactly(EVENT.text());
    assertThat(window.holdsAfter(new Position("a", 6))).isFalse();
  }

  private static boolean copy(LogWindow window, String epoch, long offset) {
    return window.copy(new Position(epoch, offset), EVENT, null, Duration.ZERO);
  }

  @Test
  void aCopyGrowsBackwardsWithinItsLimits() {
    var window = new LogWindow("t", new Position("a", 7), THREE, clock);
    copy(window, "a", 8);
    assertThat(before(window, 5)).as("a hole").isFalse();
    assertThat(before(window, 7)).isTrue();
    assertThat(before(window, 7)).isTrue();
    assertThat(before(window, 6)).isTrue();
    assertThat(before(window, 5)).as("a fourth event").isFalse();
    assertThat(window.read("a", 5, 1_000, alice).events()).hasSize(3);
    assertThat(window.read("a", 4, 1_000, alice).lagged()).isTrue();
    clock.advance(Duration.ofSeconds(31));
    window.trim();
    assertThat(window.holdsAfter(new Position("a", 7))).isTrue();
    assertThat(window.holdsAfter(new Position("a", 6))).as("copied when 30 s old").isFalse();
  }

  private static boolean before(LogWindow window, long offset) {
    return window.copyBefore(new Position("a", offset), EVENT, null, Duration.ofSeconds(30));
  }

  @Test
  void whatNobodyCanReadIsSteppedOver() {
    var window = new LogWindow("t", new Position("a", 0), THREE, clock);
    copy(window, "a", 1);
    window.copy(new Position("a", 2), null, null, Duration.ZERO);
    copy(window, "a", 3);
    TopicLog.Slice slice = window.read("a", 0, 1_000, alice);
    assertThat(slice.events()).hasSize(2);
    assertThat(slice.last()).isEqualTo(3);
    assertThat(slice.lagged()).isFalse();
  }

  @Test
  void anotherEpochIsAGapForReadersOfTheOldOneEvenAtTheSameOffset() {
    var window = new LogWindow("t", new Position("a", 0), THREE, clock);
    IntStream.rangeClosed(1, 2).forEach(n -> copy(window, "a", n));
    window.restart(new Position("b", 2));
    assertThat(window.read("a", 2, 1_000, alice))
        .isEqualTo(new TopicLog.Slice(List.of(), "b", 2, true));
    assertThat(window.read("b", 2, 1_000, alice).lagged()).isFalse();
  }

  @Test
  void aPlaceTheCopyHasYetToReachIsWaitedFor() {
    var window = new LogWindow("t", new Position("a", 0), THREE, clock);
    assertThat(window.read("a", 2, 1_000, alice))
        .isEqualTo(new TopicLog.Slice(List.of(), "a", 2, false));
    IntStream.rangeClosed(1, 3).forEach(n -> copy(window, "a", n));
    assertThat(window.read("a", 2, 1_000, alice).events()).hasSize(1);
  }

  @Test
  void anExceptedReaderThatIsGoneIsNotKeptInMemory() {
    Topic topic = hub().topic("t");
    var gone = new WeakReference<>(publishExceptingSomeone(topic));
    for (int i = 0; i < 100 && gone.get() != null; i++) {
      System.gc();
    }
    assertThat(gone.get()).isNull();
  }

  private static Outlet publishExceptingSomeone(Topic topic) {
    var someone = new RecordingOutlet();
    topic.publish(say(1), someone);
    return someone;
  }

  @Test
  void agesOutOfRangeAreRefused() {
    for (Duration age :
        List.of(Duration.ZERO, Duration.ofDays(400), Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatThrownBy(() -> new Hub.Limits(1, 1, 1, age))
          .hasMessageStartingWith("Expected an age between a millisecond and a year");
    }
  }
}
