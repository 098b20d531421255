package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TypingTest {
  private static final Person ADA = new Person("a", "Ada");
  private static final Person BOB = new Person("b", "Bob");
  private static final Person EVE = new Person("e", "Eve");

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void everybodySeesTheOthers() {
    Typing typing = new Typing(timer, Duration.ofMinutes(1), changes::add);
    typing.started("general", ADA);
    typing.started("general", ADA);
    assertThat(changes).hasSize(1);
    assertThat(typing.seenBy("general", "a")).isEmpty();
    assertThat(typing.seenBy("general", "b")).isEqualTo("Ada is typing…");
    assertThat(typing.seenBy("random", "b")).isEmpty();
    typing.started("general", BOB);
    assertThat(typing.seenBy("general", "e")).isEqualTo("Ada and Bob are typing…");
    typing.started("general", EVE);
    assertThat(typing.seenBy("general", "x")).isEqualTo("Several people are typing…");
    typing.stopped("general", ADA);
    assertThat(typing.seenBy("general", "x")).isEqualTo("Bob and Eve are typing…");
  }

  @Test
  void itEndsByItself() throws InterruptedException {
    Typing typing = new Typing(timer, Duration.ofMillis(50), changes::add);
    typing.started("general", ADA);
    assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("general");
    assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("general");
    assertThat(typing.seenBy("general", "b")).isEmpty();
  }
}
