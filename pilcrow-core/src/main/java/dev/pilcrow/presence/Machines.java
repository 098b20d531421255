package dev.pilcrow.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this machine has told and heard: whose word is up to date, whose lease runs out, and what is
 * to be said next.
 *
 * <p>Not thread-safe.
 */
final class Machines<M> {
  /** How often a machine speaks in a lease. */
  private static final int BEATS = 3;

  /** Another machine. */
  private static final class Other {
    /** The version that its members here are of, or -1 after a gap. */
    long version = -1;

    /** While a state arrives in parts: how many are to come, and what none has named yet. */
    int rest;

    final Set<Place> unnamed = new HashSet<>();

    /** Whether it was asked for what is missing. */
    boolean missed;

    /** When it was last heard. */
    long heard;

    /** How long it stays from then on. */
    long lease;
  }

  private final String self;
  private final PresenceSettings settings;
  private final Roster<M> roster;
  private final Seats<M> seats;
  private final Map<String, Other> others = new HashMap<>();
  private final long lease;

  /** How many changes were told. */
  private long version;

  /** Whether everything has to be told, because somebody asks or something was not heard. */
  private boolean stateWanted = true;

  /** Whether there is something this machine misses. */
  private boolean asking = true;

  /** How many times somebody was left out for lack of room. */
  private long leftOut;

  /** Whether somebody is missing for that reason, and has not been asked for since. */
  private boolean lacking;

  private boolean beat;
  private long lastBeat;
  private long lastAsked;

  /** When this machine last heard itself: leases run only while it does. */
  private long heardSelf;

  Machines(String self, PresenceSettings settings, Roster<M> roster, Seats<M> seats, long now) {
    this.self = self;
    this.settings = settings;
    this.roster = roster;
    this.seats = seats;
    this.lease = settings.lease().toNanos();
    this.lastBeat = now;
    this.lastAsked = now;
    this.heardSelf = now;
  }

  /** Brings a place of this machine up to date among all members; false if there is no room. */
  boolean show(Place place) {
    return roster.set(self, place, seats.metas(place));
  }

  /** Takes what a machine says; returns whether somebody is left out, for the first time. */
  boolean hear(Bulletin<M> bulletin, long now) {
    if (bulletin.kind() == Bulletin.Kind.ASK) {
      stateWanted |= !bulletin.node().equals(self);
    }
    if (bulletin.node().equals(self)) {
      heardSelf = now;
      return false;
    }
    long before = leftOut;
    Other other = others.computeIfAbsent(bulletin.node(), node -> new Other());
    other.heard = now;
    other.lease = lease;
    switch (bulletin.kind()) {
      case STATE -> {
        other.rest = bulletin.rest();
        other.unnamed.clear();
        other.unnamed.addAll(roster.places(bulletin.node()));
        take(other, bulletin);
      }
      case SET -> {
        if (other.version != -1 && bulletin.version() == other.version + 1) {
          other.rest = Math.max(0, other.rest - 1);
          take(other, bulletin);
        } else if (bulletin.version() > other.version) {
          miss(other);
        }
      }
      case ALIVE -> {
        if (bulletin.version() != other.version) {
          miss(other);
        }
      }
      case ASK -> {}
      case BYE -> other.lease = settings.grace().toNanos();
    }
    return before == 0 && leftOut > 0;
  }

  private void take(Other other, Bulletin<M> bulletin) {
    other.version = bulletin.version();
    other.missed = false;
    bulletin
        .entries()
        .forEach(
            (place, metas) -> {
              if (!roster.set(bulletin.node(), place, metas)) {
                leftOut++;
                lacking = true;
              }
            });
    other.unnamed.removeAll(bulletin.entries().keySet());
    if (other.rest == 0) {
      other.unnamed.forEach(place -> roster.set(bulletin.node(), place, List.of()));
      other.unnamed.clear();
    }
  }

  /** Notes a gap. It asks at once, and again with the beats until there is an answer. */
  private void miss(Other other) {
    asking |= !other.missed;
    other.missed = true;
    other.version = -1;
  }

  long leftOut() {
    return leftOut;
  }

  /** Lets those go whose time is over, and notes what is to be said. */
  void tick(long now) {
    seats.expire(now, this::show);
    if (now - lastBeat >= lease / BEATS) {
      lastBeat = now;
      beat = true;
    }
    if (now - lastAsked >= lease / BEATS) {
      asking |= others.values().stream().anyMatch(other -> other.version == -1);
      if (lacking && roster.hasRoom()) {
        asking = true;
        lacking = false;
      }
    }
    if (asking) {
      lastAsked = now;
    }
    others
        .entrySet()
        .removeIf(
            entry -> {
              boolean over = heardSelf - entry.getValue().heard >= entry.getValue().lease;
              if (over) {
                roster
                    .places(entry.getKey())
                    .forEach(place -> roster.set(entry.getKey(), place, List.of()));
              }
              return over;
            });
  }

  /** What is to be said now. */
  List<Bulletin<M>> due() {
    List<Bulletin<M>> due = new ArrayList<>();
    if (asking) {
      due.add(bulletin(Bulletin.Kind.ASK, 0, Map.of()));
    }
    List<Map<Place, List<M>>> parts = seats.take(stateWanted, Bulletin.MOST_ENTRIES);
    if (stateWanted && parts.isEmpty()) {
      parts = List.of(Map.of());
    }
    for (int i = 0; i < parts.size(); i++) {
      version++;
      boolean state = stateWanted && i == 0;
      due.add(
          bulletin(
              state ? Bulletin.Kind.STATE : Bulletin.Kind.SET,
              state ? parts.size() - 1 : 0,
              parts.get(i)));
    }
    if (beat && due.isEmpty()) {
      due.add(bulletin(Bulletin.Kind.ALIVE, 0, Map.of()));
    }
    asking = false;
    stateWanted = false;
    beat = false;
    return due;
  }

  Bulletin<M> bye() {
    return bulletin(Bulletin.Kind.BYE, 0, Map.of());
  }

  /** What was said last did not get through. */
  void unheard() {
    stateWanted = true;
  }

  private Bulletin<M> bulletin(Bulletin.Kind kind, int rest, Map<Place, List<M>> entries) {
    return new Bulletin<>(kind, self, version, rest, entries);
  }
}
