package dev.pilcrow.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Who is in which room. Somebody with several tabs is one person; somebody who reloads has not
 * left, for leaving counts only after a short grace.
 *
 * <p>Thread-safe. The listener is told a room's slug after each change, with no lock held.
 *
 * @param <S> a connection
 */
final class Presence<S> {
  private final ScheduledExecutorService timer;
  private final Duration grace;
  private final Consumer<String> listener;
  private final ReentrantLock lock = new ReentrantLock();

  /** Members by room and person; guarded by lock. */
  private final Map<String, Map<String, Member<S>>> rooms = new HashMap<>();

  Presence(ScheduledExecutorService timer, Duration grace, Consumer<String> listener) {
    this.timer = timer;
    this.grace = grace;
    this.listener = listener;
  }

  /** A connection's place in a room. Closing it twice is harmless. */
  interface Seat extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Member<S> {
    Person person;
    final Set<S> connections = new LinkedHashSet<>();

    Member(Person person) {
      this.person = person;
    }
  }

  /** Puts a connection of a person into a room. */
  Seat join(String room, Person person, S connection) {
    boolean changed;
    lock.lock();
    try {
      Map<String, Member<S>> members = rooms.computeIfAbsent(room, r -> new LinkedHashMap<>());
      Member<S> member = members.get(person.id());
      changed = member == null || !member.person.equals(person);
      if (member == null) {
        member = new Member<>(person);
        members.put(person.id(), member);
      }
      member.person = person;
      member.connections.add(connection);
    } finally {
      lock.unlock();
    }
    if (changed) {
      listener.accept(room);
    }
    return () -> leave(room, person.id(), connection);
  }

  /** The people in a room, by name. */
  List<Person> people(String room) {
    lock.lock();
    try {
      return rooms.getOrDefault(room, Map.of()).values().stream()
          .map(member -> member.person)
          .sorted(Comparator.comparing(Person::name, String.CASE_INSENSITIVE_ORDER))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** A person's connections to a room. */
  List<S> connections(String room, String personId) {
    lock.lock();
    try {
      Member<S> member = rooms.getOrDefault(room, Map.of()).get(personId);
      return member == null ? List.of() : List.copyOf(member.connections);
    } finally {
      lock.unlock();
    }
  }

  /** What a person is called now, which another tab may have changed since this one opened. */
  Person current(String room, Person person) {
    lock.lock();
    try {
      Member<S> member = rooms.getOrDefault(room, Map.of()).get(person.id());
      return member == null ? person : member.person;
    } finally {
      lock.unlock();
    }
  }

  /** How many people there are in all rooms; somebody in several counts once. */
  int online() {
    lock.lock();
    try {
      return (int)
          rooms.values().stream().flatMap(members -> members.keySet().stream()).distinct().count();
    } finally {
      lock.unlock();
    }
  }

  /** Gives a person another name or picture wherever they are. */
  void changed(Person person) {
    List<String> changed = new ArrayList<>();
    lock.lock();
    try {
      rooms.forEach(
          (room, members) -> {
            Member<S> member = members.get(person.id());
            if (member != null && !member.person.equals(person)) {
              member.person = person;
              changed.add(room);
            }
          });
    } finally {
      lock.unlock();
    }
    changed.forEach(listener);
  }

  private void leave(String room, String personId, S connection) {
    boolean last;
    lock.lock();
    try {
      Member<S> member = rooms.getOrDefault(room, Map.of()).get(personId);
      last =
          member != null && member.connections.remove(connection) && member.connections.isEmpty();
    } finally {
      lock.unlock();
    }
    if (last && !timer.isShutdown()) {
      var unused =
          timer.schedule(
              () -> drop(room, personId), Math.max(0, grace.toMillis()), TimeUnit.MILLISECONDS);
    }
  }

  private void drop(String room, String personId) {
    boolean gone = false;
    lock.lock();
    try {
      Map<String, Member<S>> members = rooms.get(room);
      Member<S> member = members == null ? null : members.get(personId);
      if (members != null && member != null && member.connections.isEmpty()) {
        members.remove(personId);
        gone = true;
        if (members.isEmpty()) {
          rooms.remove(room);
        }
      }
    } finally {
      lock.unlock();
    }
    if (gone) {
      listener.accept(room);
    }
  }
}
