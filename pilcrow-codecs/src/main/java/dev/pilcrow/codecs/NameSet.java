package dev.pilcrow.codecs;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that one object has had, and then the next one at its place. Few are compared one by
 * one, if a bit says that the object has had such a hash; from the 17th on they are kept in a set.
 * Most objects begin as the one before them, and as long as one does nothing is compared: that one
 * had each name once.
 */
final class NameSet {
  private static final int FEW = 16;
  private static final String[] NONE = {};

  private String[] names = NONE;
  private int count;

  /** How many names the object before had, while this one begins as it did; otherwise 0. */
  private int before;

  /** Bits of the hashes of the names; 0 while this object begins as the one before. */
  private long seen;

  /** The names after the first few; null as long as there are none. */
  private @Nullable Set<String> more;

  /** Begins with the next object. */
  void clear() {
    before = before == 0 ? count : before;
    count = 0;
    seen = 0;
    more = null;
  }

  /** Adds a name; returns false if it is there already. */
  @SuppressWarnings("ReferenceEquality") // parsers make one String of each name
  boolean add(String name) {
    if (count < before && names[count] == name) {
      count++;
      return true;
    }
    if (before > 0) {
      leaveBefore();
    }
    return addCompared(name);
  }

  private void leaveBefore() {
    before = 0;
    for (int i = 0; i < count; i++) {
      seen |= bit(names[i]);
    }
  }

  private boolean addCompared(String name) {
    long bit = bit(name);
    if ((seen & bit) != 0 && contains(name)) {
      return false;
    }
    seen |= bit;
    if (count == FEW) {
      if (more == null) {
        more = new HashSet<>();
      }
      return more.add(name);
    }
    if (count == names.length) {
      names = Arrays.copyOf(names, count == 0 ? FEW / 2 : FEW);
    }
    names[count++] = name;
    return true;
  }

  private static long bit(String name) {
    return 1L << name.hashCode();
  }

  private boolean contains(String name) {
    int hash = name.hashCode();
    for (int i = 0; i < count; i++) {
      if (names[i].hashCode() == hash && names[i].equals(name)) {
        return true;
      }
    }
    return false;
  }
}
