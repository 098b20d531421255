package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.ledger.Ledger;
import dev.pilcrow.ledger.LedgerException;
import dev.pilcrow.ledger.MessageId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages with an id when clients misbehave, handlers hang and ledgers go away. */
class AckFailuresTest extends AckTest {
  @ParameterizedTest
  @EnumSource
  void aHandlerThatTakesTooLongSendsTheNewConnectionAway(Style style) throws Exception {
    Semaphore go = new Semaphore(0);
    Handling stuck =
        (stream, event) -> {
          handled.add(name(event));
          go.acquire();
        };
    try (var server =
            TestServer.start(
                settings -> settings.claimWait = Duration.ofMillis(20),
                (config, pilcrow) -> style.serve(pilcrow, stuck));
        var old = connect(server)) {
      old.send(message("a", 1));
      Eventually.until("at work", () -> handled.contains("a"));
      try (var client = connect(server)) {
        client.trySend(message("a", 1)).trySend(message("b", 2));
        assertThat(client.closeCode()).isEqualTo(1013);
        assertThat(client.waiting()).isZero();
      }
      go.release(3);
      assertThat(old.next()).isEqualTo(ack(1));
      try (var client = connect(server)) {
        client.send(message("a", 1)).send(message("b", 2));
        assertThat(List.of(client.next(), client.next())).containsExactly(ack(1), ack(2));
      }
      assertThat(handled).containsExactly("a", "b");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMalformedMessageIsRejectedWithItsReasonAndTheNextOneIsHandled(Style style)
      throws Exception {
    try (var server = serve(style, recording);
        var client = connect(server)) {
      String html = "{\"type\":\"html\",\"target\":\"#a\",\"markup\":\"x\",\"id\":\"%s:2\"}";
      client.send(message("a", 1)).send(html.formatted(CLIENT)).send(message("b", 3));
      assertThat(client.next()).isEqualTo(ack(1));
      assertThat(client.next()).contains("\"nack\"", CLIENT + ":2", "allowClientEvents");
      assertThat(client.next()).isEqualTo(ack(3));
      assertThat(handled).containsExactly("a", "b");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anIdOfAnotherKindIsMalformedAndNotAnswered(Style style) throws Exception {
    try (var server = serve(style, recording);
        var client = connect(server)) {
      client.send(message("x", "k3f9:17")).send(message("x", "../../etc:1"));
      client.send(message("x", "a".repeat(60_000) + ":1")).send(message("a", 1));
      assertThat(client.next()).isEqualTo(ack(1));
      assertThat(handled).containsExactly("a");
      assertThat(server.pilcrow.stats().malformed()).isEqualTo(3);
    }
  }

  @Test
  void aConnectionSpeaksForAFewClientsOnly() throws Exception {
    try (var server = serve(Style.LOOP, recording);
        var client = connect(server)) {
      for (int i = 0; i < 9; i++) {
        client.send(message("m" + i, "client-number-" + i + "-234567:1"));
      }
      for (int i = 0; i < 8; i++) {
        assertThat(client.next()).contains("\"ack\"", "client-number-" + i);
      }
      assertThat(client.next()).contains("\"nack\"", "client-number-8", "at most 8 clients");
      assertThat(handled).hasSize(8);
    }
  }

  @Test
  void aPlainClientsIdMeansNothing() throws Exception {
    List<Optional<String>> ids = new CopyOnWriteArrayList<>();
    Handling echo =
        (stream, event) -> {
          ids.add(stream.messageId());
          stream.send(event);
        };
    try (var server = serve(Style.LOOP, echo);
        var client = TestSocket.open(server.ws("/ws/acks"))) {
      client.send(message("a", 1)).send(message("a", 1)).send(message("b", "anything"));
      for (String name : List.of("a", "a", "b")) {
        assertThat(client.next()).startsWith("{\"type\":\"custom\",\"event\":\"" + name);
      }
      assertThat(ids).containsOnly(Optional.empty()).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWholeOutboxMayComeAgainAtOnce(Style style) throws Exception {
    try (var server =
            TestServer.start(
                settings -> settings.rateLimit(1, 1),
                (config, pilcrow) -> style.serve(pilcrow, recording));
        var client = connect(server)) {
      for (int n = 1; n <= 256; n++) {
        client.send(message("m", n));
      }
      for (int n = 1; n <= 256; n++) {
        assertThat(client.next()).isEqualTo(ack(n));
      }
      assertThat(server.pilcrow.stats().acked()).isEqualTo(256);
    }
  }

  @Test
  void moreThanAnOutboxAtOnceIsAgainstTheRate() throws Exception {
    try (var server =
            TestServer.start(
                settings -> settings.rateLimit(1, 1),
                (config, pilcrow) -> Style.LOOP.serve(pilcrow, recording));
        var client = connect(server)) {
      for (int n = 1; n <= 270; n++) {
        client.trySend(message("m", n));
      }
      assertThat(client.closeCode()).isEqualTo(1008);
    }
  }

  /** A ledger on a machine that goes away. */
  private static final class Failing implements Ledger {
    private final Ledger ledger = Ledger.inMemory(10, Duration.ofHours(1), System::nanoTime);
    final AtomicBoolean claims = new AtomicBoolean(true);
    final AtomicBoolean settles = new AtomicBoolean(true);

    @Override
    public Claim claim(MessageId id, Duration wait) throws InterruptedException {
      check(claims);
      return ledger.claim(id, wait);
    }

    @Override
    public void settle(MessageId id, boolean handled) {
      check(settles);
      ledger.settle(id, handled);
    }

    @Override
    public void release(MessageId id) {
      ledger.release(id);
    }

    private static void check(AtomicBoolean works) {
      if (!works.get()) {
        throw new LedgerException("Expected the ledger to answer but it is gone.", null);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutItsLedgerNothingIsHandledAndClientsComeBack(Style style) throws Exception {
    Failing ledger = new Failing();
    try (var server =
        TestServer.start(
            settings -> settings.ledger(ledger),
            (config, pilcrow) -> style.serve(pilcrow, recording))) {
      try (var client = connect(server)) {
        assertThat(client.send(message("a", 1)).next()).isEqualTo(ack(1));
        ledger.claims.set(false);
        client.send(message("b", 2));
        assertThat(client.closeCode()).isEqualTo(1013);
      }
      ledger.claims.set(true);
      ledger.settles.set(false);
      try (var client = connect(server)) {
        client.trySend(message("b", 2)).trySend(message("c", 3));
        assertThat(client.closeCode()).isEqualTo(1013);
        assertThat(client.waiting()).isZero();
      }
      assertThat(handled).containsExactly("a", "b");
      assertThat(server.pilcrow.stats().tooSlow()).isZero();
    }
  }
}
