package dev.pilcrow.codecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that the maps of a binary message have had, each of which may stand once in its map.
 *
 * <p>Names are places in the message, compared if their hashes are equal, and then only if a bit
 * says that the map has had such a hash. From the 33rd of a map on they are kept in a set.
 */
final class Names {
  private static final int FEW = 32;
  private static final int PARTS = 3;

  /**
   * A name after the first few of the map that begins at this byte. Comparable, so that a set finds
   * it fast even among names that were made to have the same hash.
   */
  private record Later(int map, String name) implements Comparable<Later> {
    @Override
    public int compareTo(Later other) {
      int maps = Integer.compare(map, other.map);
      return maps != 0 ? maps : name.compareTo(other.name);
    }
  }

  private final byte[] bytes;

  /** Of all maps around, three for each name: where it is, its length and its hash. */
  private int[] places = new int[16 * PARTS];

  private int end;

  /** The map at hand: where its names begin, where it does, and a bit for each hash. */
  private int first;

  private int map;
  private long seen;

  /** The same, three for each map around. */
  private long[] around = new long[4 * PARTS];

  private int depth;
  private @Nullable Set<Later> later;

  /** Names that came in parts; their place is less than 0. */
  private @Nullable List<byte[]> joined;

  Names(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Enters the map that begins at this byte. */
  void enter(int start) {
    if (depth == around.length) {
      around = Arrays.copyOf(around, 2 * depth);
    }
    around[depth++] = first;
    around[depth++] = map;
    around[depth++] = seen;
    first = end;
    map = start;
    seen = 0;
  }

  /** Leaves the map at hand. */
  void leave() {
    end = first;
    seen = around[--depth];
    map = (int) around[--depth];
    first = (int) around[--depth];
  }

  /** Adds a name of the message to the map at hand; returns whether it is ASCII. */
  boolean add(int at, int length) throws BadMessage {
    int hash = 0;
    int all = 0;
    for (int i = at; i < at + length; i++) {
      hash = 31 * hash + bytes[i];
      all |= bytes[i];
    }
    add(bytes, at, length, hash);
    return all >= 0;
  }

  /** Adds a name that came in parts. */
  void add(byte[] name) throws BadMessage {
    int hash = 0;
    for (byte part : name) {
      hash = 31 * hash + part;
    }
    add(name, 0, name.length, hash);
  }

  private void add(byte[] source, int at, int length, int hash) throws BadMessage {
    long bit = 1L << hash;
    if ((seen & bit) != 0) {
      search(source, at, length, hash);
    }
    seen |= bit;
    if (end - first == FEW * PARTS) {
      addLater(new String(source, at, length, UTF_8));
      return;
    }
    if (end == places.length) {
      places = Arrays.copyOf(places, 2 * end);
    }
    places[end++] = source == bytes ? at : place(source);
    places[end++] = length;
    places[end++] = hash;
  }

  private void search(byte[] source, int at, int length, int hash) throws BadMessage {
    for (int i = first; i < end; i += PARTS) {
      if (places[i + 2] == hash && places[i + 1] == length) {
        int place = places[i];
        byte[] other = place >= 0 || joined == null ? bytes : joined.get(~place);
        int from = Math.max(place, 0);
        if (Arrays.equals(source, at, at + length, other, from, from + length)) {
          throw twice();
        }
      }
    }
  }

  private void addLater(String name) throws BadMessage {
    if (later == null) {
      later = new HashSet<>();
    }
    if (!later.add(new Later(map, name))) {
      throw twice();
    }
  }

  private int place(byte[] name) {
    if (joined == null) {
      joined = new ArrayList<>();
    }
    joined.add(name);
    return ~(joined.size() - 1);
  }

  private static BadMessage twice() {
    return new BadMessage("Expected each field once but found one twice");
  }
}
