package dev.pilcrow.presence;

import dev.pilcrow.event.EventCodec;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.SettableClock;
import dev.pilcrow.hub.TopicLogs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Machines that share a hub and a clock that stands still. */
abstract class PresenceFixture {
  static final Duration LEASE = Duration.ofSeconds(6);
  static final Duration GRACE = Duration.ofSeconds(5);

  record Who(String name) {}

  final SettableClock clock = new SettableClock();
  final Hub hub = hub(1000);

  Hub hub(int events) {
    return new Hub(
        EventCodec.lenient(),
        new Hub.Limits(100, events, 1 << 20),
        TopicLogs.inMemory(clock),
        clock);
  }

  /** A machine: what it has told its listener, and a thread that can stand still. */
  final class Machine {
    final List<String> told = new ArrayList<>();
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    boolean stalled;
    final Presence<Who> presence;

    Machine(Hub hub, PresenceSettings settings) {
      Executor executor =
          task -> {
            waiting.add(task);
            work();
          };
      presence = new Presence<>(hub, "people", Who.class, settings, executor, clock);
      presence.onChange(
          change -> {
            change.joined().forEach(member -> told.add("+" + member.key()));
            change.left().forEach(member -> told.add("-" + member.key()));
            change.updated().forEach(member -> told.add("~" + member.key()));
          });
    }

    Machine() {
      this(hub, PresenceSettings.defaults().lease(LEASE).grace(GRACE));
    }

    void work() {
      while (!stalled && !waiting.isEmpty()) {
        waiting.remove().run();
      }
    }

    List<String> keys(String group) {
      return presence.members(group).stream().map(Member::key).sorted().toList();
    }
  }

  /** Lets time pass for some machines; the others neither speak nor listen. */
  void pass(Duration time, Machine... machines) {
    Duration step = LEASE.dividedBy(12);
    for (Duration left = time; !left.isNegative() && !left.isZero(); left = left.minus(step)) {
      clock.advance(step);
      for (Machine machine : machines) {
        machine.presence.tick();
      }
    }
  }
}
