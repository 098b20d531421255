package dev.pilcrow.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.hub.RecordingOutlet;
import dev.pilcrow.hub.SettableClock;
import dev.pilcrow.presence.Member;
import dev.pilcrow.presence.Presence;
import dev.pilcrow.presence.PresenceSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is there, as several machines on one Redis see it while that fails. */
class PresenceTest {
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SettableClock clock = new SettableClock();
  private TestRedis redis;
  private Proxy proxy;
  private Machine near;
  private Machine behind;

  /** A machine and what it has told. */
  private final class Machine implements AutoCloseable {
    final Node node;
    final ExecutorService executor = Executors.newSingleThreadExecutor();
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    final RecordingOutlet steps = new RecordingOutlet();
    final Presence<String> presence;

    Machine(RedisSettings settings) {
      node = new Node(settings);
      node.topic("steps").subscribe(steps);
      presence =
          new Presence<>(
              node.hub(),
              "people",
              String.class,
              PresenceSettings.defaults().lease(LEASE),
              executor,
              clock);
      presence.onChange(
          change -> {
            change.joined().forEach(member -> told.add("+" + member.key()));
            change.left().forEach(member -> told.add("-" + member.key()));
          });
    }

    /** Returns when it has heard and told everything that was said before. */
    void catchUp() {
      settle();
      steps.readTo(node.topic("steps").publish(Node.say(0)).offset());
      settle();
    }

    private void settle() {
      CompletableFuture.runAsync(() -> {}, executor)
          .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
          .join();
    }

    List<String> keys() {
      return presence.members("room").stream().map(Member::key).sorted().toList();
    }

    @Override
    public void close() {
      presence.close();
      executor.shutdownNow();
      node.close();
    }
  }

  @BeforeEach
  void start() throws IOException {
    redis = TestRedis.start();
    proxy = new Proxy(redis.port());
    RedisSettings settings = redis.settings();
    near = new Machine(settings);
    behind = new Machine(TestRedis.settings(proxy.port()).prefix(settings.prefix));
    near.presence.join("room", "ada", "Ada");
    behind.presence.join("room", "grace", "Grace");
    until(this::everybodySeesBoth, List.of(near, behind), near, behind);
  }

  @AfterEach
  void stop() throws IOException {
    near.close();
    behind.close();
    proxy.close();
    redis.close();
  }

  private boolean everybodySeesBoth() {
    return near.keys().equals(List.of("ada", "grace"))
        && behind.keys().equals(List.of("ada", "grace"));
  }

  /**
   * Lets time pass for some machines until something is so. A step is over when everything that was
   * said in it has come back to those that can hear.
   */
  private void until(BooleanSupplier condition, List<Machine> hearing, Machine... machines) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end)
          .as("near: %s, behind: %s", near.keys(), behind.keys())
          .isNegative();
      clock.advance(LEASE.dividedBy(50));
      for (Machine machine : machines) {
        machine.presence.tick();
      }
      hearing.forEach(Machine::catchUp);
    }
  }

  @Test
  void aMachineThatIsCutOffTakesNobodyForGone() {
    proxy.cut();
    until(() -> near.told.contains("-grace"), List.of(near), near, behind);
    assertThat(near.keys()).containsExactly("ada");
    assertThat(behind.keys()).containsExactly("ada", "grace");
    behind.presence.join("room", "alan", "Alan");

    proxy.mend();
    until(() -> near.keys().equals(List.of("ada", "alan", "grace")), List.of(near), near, behind);
    assertThat(behind.told).doesNotContain("-ada", "-grace");
  }

  @Test
  void aMachineThatDiesTakesItsMembersWithIt() {
    behind.node.close();
    until(() -> near.told.contains("-grace"), List.of(near), near);
    assertThat(near.keys()).containsExactly("ada");
  }
}
