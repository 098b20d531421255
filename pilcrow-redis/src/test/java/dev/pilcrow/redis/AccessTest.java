package dev.pilcrow.redis;

import static dev.pilcrow.redis.Node.publish;
import static dev.pilcrow.redis.Node.say;
import static dev.pilcrow.redis.Node.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.RecordingOutlet;
import dev.pilcrow.hub.TopicLogException;
import dev.pilcrow.ledger.Ledger;
import dev.pilcrow.ledger.MessageId;
import dev.pilcrow.testing.Ports;
import io.lettuce.core.SslOptions;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis behind TLS, and one that lets nobody do more than they must. */
class AccessTest {
  private static final String PASSWORD = "changeit";
  private static TestRedis redis;
  private final RecordingOutlet alice = new RecordingOutlet();

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static RedisSettings uri(String uri) {
    return RedisSettings.of(uri)
        .prefix("app:" + UUID.randomUUID() + ":")
        .timeout(Duration.ofSeconds(10));
  }

  @Test
  void aUserWithTheRightsOfTheGuideCanDoEverything() throws InterruptedException {
    acl("app", "on", ">secret", "~app:*", "-@all", "+ping", "+hello", "+client", "+evalsha");
    acl("app", "+eval", "+xread", "+xrange", "+xadd", "+xtrim", "+type", "+del", "+hset");
    acl("app", "+hget", "+hmget", "+pexpire", "+time", "+auth");
    acl("app", "+hdel", "+hexists", "+zadd", "+zcard", "+zpopmin", "+zremrangebyscore");
    try (Node node = new Node(uri("redis://app:secret@127.0.0.1:" + redis.port()))) {
      node.topic().subscribe(alice, node.topic().position());
      publish(node.topic(), 1, 3);
      assertThat(alice.await(3)).isEqualTo(texts(1, 3));
    }
    try (RedisLogs logs = RedisLogs.connect(uri("redis://app:secret@127.0.0.1:" + redis.port()))) {
      Ledger ledger = logs.ledger(1, Duration.ofDays(1));
      for (int client = 1; client <= 3; client++) {
        MessageId id = new MessageId("client-of-22-characters".substring(0, 21) + client, 1);
        assertThat(ledger.claim(id, Duration.ZERO)).isEqualTo(Ledger.Claim.FRESH);
        ledger.settle(id, false);
        assertThat(ledger.claim(id, Duration.ZERO)).isEqualTo(Ledger.Claim.REJECTED);
      }
    }
    var elsewhere =
        RedisSettings.of("redis://app:secret@127.0.0.1:" + redis.port()).prefix("other:");
    try (Node node = new Node(elsewhere)) {
      assertThatThrownBy(() -> node.topic().publish(say(1)))
          .isInstanceOf(TopicLogException.class)
          .hasMessageContaining("refused")
          .hasMessageContaining("docs/topics.md");
    }
  }

  private static void acl(String... rules) {
    redis.run(
        commands ->
            commands.dispatch(
                CommandType.ACL,
                new StatusOutput<>(StringCodec.UTF8),
                new CommandArgs<>(StringCodec.UTF8).add("SETUSER").addKeys(rules)));
  }

  @Test
  void aWrongPasswordIsSaidAndNotShown() {
    var wrong = uri("redis://app:wrong-one@127.0.0.1:" + redis.port()).publishWait(Duration.ZERO);
    try (Node node = new Node(wrong)) {
      assertThatThrownBy(() -> node.topic().publish(say(1)))
          .isInstanceOf(TopicLogException.class)
          .message()
          .startsWith("Expected Redis to append to topic room:1")
          .doesNotContain("wrong-one");
    }
  }

  @Test
  void atTheStartItIsSaidWhyThereIsNoRedis() throws Exception {
    String user = "redis://nobody:wrong-one@127.0.0.1:";
    assertThatThrownBy(() -> RedisLogs.connectNow(uri(user + redis.port())))
        .isInstanceOf(TopicLogException.class)
        .message()
        .startsWith("Expected a Redis at 127.0.0.1:" + redis.port() + " but it refuses: WRONGPASS")
        .endsWith("and that user the commands and keys listed in docs/topics.md.")
        .doesNotContain("wrong-one");
    acl("reader", "on", ">secret", "~app:*", "-@all", "+ping", "+hello", "+client", "+auth");
    assertThatThrownBy(
            () -> RedisLogs.connectNow(uri("redis://reader:secret@127.0.0.1:" + redis.port())))
        .isInstanceOf(TopicLogException.class)
        .hasMessageContaining("but it refuses: NOPERM");
    int closed = Ports.free();
    assertThatThrownBy(() -> RedisLogs.connectNow(uri(user + closed)))
        .isInstanceOf(TopicLogException.class)
        .message()
        .startsWith("Expected a Redis at 127.0.0.1:" + closed + " but it cannot be reached: ")
        .endsWith(". Start it, or correct the address.")
        .doesNotContain("wrong-one");
    try (RedisLogs logs = RedisLogs.connectNow(redis.settings())) {
      assertThat(logs.open("t", Hub.Limits.defaults(), () -> {}).position().offset()).isZero();
    }
  }

  @Test
  void tlsTrustsWhatItIsToldToAndNothingElse(@TempDir Path directory) throws Exception {
    Path store = selfSigned(directory);
    try (Proxy proxy = new Proxy(redis.port(), context(store).getServerSocketFactory())) {
      var trusting =
          uri("rediss://localhost:" + proxy.port())
              .tls(
                  SslOptions.builder()
                      .jdkSslProvider()
                      .truststore(store.toFile(), PASSWORD)
                      .build());
      try (Node node = new Node(trusting)) {
        node.topic().subscribe(alice);
        publish(node.topic(), 1, 2);
        assertThat(alice.await(2)).isEqualTo(texts(1, 2));
      }
      var stranger = uri("rediss://localhost:" + proxy.port()).publishWait(Duration.ZERO);
      try (Node node = new Node(stranger)) {
        assertThatThrownBy(() -> node.topic().publish(say(1)))
            .isInstanceOf(TopicLogException.class);
      }
    }
  }

  private static Path selfSigned(Path directory) throws Exception {
    Path store = directory.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    return store;
  }

  private static SSLContext context(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
