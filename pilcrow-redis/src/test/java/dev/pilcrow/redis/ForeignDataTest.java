package dev.pilcrow.redis;

import static dev.pilcrow.redis.Node.publish;
import static dev.pilcrow.redis.Node.say;
import static dev.pilcrow.redis.Node.text;
import static dev.pilcrow.redis.Node.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.hub.RecordingOutlet;
import dev.pilcrow.hub.TopicLogException;
import dev.pilcrow.hub.TopicPosition;
import io.lettuce.core.XAddArgs;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others put into Redis reaches nobody, and stops nothing. */
class ForeignDataTest {
  private static TestRedis redis;
  private RedisSettings settings;
  private Node node;
  private final RecordingOutlet alice = new RecordingOutlet();
  private final RecordingOutlet bob = new RecordingOutlet();

  @BeforeAll
  static void startRedis() {
    redis = TestRedis.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void connect() {
    settings = redis.settings();
    node = new Node(settings);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private String key(String name) {
    return settings.prefix + name;
  }

  @Test
  void aKeyOfAnotherKindIsLeftAloneAndSaid() {
    redis.run(commands -> commands.set(key("topic:room:1"), "theirs"));
    assertThatThrownBy(() -> node.topic().publish(say(1)))
        .isInstanceOf(TopicLogException.class)
        .hasMessageContaining("expected a stream at key")
        .hasMessageContaining("key prefix of its own");
    assertThat(redis.<String>run(commands -> commands.get(key("topic:room:1"))))
        .isEqualTo("theirs");
    publish(node.topic("room:2"), 1, 1);
    assertThat(node.topic("room:2").position().offset()).isEqualTo(1);
  }

  @Test
  void aStateThatMakesNoSenseIsAnEmptyLog() {
    redis.run(commands -> commands.hset(key("state:room:1"), Map.of("h", "many", "e", "<script>")));
    assertThat(node.topic().publish(say(1)).offset()).isEqualTo(1);
    assertThat(node.topic().position().epoch()).matches("[a-z0-9]+");
  }

  @Test
  void anEntryInATopicThatIsNoEventIsSteppedOver() {
    TopicPosition before = node.topic().position();
    publish(node.topic(), 1, 3);
    redis.run(
        commands -> {
          commands.xdel(key("topic:room:1"), "1-0", "2-0", "3-0");
          return commands.del(key("topic:room:1"));
        });
    redis.run(
        commands -> {
          commands.xadd(
              key("topic:room:1"), new XAddArgs().id("1-0"), Map.of("e", text(1), "t", "5"));
          commands.xadd(
              key("topic:room:1"),
              new XAddArgs().id("2-0"),
              Map.of("e", "{\"type\":\"evil\"}", "t", "5"));
          return commands.xadd(
              key("topic:room:1"), new XAddArgs().id("3-0"), Map.of("other", "fields"));
        });
    node.topic().subscribe(alice, before);
    publish(node.topic(), 4, 4);
    // What is there is long ago by its time, so only what came since is kept.
    alice.await(1);
    assertThat(alice.texts()).doesNotContain("{\"type\":\"evil\"}");
    publish(node.topic(), 5, 5);
    node.topic().subscribe(bob, node.topic().position());
    publish(node.topic(), 6, 6);
    assertThat(bob.await(1)).isEqualTo(texts(6, 6));
  }

  @Test
  void anEntryInTheFeedThatIsNotOursReachesNobodyAndStartsEverythingOver() {
    node.topic().subscribe(alice);
    publish(node.topic(), 1, 1);
    alice.await(1);
    redis.run(
        commands ->
            commands.xadd(key("feed"), new XAddArgs().id("2-0"), Map.of("k", "room:1", "e", "x")));
    alice.awaitGap();
    publish(node.topic(), 2, 3);
    node.topic().subscribe(bob, node.topic().position());
    publish(node.topic(), 4, 4);
    assertThat(bob.await(1)).isEqualTo(texts(4, 4));
    assertThat(alice.texts()).allMatch(said -> said.startsWith("{\"type\":\"custom\""));
  }

  @Test
  void anEntryInTheFeedFarAheadStartsEverythingOverAndThenAllIsWell() {
    node.topic().subscribe(alice);
    publish(node.topic(), 1, 1);
    alice.await(1);
    redis.run(
        commands ->
            commands.xadd(
                key("feed"), new XAddArgs().id("99999999999999-7"), Map.of("k", "room:1")));
    alice.awaitGap();
    node.topic().subscribe(bob, node.topic().position());
    publish(node.topic(), 2, 4);
    assertThat(bob.await(3)).isEqualTo(texts(2, 4));
  }

  @Test
  void anEntryInATopicFarAheadStartsItOver() {
    node.topic().subscribe(alice);
    TopicPosition first = node.topic().publish(say(1));
    alice.await(1);
    redis.run(
        commands ->
            commands.xadd(
                key("topic:room:1"), new XAddArgs().id("99999999999999-0"), Map.of("e", "x")));
    TopicPosition second = node.topic().publish(say(2));
    assertThat(second.epoch()).isNotEqualTo(first.epoch());
    assertThat(second.offset()).isEqualTo(1);
    alice.awaitGap();
    node.topic().subscribe(bob, second);
    publish(node.topic(), 3, 3);
    assertThat(bob.await(1)).isEqualTo(texts(3, 3));
  }
}
