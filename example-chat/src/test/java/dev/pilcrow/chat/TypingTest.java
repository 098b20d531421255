package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.chat.Typing.Writer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TypingTest {
  private static final Writer ADA = new Writer("general", "a");
  private static final Writer BOB = new Writer("general", "b");

  private final SettableClock clock = new SettableClock();
  private final Typing typing = new Typing(clock, Duration.ofSeconds(6));

  @Test
  void itEndsByItself() {
    typing.started(ADA);
    clock.advance(Duration.ofSeconds(4));
    typing.started(BOB);
    clock.advance(Duration.ofSeconds(2));
    assertThat(typing.ended()).containsExactly(ADA);
    assertThat(typing.ended()).isEmpty();
    assertThat(typing.stopped(ADA)).isFalse();
    clock.advance(Duration.ofSeconds(4));
    assertThat(typing.ended()).containsExactly(BOB);
  }

  @Test
  void whoGoesOnIsToldAgainOnceInAWhile() {
    assertThat(typing.started(ADA)).isTrue();
    assertThat(typing.started(ADA)).isFalse();
    clock.advance(Duration.ofMillis(1_999));
    assertThat(typing.started(ADA)).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(typing.started(ADA)).isTrue();
    clock.advance(Duration.ofMillis(5_999));
    assertThat(typing.ended()).isEmpty();
  }

  @Test
  void whoStopsHasStoppedOnce() {
    typing.started(ADA);
    assertThat(typing.stopped(ADA)).isTrue();
    assertThat(typing.stopped(ADA)).isFalse();
    assertThat(typing.started(ADA)).as("news again").isTrue();
  }

  @Test
  void aRoomHasAtMostTwenty() {
    for (int i = 0; i < 20; i++) {
      assertThat(typing.started(new Writer("general", "crowd" + i))).isTrue();
    }
    assertThat(typing.started(ADA)).isFalse();
    assertThat(typing.stopped(ADA)).isFalse();
    assertThat(typing.started(new Writer("random", "a"))).as("elsewhere").isTrue();
    typing.stopped(new Writer("general", "crowd7"));
    assertThat(typing.started(ADA)).isTrue();
  }
}
