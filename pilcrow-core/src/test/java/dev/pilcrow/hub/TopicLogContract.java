package dev.pilcrow.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.WsEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every log does, seen through the topics of a hub. */
public abstract class TopicLogContract extends TopicLogBounds {
  @Test
  void offsetsAreContiguousFromOneWithinAnEpoch() {
    Topic topic = topic();
    TopicPosition start = topic.position();
    assertThat(start.offset()).isZero();
    for (int n = 1; n <= 12; n++) {
      TopicPosition at = topic.publish(say(n));
      assertThat(at.at()).isEqualTo(new Position(start.epoch(), n));
      assertThat(topic.position()).isEqualTo(at);
    }
  }

  @Test
  void topicsHaveOffsetsOfTheirOwn() {
    Hub hub = hub(5, 10_000);
    String name = UUID.randomUUID().toString();
    hub.topic(name + ":a").publish(say(1));
    assertThat(hub.topic(name + ":b").publish(say(2)).offset()).isEqualTo(1);
    hub.topic(name + ":b").subscribe(alice, hub.topic(name + ":b").position());
    hub.topic(name + ":a").publish(say(3));
    hub.topic(name + ":b").publish(say(4));
    assertThat(alice.await(1)).containsExactly(text(4));
  }

  @Test
  void aSubscriberGetsWhatIsPublishedFromThenOn() {
    Topic topic = topic();
    publish(topic, 1, 2);
    topic.subscribe(alice);
    publish(topic, 3, 4);
    topic.subscribe(bob);
    publish(topic, 5, 5);
    assertThat(alice.await(3)).isEqualTo(texts(3, 5));
    assertThat(bob.await(1)).isEqualTo(texts(5, 5));
    assertThat(alice.position()).isEqualTo(topic.position().at());
  }

  @Test
  void aPlaceTakenBeforeMissesNothingPublishedSince() {
    Topic topic = topic();
    TopicPosition before = topic.position();
    publish(topic, 1, 3);
    topic.subscribe(alice, before);
    topic.subscribe(bob, new Position(before.epoch(), 2));
    publish(topic, 4, 4);
    assertThat(alice.await(4)).isEqualTo(texts(1, 4));
    assertThat(bob.await(2)).isEqualTo(texts(3, 4));
    assertThat(alice.lagged()).isFalse();
    assertThat(bob.lagged()).isFalse();
  }

  @Test
  void aForeignEpochIsAGapAndTheReaderThenGoesOnFromTheHead() {
    Topic topic = topic();
    publish(topic, 1, 2);
    topic.subscribe(alice, new Position("other", 1));
    assertThat(alice.lagged()).isTrue();
    publish(topic, 3, 3);
    topic.subscribe(bob, topic.position());
    publish(topic, 4, 4);
    bob.await(1);
    assertThat(alice.await(2).subList(0, 2)).isEqualTo(texts(3, 4));
  }

  @Test
  void theExceptedReaderSkipsTheEventAndKeepsItsPlace() {
    Topic topic = topic();
    topic.subscribe(alice);
    topic.subscribe(bob);
    topic.publish(say(1), alice);
    topic.publish(say(2));
    assertThat(alice.await(1)).isEqualTo(texts(2, 2));
    assertThat(bob.await(2)).isEqualTo(texts(1, 2));
    assertThat(alice.position()).isEqualTo(topic.position().at());
  }

  @Test
  void anExceptedReaderThatSubscribesLaterFromBeforeIsStillExcepted() {
    Topic topic = topic();
    TopicPosition before = topic.position();
    topic.subscribe(bob, before);
    topic.publish(say(1), alice);
    topic.publish(say(2));
    bob.await(2);
    topic.subscribe(alice, before);
    assertThat(alice.await(1)).isEqualTo(texts(2, 2));
  }

  @Test
  void whoPublishesBeforeSubscribingFromBeforeIsExceptedToo() {
    Topic topic = topic();
    TopicPosition before = topic.position();
    topic.publish(say(1), alice);
    topic.publish(say(2));
    topic.subscribe(alice, before);
    topic.subscribe(bob, before);
    assertThat(alice.await(1)).isEqualTo(texts(2, 2));
    assertThat(bob.await(2)).isEqualTo(texts(1, 2));
  }

