package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is kept of requests is bounded in number, bytes and age. */
class OnceStoreTest {
  private final AtomicLong clock = new AtomicLong();

  private OnceStore store(int answers, long bytes) {
    return new OnceStore(new OnceLimits(answers, bytes, Duration.ofHours(1)), clock::get);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private static KeptAnswer answer(int bytes) {
    return new KeptAnswer(200, List.of(), new byte[bytes]);
  }

  private static boolean isNew(OnceStore store, String name) {
    return !store.entry(name, "f").isDone();
  }

  @Test
  void theOldestGoesFirst() {
    OnceStore store = store(3, 1 << 20);
    for (String name : List.of("a", "b", "c", "d")) {
      store.keep(store.entry(name, "f"), answer(1));
    }
    assertThat(isNew(store, "d")).isFalse();
    assertThat(isNew(store, "b")).isFalse();
    assertThat(isNew(store, "a")).isTrue();
  }

  @Test
  void bytesAreBounded() {
    OnceStore store = store(1_000, 16_384);
    for (int i = 0; i < 100; i++) {
      store.keep(store.entry("n" + i, "f"), answer(500));
    }
    assertThat(isNew(store, "n99")).isFalse();
    assertThat(isNew(store, "n90")).isFalse();
    assertThat(isNew(store, "n80")).isTrue();
    assertThat(store.maxAnswerBytes()).isEqualTo(1_024);
  }

  @Test
  void ageIsBounded() {
    OnceStore store = store(1_000, 1 << 20);
    store.keep(store.entry("a", "f"), answer(1));
    pass(Duration.ofMinutes(59));
    assertThat(isNew(store, "a")).isFalse();
    pass(Duration.ofMinutes(1));
    assertThat(isNew(store, "a")).isTrue();
  }

  @Test
  void aRequestWhoseThreadDiedDoesNotBlockItsNameForEver() throws Exception {
    OnceStore store = store(1_000, 1 << 20);
    OnceStore.Entry lost = store.entry("a", "f");
    pass(Duration.ofMinutes(4));
    assertThat(store.entry("a", "f")).isSameAs(lost);
    pass(Duration.ofMinutes(1));
    OnceStore.Entry next = store.entry("a", "f");
    assertThat(next).isNotSameAs(lost);
    store.keep(lost, answer(1));
    assertThat(store.entry("a", "f")).isSameAs(next);
    assertThat(next.isDone()).isFalse();
    store.release(lost);
    assertThat(store.entry("a", "f")).isSameAs(next);
  }

  @Test
  void whatWasReleasedIsCarriedOutAgainAndWhatWasKeptIsNot() throws Exception {
    OnceStore store = store(1_000, 1 << 20);
    OnceStore.Entry entry = store.entry("a", "f");
    assertThat(entry.await(Duration.ZERO)).isNull();
    store.release(entry);
    assertThat(entry.await(Duration.ZERO)).isEqualTo(Optional.empty());
    OnceStore.Entry again = store.entry("a", "g");
    assertThat(again).isNotSameAs(entry);
    store.keep(again, answer(1));
    store.release(again);
    assertThat(store.entry("a", "g")).isSameAs(again);
    assertThat(again.await(Duration.ZERO))
        .hasValueSatisfying(a -> assertThat(a.status()).isEqualTo(200));
  }

  @Test
  void limitsAreWithinReason() {
    assertThatThrownBy(() -> new OnceLimits(0, 1 << 20, Duration.ofHours(1)))
        .hasMessageContaining("answers from 1");
    assertThatThrownBy(() -> new OnceLimits(1, 1, Duration.ofHours(1)))
        .hasMessageContaining("bytes from 16,384");
    assertThatThrownBy(() -> new OnceLimits(1, 1 << 20, Duration.ofDays(31)))
        .hasMessageContaining("age from 1 s to 30 days");
  }
}
