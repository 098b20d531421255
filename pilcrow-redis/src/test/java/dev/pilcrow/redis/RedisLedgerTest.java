package dev.pilcrow.redis;

import static dev.pilcrow.ledger.Ledger.Claim.BUSY;
import static dev.pilcrow.ledger.Ledger.Claim.FRESH;
import static dev.pilcrow.ledger.Ledger.Claim.HANDLED;
import static dev.pilcrow.ledger.Ledger.Claim.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.ledger.Ledger;
import dev.pilcrow.ledger.Ledger.Claim;
import dev.pilcrow.ledger.LedgerContract;
import dev.pilcrow.ledger.LedgerException;
import dev.pilcrow.ledger.MessageId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger that nodes share, on a real Redis that fails. */
class RedisLedgerTest extends LedgerContract {
  private static final Duration NONE = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration DAY = Duration.ofDays(1);

  private TestRedis redis;
  private RedisSettings settings;
  private final List<RedisLogs> nodes = new ArrayList<>();

  @BeforeEach
  void start() {
    redis = TestRedis.startDurable();
    settings = redis.settings();
  }

  @AfterEach
  void stop() {
    nodes.forEach(RedisLogs::close);
    redis.close();
  }

  private RedisLogs node(RedisSettings own) {
    RedisLogs logs = RedisLogs.connect(own.prefix(settings.prefix));
    nodes.add(logs);
    return logs;
  }

  @Override
  protected Ledger ledger() {
    return node(settings).ledger();
  }

  @Override
  protected int messages() {
    return 50;
  }

  private static void handle(Ledger ledger, MessageId id) throws InterruptedException {
    assertThat(ledger.claim(id, NONE)).isEqualTo(FRESH);
    ledger.settle(id, true);
  }

  @Test
  void nodesKnowWhatOthersHaveHandledAndAreAt() throws Exception {
    Ledger one = ledger();
    Ledger other = ledger();
    handle(one, id(1, 1));
    assertThat(other.claim(id(1, 1), NONE)).isEqualTo(HANDLED);
    assertThat(other.claim(id(1, 2), NONE)).isEqualTo(FRESH);
    assertThat(one.claim(id(1, 2), NONE)).isEqualTo(BUSY);
    other.settle(id(1, 2), false);
    assertThat(one.claim(id(1, 2), NONE)).isEqualTo(REJECTED);
  }

  @Test
  void aNodeThatDiedLosesItsClaimAndOneThatLivesDoesNot() throws Exception {
    Duration life = Duration.ofSeconds(1);
    Ledger alive = node(settings).ledger(10, DAY, life);
    RedisLogs dying = node(settings);
    Ledger other = ledger();
    assertThat(alive.claim(id(1, 1), NONE)).isEqualTo(FRESH);
    assertThat(dying.ledger(10, DAY, life).claim(id(2, 1), NONE)).isEqualTo(FRESH);
    dying.close();
    Ledger asking = node(settings).ledger(10, DAY, life);
    assertThat(asking.claim(id(2, 1), LONG)).isEqualTo(FRESH);
    assertThat(asking.claim(id(1, 1), life.multipliedBy(2))).isEqualTo(BUSY);
    alive.settle(id(1, 1), true);
    assertThat(other.claim(id(1, 1), NONE)).isEqualTo(HANDLED);
  }

  @Test
  void aRestartForgetsNothing() throws Exception {
    Ledger one = ledger();
    Ledger other = ledger();
    handle(one, id(1, 1));
    assertThat(one.claim(id(1, 2), NONE)).isEqualTo(FRESH);
    redis.kill();
    CompletableFuture<Void> settling =
        CompletableFuture.runAsync(() -> one.settle(id(1, 2), true), OWN_THREAD);
    CompletableFuture<Claim> claiming = claiming(other, id(1, 1));
    redis.restart();
    settling.get(30, TimeUnit.SECONDS);
    assertThat(claiming.get(30, TimeUnit.SECONDS)).isEqualTo(HANDLED);
    assertThat(other.claim(id(1, 2), NONE)).isEqualTo(HANDLED);
  }