  @Test
  void everyEventArrivesAsItWasWritten() {
    Topic topic = topic(20, 1 << 20);
    topic.subscribe(alice);
    List<WsEvent> events =
        List.of(
            WsEvent.patch(Map.of("name", "Ünï 😀\u2028\0"), "#a"),
            WsEvent.html("<p class=\"x\">\r\n</p>", "#b"),
            WsEvent.invalidate("#c"),
            WsEvent.navigate("/d?e=f"),
            WsEvent.custom("g", List.of(1, 2.5, true, "", "x".repeat(70_000))));
    events.forEach(topic::publish);
    EventCodec codec = EventCodec.lenient();
    assertThat(alice.await(events.size()))
        .isEqualTo(events.stream().map(event -> codec.encode(event).text()).toList());
  }

  @Test
  void concurrentPublishersReachEveryoneInOneOrder() throws Exception {
    int publishers = 4;
    int each = 50;
    Topic topic = topic(1_000, 1 << 20);
    TopicPosition before = topic.position();
    topic.subscribe(alice);
    Map<Integer, Long> offsets = new HashMap<>();
    var pool = Executors.newFixedThreadPool(publishers);
    var start = new CyclicBarrier(publishers);
    var done = new ArrayList<Future<Map<Integer, Long>>>();
    for (int p = 0; p < publishers; p++) {
      int base = p * 1_000;
      Callable<Map<Integer, Long>> task =
          () -> {
            var mine = new HashMap<Integer, Long>();
            start.await();
            for (int n = 0; n < each; n++) {
              mine.put(base + n, topic.publish(say(base + n)).offset());
            }
            return mine;
          };
      done.add(pool.submit(task));
    }
    for (var future : done) {
      offsets.putAll(future.get());
    }
    pool.shutdown();
    topic.subscribe(bob, before);
    String[] expected = new String[publishers * each];
    offsets.forEach((n, offset) -> expected[(int) (offset - 1)] = text(n));
    assertThat(alice.await(expected.length)).containsExactly(expected);
    assertThat(bob.await(expected.length)).containsExactly(expected);
  }

  @Test
  void readersThatComeAndGoDuringPublishingSeeNoHoleAndNoDouble() throws Exception {
    int total = 300;
    Topic topic = topic(1_000, 1 << 20);
    var pool = Executors.newFixedThreadPool(3);
    var start = new CyclicBarrier(3);
    Future<?> publisher =
        pool.submit(
            () -> {
              start.await();
              publish(topic, 1, total);
              return null;
            });
    var resuming = new ArrayList<Future<List<String>>>();
    for (int r = 0; r < 2; r++) {
      Callable<List<String>> task =
          () -> {
            Position at = topic.position().at();
            var seen = new ArrayList<String>();
            start.await();
            while (at.offset() < total) {
              var reader = new RecordingOutlet();
              Subscription subscription = topic.subscribe(reader, at);
              List<String> read = reader.await(1);
              assertThat(reader.lagged()).isFalse();
              subscription.close();
              seen.addAll(read);
              at = new Position(at.epoch(), at.offset() + read.size());
            }
            return seen;
          };
      resuming.add(pool.submit(task));
    }
    publisher.get();
    for (var future : resuming) {
      assertThat(future.get()).isEqualTo(texts(1, total));
    }
    pool.shutdown();
  }

  /** How often threads are let loose on a new topic. */
  protected int rounds() {
    return 300;
  }

  @Test
  void whatThreadsDoAtTheSameTimeCouldHaveBeenDoneOneAfterTheOther() throws Exception {
    int threads = 3;
    int kept = 6;
    Hub hub = hub(kept, 10_000);
    var pool = Executors.newFixedThreadPool(threads);
    for (int round = 0; round < rounds(); round++) {
      Topic topic = hub.topic("t:" + UUID.randomUUID());
      var history = new TopicHistory(topic, kept);
      var start = new CyclicBarrier(threads);
      var done = new ArrayList<Future<?>>();
      for (int t = 0; t < threads; t++) {
        var random = new Random(round * 31L + t);
        int base = t * 100;
        done.add(
            pool.submit(
                () -> {
                  start.await();
                  for (int n = 0; n < 10; n++) {
                    switch (random.nextInt(4)) {
                      case 0 -> history.position();
                      case 1 -> history.resume(random.nextInt(16));
                      default -> history.publish(base + n);
                    }
                  }
                  return null;
                }));
      }
      for (var future : done) {
        future.get();
      }
      history.check();
    }
    pool.shutdown();
  }
}
