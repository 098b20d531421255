package dev.pilcrow.redis;

import static dev.pilcrow.redis.Node.publish;
import static dev.pilcrow.redis.Node.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.RecordingOutlet;
import dev.pilcrow.hub.TopicLog;
import dev.pilcrow.hub.TopicPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What others publish just between two steps of a node that is reading. */
class FeedRacesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Hub.Limits THREE = new Hub.Limits(10, 3, 1 << 20);

  private static TestRedis redis;
  private final RecordingOutlet bob = new RecordingOutlet();

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  /** The node asks two things about it, and what it asks for is lost before it asks again. */
  @Test
  void aFeedThatMovesOnWhileItIsLookedAtIsNotTakenForAnother() throws IOException {
    RedisSettings settings = redis.settings().feed(3, 1 << 20);
    try (var proxy = new Proxy(redis.port());
        var near = new Node(settings);
        var behind =
            new Node(TestRedis.settings(proxy.port()).prefix(settings.prefix).feed(3, 1 << 20))) {
      behind.topic().subscribe(bob);
      publish(near.topic(), 1, 3);
      bob.await(3);
      TopicPosition before = near.topic().position();
      Proxy.Gate gate = proxy.holdSecond("EVALSHA", "XRANGE");
      proxy.interrupt();
      gate.awaitRequest();
      publish(near.topic(), 4, 8);
      gate.open();
      assertThat(bob.await(8)).isEqualTo(texts(1, 8));
      assertThat(bob.lagged()).isFalse();
      assertThat(near.topic().position().epoch()).isEqualTo(before.epoch());
    }
  }

  /** A step of the feed's thread, which is held there until the test lets it go on. */
  private static final class Step implements Runnable {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    @Override
    public void run() {
      reached.countDown();
      await(done);
    }

    void awaitReached() {
      await(reached);
    }

    void finish() {
      done.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The log keeps three events, and has all that the first one's reader has yet to read. */
  @Test
  void ofTwoWhoFollowATopicAtTheSameTimeTheSecondDoesNotBeginItAnew() throws Exception {
    RedisSettings settings = redis.settings();
    try (Node near = new Node(settings, THREE);
        RedisLogs logs = connectAfter(near, settings)) {
      var busy = new Step();
      var followed = new Step();
      TopicLog log = logs.open("t", THREE, followed);
      var starts = new ArrayList<FutureTask<Position>>();
      starts.add(start(logs.open("other", THREE, busy)));
      busy.awaitReached();
      for (int n = 0; n < 2; n++) {
        starts.add(start(log));
      }
      busy.finish();
      followed.awaitReached();
      publish(near.topic("t"), 2, 4);
      followed.finish();
      Position head = near.topic("t").position().at();
      for (var start : starts.subList(1, 3)) {
        assertThat(start.get()).isEqualTo(head);
      }
      awaitThat(() -> log.head() == 4);
      TopicLog.Slice read = log.read(head.epoch(), 1, Integer.MAX_VALUE, bob);
      assertThat(read.lagged()).isFalse();
      assertThat(read.events()).extracting(EncodedEvent::text).isEqualTo(texts(2, 4));
    }
  }

  /** Logs whose feed begins after the first event, and so says nothing about it. */
  private static RedisLogs connectAfter(Node near, RedisSettings settings) {
    publish(near.topic("t"), 1, 1);
    return RedisLogs.connect(settings);
  }

  /** Has a thread begin to follow a log; returns when it waits for the feed's thread. */
  private static FutureTask<Position> start(TopicLog log) {
    var start = new FutureTask<Position>(() -> log.start(null));
    var thread = new Thread(start, "subscriber");
    thread.setDaemon(true);
    thread.start();
    awaitThat(() -> thread.getState() == Thread.State.TIMED_WAITING && isIn(thread, "follow"));
    return start;
  }

  private static boolean isIn(Thread thread, String method) {
    List<StackTraceElement> stack = Arrays.asList(thread.getStackTrace());
    return stack.stream()
        .anyMatch(
            frame ->
                frame.getClassName().equals(Feed.class.getName())
                    && frame.getMethodName().equals(method));
  }

  private static void awaitThat(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