  @Test
  void whatRedisCouldNotBeToldIsToldLaterAndNotHandledMeanwhile() throws Exception {
    try (Proxy proxy = new Proxy(redis.port())) {
      RedisSettings hasty =
          TestRedis.settings(proxy.port())
              .timeout(Duration.ofMillis(500))
              .publishWait(Duration.ofMillis(100));
      Ledger behind = node(hasty).ledger();
      Ledger near = ledger();
      assertThat(behind.claim(id(1, 1), NONE)).isEqualTo(FRESH);
      assertThat(behind.claim(id(2, 1), NONE)).isEqualTo(FRESH);
      proxy.cut();
      assertThatThrownBy(() -> behind.settle(id(1, 1), true))
          .isInstanceOf(LedgerException.class)
          .hasMessageStartingWith("Expected Redis to settle a message but it could not be reached");
      assertThatThrownBy(() -> behind.settle(id(2, 1), false)).isInstanceOf(LedgerException.class);
      assertThatThrownBy(() -> behind.claim(id(3, 1), NONE)).isInstanceOf(LedgerException.class);
      assertThat(near.claim(id(1, 1), NONE)).isEqualTo(BUSY);
      proxy.mend();
      assertThat(near.claim(id(1, 1), LONG)).isEqualTo(HANDLED);
      assertThat(near.claim(id(2, 1), LONG)).isEqualTo(REJECTED);
      assertThat(near.claim(id(3, 1), LONG)).isEqualTo(FRESH);
    }
  }

  @Test
  void aClaimWhoseAnswerWasLostIsTheSameClaim() throws Exception {
    try (Proxy proxy = new Proxy(redis.port())) {
      Ledger behind =
          node(TestRedis.settings(proxy.port()).timeout(Duration.ofMillis(500))).ledger();
      handle(behind, id(1, 1));
      proxy.swallowAnswers();
      CompletableFuture<Claim> claiming = claiming(behind, id(1, 2));
      Ledger near = ledger();
      while (near.claim(id(1, 2), NONE) != BUSY) {
        near.release(id(1, 2));
      }
      proxy.mend();
      assertThat(claiming.get(30, TimeUnit.SECONDS)).isEqualTo(FRESH);
      behind.settle(id(1, 2), true);
      assertThat(near.claim(id(1, 2), NONE)).isEqualTo(HANDLED);
    }
  }

  @Test
  void theClientThatWasSilentForLongestMakesRoomUnlessItsMessageIsBeingHandled() throws Exception {
    Ledger ledger = node(settings).ledger(3, DAY);
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(FRESH);
    for (int client = 2; client <= 4; client++) {
      handle(ledger, id(client, 1));
    }
    assertThat(redis.<Long>run(commands -> commands.zcard(settings.prefix + "clients")))
        .isEqualTo(3);
    ledger.settle(id(1, 1), true);
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(HANDLED);
    assertThat(ledger.claim(id(4, 1), NONE)).isEqualTo(HANDLED);
    assertThat(ledger.claim(id(2, 1), NONE)).isEqualTo(FRESH);
  }

  @Test
  void aClientIsKeptForItsAge() throws Exception {
    Ledger ledger = node(settings).ledger(3, Duration.ofMinutes(5));
    handle(ledger, id(1, 1));
    String key = settings.prefix + "client:" + id(1, 1).client();
    assertThat(redis.<Long>run(commands -> commands.pttl(key))).isBetween(200_000L, 300_000L);
    String all = settings.prefix + "clients";
    assertThat(redis.<Long>run(commands -> commands.pttl(all))).isBetween(200_000L, 300_000L);
  }

  @Test
  void onlyTheNewestRejectionsAreKept() throws Exception {
    Ledger ledger = ledger();
    for (int n = 1; n <= 65; n++) {
      assertThat(ledger.claim(id(1, n), NONE)).isEqualTo(FRESH);
      ledger.settle(id(1, n), false);
    }
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(HANDLED);
    assertThat(ledger.claim(id(1, 2), NONE)).isEqualTo(REJECTED);
    assertThat(ledger.claim(id(1, 65), NONE)).isEqualTo(REJECTED);
  }

  @Test
  void whatOthersPutThereIsAnErrorOrNothing() throws Exception {
    Ledger ledger = ledger();
    String client = settings.prefix + "client:" + id(1, 1).client();
    redis.run(commands -> commands.set(client, "not ours"));
    assertThatThrownBy(() -> ledger.claim(id(1, 1), NONE))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("but it refused: ")
        .hasMessageContaining("docs/topics.md");
    redis.run(commands -> commands.del(client));
    redis.run(commands -> commands.hset(client, "s", "many"));
    redis.run(commands -> commands.hset(client, "c", "someone"));
    redis.run(commands -> commands.hset(client, "t", "x"));
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(FRESH);
    ledger.settle(id(1, 1), true);
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(HANDLED);
  }

  @Test
  void boundsOutOfReasonAreRefused() throws IOException {
    RedisLogs node = node(settings);
    assertThatThrownBy(() -> node.ledger(0, DAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0 and PT24H");
    assertThatThrownBy(() -> node.ledger(1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
