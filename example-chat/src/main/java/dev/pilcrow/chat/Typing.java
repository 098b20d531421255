package dev.pilcrow.chat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Who is typing in which room. It ends by itself a few seconds after the last sign of it.
 *
 * <p>Thread-safe. The listener is told a room's slug after each change.
 */
final class Typing {
  private final ScheduledExecutorService timer;
  private final Duration lasts;
  private final Consumer<String> listener;
  private final Map<String, Map<String, Writer>> rooms = new ConcurrentHashMap<>();

  private record Writer(Person person, ScheduledFuture<?> end) {}

  Typing(ScheduledExecutorService timer, Duration lasts, Consumer<String> listener) {
    this.timer = timer;
    this.lasts = lasts;
    this.listener = listener;
  }

  /** Notes that a person is typing. */
  void started(String room, Person person) {
    if (timer.isShutdown()) {
      return;
    }
    ScheduledFuture<?> end =
        timer.schedule(() -> stopped(room, person), lasts.toMillis(), TimeUnit.MILLISECONDS);
    boolean[] isNew = new boolean[1];
    rooms.compute(
        room,
        (slug, writers) -> {
          Map<String, Writer> changed = writers == null ? new LinkedHashMap<>() : copy(writers);
          Writer before = changed.put(person.id(), new Writer(person, end));
          isNew[0] = before == null;
          if (before != null) {
            before.end().cancel(false);
          }
          return changed;
        });
    if (isNew[0]) {
      listener.accept(room);
    }
  }

  /** Notes that a person has stopped: sent it, left, or fell silent. */
  void stopped(String room, Person person) {
    boolean[] was = new boolean[1];
    rooms.computeIfPresent(
        room,
        (slug, writers) -> {
          Map<String, Writer> changed = copy(writers);
          Writer before = changed.remove(person.id());
          was[0] = before != null;
          if (before != null) {
            before.end().cancel(false);
          }
          return changed.isEmpty() ? null : changed;
        });
    if (was[0]) {
      listener.accept(room);
    }
  }

  /** What to show somebody who looks at the room; empty if nobody else is typing. */
  String seenBy(String room, String personId) {
    List<String> names =
        rooms.getOrDefault(room, Map.of()).values().stream()
            .map(Writer::person)
            .filter(person -> !person.id().equals(personId))
            .map(Person::name)
            .toList();
    return switch (names.size()) {
      case 0 -> "";
      case 1 -> names.get(0) + " is typing…";
      case 2 -> names.get(0) + " and " + names.get(1) + " are typing…";
      default -> "Several people are typing…";
    };
  }

  private static Map<String, Writer> copy(Map<String, Writer> writers) {
    return new LinkedHashMap<>(writers);
  }
}
