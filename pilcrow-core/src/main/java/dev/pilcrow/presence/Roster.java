package dev.pilcrow.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which group, as all machines say, and what of it has not been told yet.
 *
 * <p>Not thread-safe.
 */
final class Roster<M> {
  /** Metas by group, key and machine; nothing in it is empty. */
  private final Map<String, Map<String, Map<String, List<M>>>> groups = new HashMap<>();

  /** The places of each machine. */
  private final Map<String, Set<Place>> nodes = new HashMap<>();

  /** Members as they were last told, for the places that have changed since; null for nobody. */
  private final Map<Place, @Nullable Member<M>> untold = new LinkedHashMap<>();

  private final int max;
  private int size;

  Roster(int max) {
    this.max = max;
  }

  /** Says what a machine's connections at a place say; returns false when there is no room. */
  boolean set(String node, Place place, List<M> metas) {
    Set<Place> places = nodes.computeIfAbsent(node, n -> new LinkedHashSet<>());
    boolean known = places.contains(place);
    if (!known && !metas.isEmpty() && !hasRoom()) {
      return false;
    }
    Member<M> before = member(place);
    if (metas.isEmpty()) {
      if (known) {
        places.remove(place);
        take(node, place);
        size--;
      }
    } else {
      groups
          .computeIfAbsent(place.group(), g -> new LinkedHashMap<>())
          .computeIfAbsent(place.key(), k -> new LinkedHashMap<>())
          .put(node, List.copyOf(metas));
      if (!known) {
        places.add(place);
        size++;
      }
    }
    if (places.isEmpty()) {
      nodes.remove(node);
    }
    if (!untold.containsKey(place)) {
      untold.put(place, before);
    }
    if (untold.get(place) == null && member(place) == null) {
      untold.remove(place); // came and went before anybody was told
    }
    return true;
  }

  private void take(String node, Place place) {
    Map<String, Map<String, List<M>>> keys = groups.getOrDefault(place.group(), Map.of());
    Map<String, List<M>> machines = keys.getOrDefault(place.key(), Map.of());
    machines.remove(node);
    if (machines.isEmpty()) {
      keys.remove(place.key());
    }
    if (keys.isEmpty()) {
      groups.remove(place.group());
    }
  }

  boolean hasRoom() {
    return size < max;
  }

  /** The places of a machine, as they are now. */
  List<Place> places(String node) {
    return List.copyOf(nodes.getOrDefault(node, Set.of()));
  }

  @Nullable Member<M> member(Place place) {
    Map<String, List<M>> machines = groups.getOrDefault(place.group(), Map.of()).get(place.key());
    return machines == null
        ? null
        : new Member<>(place.key(), machines.values().stream().flatMap(List::stream).toList());
  }

  List<Member<M>> members(String group) {
    return groups.getOrDefault(group, Map.of()).entrySet().stream()
        .map(
            entry ->
                new Member<>(
                    entry.getKey(),
                    entry.getValue().values().stream().flatMap(List::stream).toList()))
        .toList();
  }

  /** How many different keys there are in all groups. */
  int keys() {
    return (int)
        groups.values().stream().flatMap(keys -> keys.keySet().stream()).distinct().count();
  }

  /** What has changed since the last call, a change for each group. */
  List<PresenceChange<M>> changes() {
    Map<String, Lists<M>> lists = new LinkedHashMap<>();
    untold.forEach(
        (place, before) -> {
          Member<M> now = member(place);
          if (!Objects.equals(before, now)) {
            lists.computeIfAbsent(place.group(), g -> new Lists<>()).add(before, now);
          }
        });
    untold.clear();
    return lists.entrySet().stream().map(entry -> entry.getValue().change(entry.getKey())).toList();
  }

  private static final class Lists<M> {
    private final List<Member<M>> joined = new ArrayList<>();
    private final List<Member<M>> left = new ArrayList<>();
    private final List<Member<M>> updated = new ArrayList<>();

    void add(@Nullable Member<M> before, @Nullable Member<M> now) {
      if (now == null) {
        left.add(Objects.requireNonNull(before));
      } else {
        (before == null ? joined : updated).add(now);
      }
    }

    PresenceChange<M> change(String group) {
      return new PresenceChange<>(group, joined, left, updated);
    }
  }
}
