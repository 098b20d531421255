package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final Person ADA = new Person("a", "Ada");
  private static final Person BOB = new Person("b", "bob");

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void severalTabsAreOnePerson() throws InterruptedException {
    Presence<String> presence = presence(Duration.ZERO);
    Presence.Seat first = presence.join("general", ADA, "tab 1");
    Presence.Seat second = presence.join("general", ADA, "tab 2");
    presence.join("general", BOB, "tab 3");
    assertThat(presence.people("general")).containsExactly(ADA, BOB);
    assertThat(presence.connections("general", "a")).containsExactly("tab 1", "tab 2");
    assertThat(changes).hasSize(2);

    first.close();
    first.close();
    assertThat(presence.people("general")).containsExactly(ADA, BOB);
    changes.clear();
    second.close();
    assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("general");
    assertThat(presence.people("general")).containsExactly(BOB);
  }

  @Test
  void aReloadIsNoLeaving() throws Exception {
    Presence<String> presence = presence(Duration.ofMillis(300));
    presence.join("general", ADA, "before").close();
    presence.join("general", ADA, "after");
    changes.clear();
    timer.schedule(() -> changes.add("later"), 900, TimeUnit.MILLISECONDS).get();
    assertThat(changes).containsExactly("later");
    assertThat(presence.people("general")).containsExactly(ADA);
  }

  @Test
  void aNewNameShowsWhereverThePersonIs() {
    Presence<String> presence = presence(Duration.ZERO);
    presence.join("general", ADA, "1");
    presence.join("random", ADA, "2");
    presence.join("help", BOB, "3");
    changes.clear();
    Person renamed = new Person("a", "Countess");
    presence.changed(renamed);
    assertThat(changes).containsExactlyInAnyOrder("general", "random");
    assertThat(presence.current("general", ADA)).isEqualTo(renamed);
    assertThat(presence.people("random")).isEqualTo(List.of(renamed));
  }

  private Presence<String> presence(Duration grace) {
    return new Presence<>(timer, grace, changes::add);
  }
}
