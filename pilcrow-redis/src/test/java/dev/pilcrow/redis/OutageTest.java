package dev.pilcrow.redis;

import static dev.pilcrow.redis.Node.publish;
import static dev.pilcrow.redis.Node.say;
import static dev.pilcrow.redis.Node.text;
import static dev.pilcrow.redis.Node.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.RecordingOutlet;
import dev.pilcrow.hub.TopicLogException;
import dev.pilcrow.hub.TopicPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Networks and machines fail; topics do not. */
class OutageTest {
  private TestRedis redis;
  private Proxy proxy;
  private RedisSettings settings;
  private Node near;
  private Node behind;
  private final RecordingOutlet alice = new RecordingOutlet();
  private final RecordingOutlet bob = new RecordingOutlet();

  @BeforeEach
  void start() throws IOException {
    redis = TestRedis.startDurable();
    proxy = new Proxy(redis.port());
    settings = redis.settings();
    near = new Node(settings);
    behind = new Node(TestRedis.settings(proxy.port()).prefix(settings.prefix));
    near.topic().subscribe(alice);
    behind.topic().subscribe(bob);
  }

  @AfterEach
  void stop() throws IOException {
    near.close();
    behind.close();
    proxy.close();
    redis.close();
  }

  @Test
  void aConnectionThatIsCutAgainAndAgainLosesAndDoublesNothing() {
    int total = 400;
    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(() -> publish(behind.topic(), 1, total));
    for (int cut = 1; cut <= 5; cut++) {
      alice.await(cut * total / 6);
      proxy.interrupt();
    }
    publishing.join();
    assertThat(alice.await(total)).isEqualTo(texts(1, total));
    assertThat(bob.await(total)).isEqualTo(texts(1, total));
    assertThat(bob.lagged()).isFalse();
    assertThat(near.topic().position().offset()).isEqualTo(total);
  }

  @Test
  void anAnswerThatIsLostIsAskedForAgainAndTheEventIsThereOnce() {
    publish(behind.topic(), 1, 1);
    bob.await(1);
    proxy.swallowAnswers();
    CompletableFuture<TopicPosition> publishing =
        CompletableFuture.supplyAsync(() -> behind.topic().publish(say(2)));
    assertThat(alice.await(2)).isEqualTo(texts(1, 2));
    assertThat(publishing).isNotDone();
    proxy.mend();
    assertThat(publishing.join().offset()).isEqualTo(2);
    publish(near.topic(), 3, 3);
    assertThat(alice.await(3)).isEqualTo(texts(1, 3));
    assertThat(bob.await(3)).isEqualTo(texts(1, 3));
  }

  @Test
  void whatWasPublishedDuringACutArrivesAfterIt() {
    proxy.cut();
    publish(near.topic(), 1, 30);
    alice.await(30);
    assertThat(bob.texts()).isEmpty();
    proxy.mend();
    assertThat(bob.await(30)).isEqualTo(texts(1, 30));
    assertThat(bob.lagged()).isFalse();
  }

  @Test
  void whileRedisIsAwayWhatIsHereIsReadAndPublishingFailsOrWaits() {
    publish(near.topic(), 1, 5);
    bob.await(5);
    TopicPosition head = behind.topic().position();
    proxy.cut();
    assertThat(behind.topic().position()).isEqualTo(head);
    var carol = new RecordingOutlet();
    behind.topic().subscribe(carol, new Position(head.epoch(), 4));
    assertThat(carol.await(1)).isEqualTo(texts(5, 5));
    var hasty = TestRedis.settings(proxy.port()).prefix(settings.prefix).publishWait(Duration.ZERO);
    try (Node failing = new Node(hasty)) {
      assertThatThrownBy(() -> failing.topic().publish(say(6)))
          .isInstanceOf(TopicLogException.class)
          .hasMessageStartingWith("Expected Redis to append to topic room:1")
          .hasMessageContaining("raise publishWait");
    }
    CompletableFuture<TopicPosition> waiting =
        CompletableFuture.supplyAsync(() -> behind.topic().publish(say(6)));
    publish(near.topic(), 7, 7);
    assertThat(waiting).isNotDone();
    proxy.mend();
    assertThat(waiting.join().offset()).isEqualTo(7);
    assertThat(carol.await(3)).containsExactly(text(5), text(7), text(6));
    assertThat(carol.lagged()).isFalse();
  }

  /** The settings have it wait for half a minute for a Redis that is away. */
  @Test
  void publishingOverClosedLogsFailsAtOnceAndSaysSo() {
    publish(near.topic(), 1, 1);
    near.close();
    assertThatThrownBy(() -> near.topic().publish(say(2)))
        .isInstanceOf(TopicLogException.class)
        .hasMessageContaining("these logs are closed");
    proxy.cut();
    CompletableFuture<TopicPosition> waiting =
        CompletableFuture.supplyAsync(() -> behind.topic().publish(say(2)));
    behind.close();
    assertThatThrownBy(waiting::join)
        .hasCauseInstanceOf(TopicLogException.class)
        .hasMessageContaining("these logs are closed");
  }

  @Test
  void aRestartLosesNothingThatRedisHadWritten() {
    int total = 200;
    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(() -> publish(near.topic(), 1, total));
    alice.await(total / 3);
    redis.kill();
    redis.restart();
    publishing.join();
    assertThat(alice.await(total)).isEqualTo(texts(1, total));
    assertThat(bob.await(total)).isEqualTo(texts(1, total));
    assertThat(alice.lagged()).isFalse();
    assertThat(bob.lagged()).isFalse();
  }

  @Test
  void aRedisThatForgotWhatWasReadGoesOnUnderAnotherEpoch() throws IOException {
    publish(near.topic(), 1, 3);
    byte[] earlier = redis.disk();
    publish(near.topic(), 4, 6);
    TopicPosition head = near.topic().position();
    alice.await(6);
    bob.await(6);
    redis.kill();
    redis.disk(earlier);
    redis.restart();
    try (Node fresh = new Node(settings)) {
      // Whoever does not know better reuses offsets 4 to 9 for other events.
      publish(fresh.topic(), 14, 19);
      alice.awaitGap();
      bob.awaitGap();
      assertThat(near.topic().position().epoch()).isNotEqualTo(head.epoch());
      var carol = new RecordingOutlet();
      fresh.topic().subscribe(carol, head);
      carol.awaitGap();
    }
  }

  @Test
  void aRedisThatLostEverythingIsAGap() {
    publish(near.topic(), 1, 3);
    TopicPosition head = near.topic().position();
    bob.await(3);
    redis.run(commands -> commands.flushall());
    TopicPosition after = near.topic().publish(say(4));
    assertThat(after.offset()).isEqualTo(1);
    assertThat(after.epoch()).isNotEqualTo(head.epoch());
    alice.awaitGap();
    bob.awaitGap();
    publish(behind.topic(), 5, 5);
    var carol = new RecordingOutlet();
    behind.topic().subscribe(carol, after);
    assertThat(carol.await(1)).isEqualTo(texts(5, 5));
  }
}
