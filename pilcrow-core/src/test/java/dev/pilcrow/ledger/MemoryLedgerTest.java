package dev.pilcrow.ledger;

import static dev.pilcrow.ledger.Ledger.Claim.FRESH;
import static dev.pilcrow.ledger.Ledger.Claim.HANDLED;
import static dev.pilcrow.ledger.Ledger.Claim.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest extends LedgerContract {
  private final AtomicLong now = new AtomicLong();

  @Override
  protected Ledger ledger() {
    return Ledger.inMemory(1_000, Duration.ofHours(1), now::get);
  }

  @Override
  protected int messages() {
    return 2_000;
  }

  private static void handle(Ledger ledger, MessageId id) throws InterruptedException {
    assertThat(ledger.claim(id, Duration.ZERO)).isEqualTo(FRESH);
    ledger.settle(id, true);
  }

  private static Ledger.Claim again(Ledger ledger, MessageId id) throws InterruptedException {
    return ledger.claim(id, Duration.ZERO);
  }

  @Test
  void theClientThatWasSilentForLongestMakesRoom() throws Exception {
    Ledger ledger = Ledger.inMemory(3, Duration.ofHours(1), now::get);
    for (int client = 1; client <= 3; client++) {
      handle(ledger, id(client, 1));
    }
    assertThat(again(ledger, id(1, 1))).isEqualTo(HANDLED);
    handle(ledger, id(4, 1));
    assertThat(again(ledger, id(1, 1))).isEqualTo(HANDLED);
    assertThat(again(ledger, id(3, 1))).isEqualTo(HANDLED);
    assertThat(again(ledger, id(2, 1))).isEqualTo(FRESH);
  }

  @Test
  void aClientIsForgottenWhenItIsTooOldAndNotBefore() throws Exception {
    Ledger ledger = ledger();
    handle(ledger, id(1, 1));
    now.addAndGet(Duration.ofHours(1).toNanos() - 1);
    assertThat(again(ledger, id(1, 1))).isEqualTo(HANDLED);
    now.addAndGet(Duration.ofHours(1).toNanos());
    handle(ledger, id(2, 1));
    assertThat(again(ledger, id(1, 1))).isEqualTo(FRESH);
  }

  @Test
  void aClientWithAClaimIsNotForgotten() throws Exception {
    Ledger ledger = Ledger.inMemory(1, Duration.ofHours(1), now::get);
    assertThat(ledger.claim(id(1, 1), Duration.ZERO)).isEqualTo(FRESH);
    now.addAndGet(Duration.ofDays(1).toNanos());
    handle(ledger, id(2, 1));
    handle(ledger, id(3, 1));
    ledger.settle(id(1, 1), true);
    assertThat(again(ledger, id(1, 1))).isEqualTo(HANDLED);
  }

  @Test
  void onlyTheNewestRejectionsOfAClientAreRemembered() throws Exception {
    Ledger ledger = ledger();
    for (int n = 1; n <= 65; n++) {
      assertThat(ledger.claim(id(1, n), Duration.ZERO)).isEqualTo(FRESH);
      ledger.settle(id(1, n), false);
    }
    assertThat(again(ledger, id(1, 1))).isEqualTo(HANDLED);
    assertThat(again(ledger, id(1, 2))).isEqualTo(REJECTED);
    assertThat(again(ledger, id(1, 65))).isEqualTo(REJECTED);
  }

  @Test
  void limitsOutOfReasonAreRefused() {
    assertThatThrownBy(() -> Ledger.inMemory(0, Duration.ofHours(1), now::get))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0 and PT1H");
    assertThatThrownBy(() -> Ledger.inMemory(1, Duration.ofDays(400), now::get))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
