package dev.pilcrow.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The connections of this machine, by place, and the places that are kept a while after their last.
 *
 * <p>Not thread-safe.
 */
final class Seats<M> {
  /** How many connections of one machine speak for a member: the newest. */
  private static final int MOST_METAS = 8;

  /**
   * One place: the metas of its connections, or what the last one said and until when it counts.
   */
  private static final class Taken<M> {
    final Map<Object, M> connections = new LinkedHashMap<>();
    List<M> last = List.of();
    long until;

    List<M> metas() {
      return connections.isEmpty()
          ? last
          : connections.values().stream()
              .skip(Math.max(0, connections.size() - MOST_METAS))
              .toList();
    }
  }

  private final Map<Place, Taken<M>> places = new HashMap<>();

  /** Places without a connection. */
  private final Set<Place> lingering = new LinkedHashSet<>();

  /** Places that the other machines have not been told of. */
  private final Set<Place> untold = new LinkedHashSet<>();

  /** Says what a connection at a place says. */
  void put(Place place, Object connection, M meta) {
    Taken<M> taken = places.computeIfAbsent(place, p -> new Taken<>());
    taken.connections.put(connection, meta);
    lingering.remove(place);
    untold.add(place);
  }

  /** Removes a connection; the place is kept until a time if it was the last one there. */
  void remove(Place place, Object connection, long until) {
    Taken<M> taken = places.get(place);
    if (taken == null) {
      return;
    }
    List<M> metas = taken.metas();
    if (taken.connections.remove(connection) == null) {
      return;
    }
    if (taken.connections.isEmpty()) {
      taken.last = List.of(metas.get(metas.size() - 1));
      taken.until = until;
      lingering.add(place);
    }
    untold.add(place);
  }

  /** Drops the places whose time has come. */
  void expire(long now, Consumer<Place> dropped) {
    for (Place place : List.copyOf(lingering)) {
      Taken<M> taken = places.get(place);
      if (taken != null && now - taken.until >= 0) {
        lingering.remove(place);
        places.remove(place);
        untold.add(place);
        dropped.accept(place);
      }
    }
  }

  /** What the connections at a place say; empty for nobody. */
  List<M> metas(Place place) {
    Taken<M> taken = places.get(place);
    return taken == null ? List.of() : taken.metas();
  }

  /** All places, or those not told since the last call, at most some of them at a time. */
  List<Map<Place, List<M>>> take(boolean all, int most) {
    Set<Place> wanted = all ? places.keySet() : untold;
    List<Map<Place, List<M>>> parts = new ArrayList<>();
    Map<Place, List<M>> part = Map.of();
    for (Place place : wanted) {
      if (parts.isEmpty() || part.size() == most) {
        part = new LinkedHashMap<>();
        parts.add(part);
      }
      part.put(place, metas(place));
    }
    untold.clear();
    return parts;
  }
}
