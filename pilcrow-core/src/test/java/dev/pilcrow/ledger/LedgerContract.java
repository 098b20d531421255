package dev.pilcrow.ledger;

import static dev.pilcrow.ledger.Ledger.Claim.BUSY;
import static dev.pilcrow.ledger.Ledger.Claim.FRESH;
import static dev.pilcrow.ledger.Ledger.Claim.HANDLED;
import static dev.pilcrow.ledger.Ledger.Claim.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.ledger.Ledger.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** What every ledger promises. */
public abstract class LedgerContract {
  private static final Duration NONE = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(20);

  /** For what waits for others: the common pool of a small machine has one thread only. */
  protected static final Executor OWN_THREAD = task -> new Thread(task).start();

  /** An empty ledger that has room for at least 100 clients. */
  protected abstract Ledger ledger();

  /** How many messages the concurrent test sends. */
  protected abstract int messages();

  protected static MessageId id(int client, long number) {
    return new MessageId("client-%015d".formatted(client), number);
  }

  @Test
  void aMessageIsHandledOnce() throws Exception {
    Ledger ledger = ledger();
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(FRESH);
    ledger.settle(id(1, 1), true);
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(HANDLED);
    assertThat(ledger.claim(id(1, 2), NONE)).isEqualTo(FRESH);
  }

  @Test
  void aNumberSettlesAllBeforeIt() throws Exception {
    Ledger ledger = ledger();
    assertThat(ledger.claim(id(1, 57), NONE)).isEqualTo(FRESH);
    ledger.settle(id(1, 57), true);
    assertThat(ledger.claim(id(1, 3), NONE)).isEqualTo(HANDLED);
    assertThat(ledger.claim(id(1, 59), NONE)).isEqualTo(FRESH);
  }

  @Test
  void whatWasRejectedStaysRejected() throws Exception {
    Ledger ledger = ledger();
    for (int n = 1; n <= 4; n++) {
      assertThat(ledger.claim(id(1, n), NONE)).isEqualTo(FRESH);
      ledger.settle(id(1, n), n % 2 == 1);
    }
    List<Claim> again = new ArrayList<>();
    for (int n = 1; n <= 4; n++) {
      again.add(ledger.claim(id(1, n), NONE));
    }
    assertThat(again).containsExactly(HANDLED, REJECTED, HANDLED, REJECTED);
  }

  @Test
  void whatWasReleasedComesAgain() throws Exception {
    Ledger ledger = ledger();
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(FRESH);
    ledger.release(id(1, 1));
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(FRESH);
  }

  @Test
  void oneClientHasOneClaimAndClientsDoNotWaitForEachOther() throws Exception {
    Ledger ledger = ledger();
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(FRESH);
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(BUSY);
    assertThat(ledger.claim(id(1, 2), NONE)).isEqualTo(BUSY);
    assertThat(ledger.claim(id(2, 1), NONE)).isEqualTo(FRESH);
  }

  @Test
  void whoWaitsForAClaimGetsWhatBecameOfIt() throws Exception {
    Ledger ledger = ledger();
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(FRESH);
    CompletableFuture<Claim> same = claiming(ledger, id(1, 1));
    CompletableFuture<Claim> other = claiming(ledger, id(2, 1));
    assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo(FRESH);
    assertThat(same).isNotDone();
    ledger.settle(id(1, 1), true);
    assertThat(same.get(20, TimeUnit.SECONDS)).isEqualTo(HANDLED);
  }

  @Test
  void aReleasedClaimGoesToWhoWaits() throws Exception {
    Ledger ledger = ledger();
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(FRESH);
    CompletableFuture<Claim> same = claiming(ledger, id(1, 1));
    ledger.release(id(1, 1));
    assertThat(same.get(20, TimeUnit.SECONDS)).isEqualTo(FRESH);
  }

  protected static CompletableFuture<Claim> claiming(Ledger ledger, MessageId id) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return ledger.claim(id, LONG);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        OWN_THREAD);
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    Ledger ledger = ledger();
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(FRESH);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Claim> waiting = thread.submit(() -> ledger.claim(id(1, 1), LONG));
    thread.shutdownNow();
    assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void onlyAClaimCanBeSettledOrReleased() throws Exception {
    Ledger ledger = ledger();
    assertThatThrownBy(() -> ledger.settle(id(1, 1), true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Claim it first");
    assertThat(ledger.claim(id(1, 1), NONE)).isEqualTo(FRESH);
    assertThatThrownBy(() -> ledger.release(id(1, 2))).isInstanceOf(IllegalStateException.class);
    ledger.settle(id(1, 1), true);
    assertThatThrownBy(() -> ledger.settle(id(1, 1), true))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Several connections of each client send the same messages at the same time. */
  @Test
  void whoeverBringsAMessageItIsHandledOnceAndInOrder() throws Exception {
    Ledger ledger = ledger();
    int clients = 4;
    var handled = new AtomicIntegerArray(clients * (messages() + 1));
    var last = new AtomicIntegerArray(clients);
    var mistakes = new AtomicIntegerArray(1);
    ExecutorService threads = Executors.newFixedThreadPool(12);
    List<Future<Void>> done = new ArrayList<>();
    for (int t = 0; t < 12; t++) {
      int client = t % clients;
      Random random = new Random(t);
      Callable<Void> connection =
          () -> {
            for (int n = 1; n <= messages(); n++) {
              if (ledger.claim(id(client, n), LONG) == FRESH) {
                if (random.nextInt(4) == 0) {
                  ledger.release(id(client, n));
                  n--;
                  continue;
                }
                if (last.getAndSet(client, n) != n - 1) {
                  mistakes.incrementAndGet(0);
                }
                handled.incrementAndGet(client * (messages() + 1) + n);
                ledger.settle(id(client, n), true);
              }
            }
            return null;
          };
      done.add(threads.submit(connection));
    }
    for (Future<Void> connection : done) {
      connection.get(60, TimeUnit.SECONDS);
    }
    threads.shutdown();
    assertThat(mistakes.get(0)).isZero();
    for (int client = 0; client < clients; client++) {
      for (int n = 1; n <= messages(); n++) {
        assertThat(handled.get(client * (messages() + 1) + n)).isEqualTo(1);
      }
    }
  }
}
