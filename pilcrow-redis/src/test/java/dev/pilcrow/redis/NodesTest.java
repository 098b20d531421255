package dev.pilcrow.redis;

import static dev.pilcrow.redis.Node.publish;
import static dev.pilcrow.redis.Node.say;
import static dev.pilcrow.redis.Node.text;
import static dev.pilcrow.redis.Node.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.RecordingOutlet;
import dev.pilcrow.hub.TopicPosition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What several applications on one Redis see of each other. */
class NodesTest {
  private static TestRedis redis;
  private RedisSettings settings;
  private Node a;
  private Node b;
  private final RecordingOutlet alice = new RecordingOutlet();
  private final RecordingOutlet bob = new RecordingOutlet();

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void connect() {
    settings = redis.settings();
    a = new Node(settings);
    b = new Node(settings);
  }

  @AfterEach
  void close() {
    a.close();
    b.close();
  }

  @Test
  void everyNodeSeesTheEventsOfAllInOneOrder() {
    a.topic().subscribe(alice);
    b.topic().subscribe(bob);
    for (int n = 1; n <= 20; n += 2) {
      a.topic().publish(say(n));
      b.topic().publish(say(n + 1));
    }
    assertThat(alice.await(20)).isEqualTo(texts(1, 20));
    assertThat(bob.await(20)).isEqualTo(texts(1, 20));
  }

  @Test
  void aPlaceTakenOnOneNodeIsResumedOnAnother() {
    TopicPosition before = a.topic().position();
    publish(a.topic(), 1, 5);
    b.topic().subscribe(bob, before);
    assertThat(bob.await(5)).isEqualTo(texts(1, 5));
    try (Node c = new Node(settings)) {
      c.topic().subscribe(alice, new Position(before.epoch(), 3));
      publish(a.topic(), 6, 6);
      assertThat(alice.await(3)).isEqualTo(texts(4, 6));
      assertThat(alice.lagged()).isFalse();
    }
  }

  @Test
  void aTopicOutlivesTheNodesThatUsedIt() {
    publish(a.topic(), 1, 3);
    TopicPosition head = a.topic().position();
    a.close();
    b.close();
    a = new Node(settings);
    assertThat(a.topic().position()).isEqualTo(head);
    a.topic().subscribe(alice, new Position(head.epoch(), 0));
    assertThat(alice.await(3)).isEqualTo(texts(1, 3));
  }

  @Test
  void theExceptedReaderIsOneOfThePublishersNode() {
    a.topic().subscribe(alice);
    b.topic().subscribe(bob);
    a.topic().publish(say(1), alice);
    b.topic().publish(say(2));
    assertThat(alice.await(1)).containsExactly(text(2));
    assertThat(bob.await(2)).isEqualTo(texts(1, 2));
  }

  @Test
  void prefixesKeepApplicationsApart() {
    try (Node other = new Node(redis.settings())) {
      a.topic().subscribe(alice);
      publish(other.topic(), 1, 3);
      publish(a.topic(), 7, 7);
      assertThat(alice.await(1)).isEqualTo(texts(7, 7));
      assertThat(a.topic().position().offset()).isEqualTo(1);
    }
  }

  @Test
  void aNodeThatFollowsManyTopicsHasTwoConnectionsAndOneThread() {
    long before = feedThreads();
    for (int n = 0; n < 50; n++) {
      a.topic("room:" + n).subscribe(alice);
    }
    for (int n = 0; n < 50; n++) {
      b.topic("room:" + n).publish(say(n));
    }
    assertThat(alice.await(50)).hasSize(50);
    assertThat(feedThreads()).isLessThanOrEqualTo(before);
    String clients = redis.run(commands -> commands.clientList());
    assertThat(clients.lines().filter(line -> !line.contains("cmd=client")))
        .as("two for each node")
        .hasSizeLessThanOrEqualTo(4);
  }

  private static long feedThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("pilcrow-redis-feed"))
        .count();
  }

  @Test
  void aReaderBehindTheFeedReadsItsTopicAnew() {
    var small = new Hub.Limits(10, 100, 1 << 20, Duration.ofMinutes(10));
    try (Node slow = new Node(settings.feed(3, 1 << 20), small)) {
      slow.topic().subscribe(alice);
      publish(slow.topic(), 1, 60);
      alice.await(60);
      assertThat(alice.lagged() || alice.texts().equals(texts(1, 60))).isTrue();
      slow.topic().subscribe(bob);
      slow.topic().publish(say(61));
      assertThat(bob.await(1)).containsExactly(text(61));
    }
  }

  @Test
  void signedEventsAreReadByThoseWithTheKeyAndNobodyElsesAre() {
    RedisSettings signed = redis.settings().signWith("0123456789abcdef".getBytes(UTF_8));
    try (Node one = new Node(signed);
        Node two = new Node(signed);
        Node forger = new Node(redis.settings().prefix(signed.prefix))) {
      one.topic().subscribe(alice);
      two.topic().publish(say(1));
      forger.topic().publish(say(2));
      two.topic().publish(say(3));
      assertThat(alice.await(2)).containsExactly(text(1), text(3));
      assertThat(alice.lagged()).isFalse();
      assertThat(alice.position()).isEqualTo(one.topic().position().at());
    }
  }

  @Test
  void anEventThatOtherNodesWouldRefuseIsRefusedWhereItIsPublished() {
    assertThatThrownBy(() -> a.topic().publish(WsEvent.custom("x", "y".repeat(1 << 20))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Expected an event that every node can read");
    assertThat(a.topic().position().offset()).isZero();
  }

  @Test
  void settingsSayWhatTheyExpectAndKeepThePasswordToThemselves() {
    assertThatThrownBy(() -> RedisSettings.of("http://user:secret@x"))
        .hasMessageStartingWith("Expected a URI such as redis://")
        .message()
        .doesNotContain("secret");
    assertThat(RedisSettings.of("redis://user:secret@x").toString()).doesNotContain("secret");
    assertThatThrownBy(() -> settings.prefix("a b")).hasMessageContaining("prefix of 1 to 64");
    assertThatThrownBy(() -> settings.publishWait(Duration.ofHours(1)))
        .hasMessageContaining("publishWait between PT0S and PT5M");
    assertThatThrownBy(() -> settings.timeout(Duration.ZERO)).hasMessageContaining("timeout");
    assertThatThrownBy(() -> settings.feed(0, 1)).hasMessageContaining("at least 1 event");
    assertThatThrownBy(() -> settings.signWith(new byte[3])).hasMessageContaining("16 bytes");
    assertThat(List.of(settings.timeout, settings.publishWait)).doesNotContain(Duration.ZERO);
  }
}
