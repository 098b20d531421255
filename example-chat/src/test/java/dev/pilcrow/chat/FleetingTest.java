package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.EventCodec;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.TopicLogException;
import dev.pilcrow.presence.Presence;
import dev.pilcrow.presence.PresenceSettings;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to signs while publishing waits. */
@Timeout(60)
class FleetingTest {
  private final SettableClock clock = new SettableClock();
  private final Fleeting fleeting = new Fleeting(clock);
  private final CountDownLatch waits = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final Queue<String> published = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    goesOn.countDown();
    fleeting.close();
  }

  /** Publishing takes until the test lets it go on, as it does while Redis is away. */
  private void block() throws InterruptedException {
    fleeting.publish(
        () -> {
          waits.countDown();
          try {
            goesOn.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          published.add("first");
        });
    assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Waits until everything before has been published or dropped. */
  private void settle() throws InterruptedException {
    CountDownLatch settled = new CountDownLatch(1);
    fleeting.publish(settled::countDown);
    assertThat(settled.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nobodyWaitsAndTheOrderIsKept() throws Exception {
    block();
    fleeting.publish(() -> published.add("second"));
    fleeting.publish(() -> published.add("third"));
    assertThat(published).isEmpty();
    goesOn.countDown();
    settle();
    assertThat(published).containsExactly("first", "second", "third");
    assertThat(fleeting.dropped()).isZero();
  }

  @Test
  void whatIsLateIsDropped() throws Exception {
    block();
    fleeting.publish(() -> published.add("late"));
    clock.advance(Duration.ofSeconds(3));
    fleeting.publish(() -> published.add("fresh"));
    clock.advance(Duration.ofSeconds(2));
    goesOn.countDown();
    settle();
    assertThat(published).containsExactly("first", "fresh");
    assertThat(fleeting.dropped()).isEqualTo(1);
  }

  @Test
  void noMoreWaitThanThereIsRoomFor() throws Exception {
    block();
    for (int n = 0; n < Fleeting.MOST + 7; n++) {
      fleeting.publish(() -> published.add("more"));
    }
    assertThat(fleeting.dropped()).isEqualTo(7);
    goesOn.countDown();
    while (published.size() < 1 + Fleeting.MOST) {
      Thread.onSpinWait();
    }
    assertThat(fleeting.dropped()).isEqualTo(7);
  }

  @Test
  void aFailureIsCountedAndTheNextIsPublished() throws Exception {
    for (RuntimeException failure :
        List.of(
            new TopicLogException("on purpose, in a test", null),
            new IllegalStateException("on purpose, in a test"),
            new IllegalArgumentException("on purpose, in a test"))) {
      fleeting.publish(
          () -> {
            throw failure;
          });
    }
    fleeting.publish(() -> published.add("next"));
    settle();
    assertThat(published).containsExactly("next");
    assertThat(fleeting.dropped()).isEqualTo(3);
  }

  /** Otherwise the one timer would wait for Redis once for each of them. */
  @Test
  void theSweepOfWhoFellSilentDoesNotPublishItself() throws Exception {
    Hub hub = new Hub(EventCodec.strict(), Hub.Limits.defaults());
    Typing typing = new Typing(clock, Duration.ofSeconds(6));
    for (int n = 0; n < 3; n++) {
      typing.started(new Typing.Writer("general", "p" + n));
    }
    clock.advance(Duration.ofSeconds(6));
    block();
    signs(hub, typing).sweep();
    assertThat(hub.stats().published()).isZero();
    goesOn.countDown();
    settle();
    assertThat(hub.stats().published()).isEqualTo(3);
  }

  private Signs signs(Hub hub, Typing typing) {
    Hub others = new Hub(EventCodec.strict(), Hub.Limits.defaults());
    Presence<Person> presence =
        new Presence<>(
            others,
            "people",
            Person.class,
            PresenceSettings.defaults(),
            Runnable::run,
            System::nanoTime);
    ChatStore store =
        new ChatStore(
            () -> {
              throw new IllegalStateException("Expected no use of the database");
            });
    return new Signs(hub, store, presence, typing, fleeting);
  }
}
