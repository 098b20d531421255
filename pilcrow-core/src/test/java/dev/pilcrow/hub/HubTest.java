package dev.pilcrow.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.WsEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HubTest {
  private final Hub hub = new Hub(EventCodec.lenient(), new Hub.Limits(10, 5, 10_000));
  private final Topic topic = hub.topic("room:42");
  private final RecordingOutlet alice = new RecordingOutlet();
  private final RecordingOutlet bob = new RecordingOutlet();

  private static WsEvent say(int n) {
    return WsEvent.custom("say", n);
  }

  private static String text(int n) {
    return "{\"type\":\"custom\",\"event\":\"say\",\"data\":" + n + "}";
  }

  @Test
  void everySubscriberSeesWhatIsPublishedInOrder() {
    topic.subscribe(alice);
    topic.publish(say(1));
    topic.subscribe(bob);
    topic.publish(say(2));
    assertThat(alice.received).containsExactly(text(1), text(2));
    assertThat(bob.received).containsExactly(text(2));
  }

  @Test
  void anEventIsEncodedOnceHoweverManyFollow() {
    var read = new AtomicInteger();
    topic.subscribe(alice);
    topic.subscribe(bob);
    topic.publish(WsEvent.custom("say", new Counted(read)));
    assertThat(alice.received).isEqualTo(bob.received).hasSize(1);
    assertThat(read).hasValue(1);
  }

  /** Counts how often it is written as JSON. */
  record Counted(@JsonIgnore AtomicInteger read) {
    @JsonProperty
    int times() {
      return read.incrementAndGet();
    }
  }

  @Test
  void positionsAreContiguousFromOneWithinAnEpoch() {
    TopicPosition start = topic.position();
    assertThat(start.offset()).isZero();
    TopicPosition first = topic.publish(say(1));
    assertThat(first).isEqualTo(new TopicPosition("room:42", new Position(start.epoch(), 1)));
    assertThat(topic.position()).isEqualTo(first);
    assertThat(Position.parse(first.at().toString())).contains(first.at());
    assertThat(hub.topic("other").position().epoch()).isNotEqualTo(start.epoch());
  }

  @Test
  void subscribingFromAPositionMissesNothingPublishedSince() {
    TopicPosition before = topic.position();
    topic.publish(say(1));
    topic.publish(say(2));
    topic.subscribe(alice, before);
    assertThat(alice.received).containsExactly(text(1), text(2));
    assertThat(alice.lagged()).isFalse();
  }

  @Test
  void aStalledReaderCatchesUpFromTheLog() {
    topic.subscribe(alice);
    alice.stall(true);
    IntStream.rangeClosed(1, 5).forEach(n -> topic.publish(say(n)));
    alice.stall(false);
    assertThat(alice.received).hasSize(5);
    assertThat(alice.lagged()).isFalse();
  }

  @Test
  void aReaderTheLogHasMovedPastIsToldInsteadOfGettingAGap() {
    topic.subscribe(alice);
    topic.subscribe(bob);
    alice.stall(true);
    IntStream.rangeClosed(1, 6).forEach(n -> topic.publish(say(n)));
    alice.stall(false);
    assertThat(alice.lagged()).isTrue();
    assertThat(alice.received).isEmpty();
    assertThat(bob.received).hasSize(6);
  }

  @Test
  void aPositionOfAnotherEpochOrOfTheFutureCountsAsFallenBehind() {
    topic.publish(say(1));
    topic.subscribe(alice, new Position("other", 1));
    topic.subscribe(bob, new Position(topic.position().epoch(), 9));
    assertThat(alice.lagged()).isTrue();
    assertThat(bob.lagged()).isTrue();
  }

  @Test
  void theExceptedSubscriberSkipsTheEventAndKeepsItsPlace() {
    topic.subscribe(alice);
    topic.subscribe(bob);
    topic.publish(say(1), alice);
    topic.publish(say(2));
    assertThat(alice.received).containsExactly(text(2));
    assertThat(bob.received).containsExactly(text(1), text(2));
  }

  @Test
  void pollStopsAtItsByteLimitButAlwaysReturnsOneEvent() {
    alice.stall(true);
    topic.subscribe(alice);
    IntStream.rangeClosed(1, 3).forEach(n -> topic.publish(say(n)));
    Cursor cursor = alice.cursors.get(0);
    assertThat(cursor.poll(1).events()).hasSize(1);
    assertThat(cursor.poll(2 * text(2).length()).events()).hasSize(2);
    assertThat(cursor.poll(1).events()).isEmpty();
  }

  @Test
  void theLogKeepsNoMoreBytesThanAllowedButAtLeastOneEvent() {
    Topic small = new Hub(EventCodec.lenient(), new Hub.Limits(1, 100, 60)).topic("small");
    TopicPosition start = small.position();
    small.publish(WsEvent.custom("say", "x".repeat(200)));
    small.subscribe(alice, start);
    assertThat(alice.received).hasSize(1);
    small.publish(say(2));
    small.subscribe(bob, start);
    assertThat(bob.lagged()).isTrue();
  }

  @Test
  void aSubscriptionEndsOnceWithItsConnection() {
    Subscription first = topic.subscribe(alice);
    assertThat(topic.subscribe(alice)).isSameAs(first);
    topic.subscribe(bob);
    assertThat(topic.subscribers()).isEqualTo(2);
    first.close();
    first.close();
    bob.close();
    assertThat(topic.subscribers()).isZero();
    assertThat(alice.cursors).isEmpty();
    topic.publish(say(1));
    assertThat(alice.received).isEmpty();
    topic.subscribe(bob);
    assertThat(topic.subscribers()).isZero();
    assertThat(bob.cursors).isEmpty();
  }

  @Test
  void aFailingOutletHarmsNoOther() {
    topic.subscribe(
        new Outlet() {
          private boolean told;

          @Override
          public void attach(Cursor cursor) {}

          @Override
          public void detach(Cursor cursor) {}

          @Override
          public void wake() {
            if (told) {
              throw new IllegalStateException("broken outlet");
            }
            told = true;
          }
        });
    topic.subscribe(alice);
    topic.publish(say(1));
    assertThat(alice.received).containsExactly(text(1));
  }

  @Test
  void idleTopicsMakeRoomAndFollowedOnesNeverDo() {
    topic.subscribe(alice);
    IntStream.range(0, 50).forEach(n -> hub.topic("idle:" + n).publish(say(n)));
    topic.publish(say(1));
    assertThat(alice.received).containsExactly(text(1));
    var followed = new ArrayList<RecordingOutlet>();
    assertThatThrownBy(
            () -> {
              for (int n = 0; n < 10; n++) {
                var outlet = new RecordingOutlet();
                followed.add(outlet);
                hub.topic("followed:" + n).subscribe(outlet);
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at most 10 topics");
    assertThat(followed).hasSize(10);
  }

  @Test
  void badNamesAndLimitsAreRefusedWithWhatWasExpected() {
    for (String name : List.of("", "with space", "x".repeat(129), "emoji🎉")) {
      assertThatThrownBy(() -> hub.topic(name)).hasMessageStartingWith("Expected a topic name");
    }
    assertThatThrownBy(() -> new Hub.Limits(0, 1, 1)).hasMessageContaining("at least 1");
    for (String text :
        List.of("", ":", "a:", ":1", "a:-1", "a:1x", "a b:1", "a:" + "9".repeat(60))) {
      assertThat(Position.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void concurrentPublishersReachEveryoneInOneOrder() throws Exception {
    Hub large = new Hub(EventCodec.lenient(), Hub.Limits.defaults());
    Topic busy = large.topic("busy");
    busy.subscribe(alice);
    busy.subscribe(bob);
    var pool = Executors.newFixedThreadPool(4);
    var start = new CountDownLatch(1);
    var done = new ArrayList<Future<?>>();
    for (int p = 0; p < 4; p++) {
      int base = p * 1000;
      done.add(
          pool.submit(
              () -> {
                start.await();
                for (int n = 0; n < 200; n++) {
                  busy.publish(say(base + n));
                }
                return null;
              }));
    }
    start.countDown();
    for (Future<?> future : done) {
      future.get();
    }
    pool.shutdown();
    assertThat(alice.received).hasSize(800).doesNotHaveDuplicates();
    assertThat(bob.received).isEqualTo(alice.received);
  }
}
