package dev.pilcrow.codecs;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that one object has had. Few are compared one by one, if a bit says that the object has
 * had such a hash; from the 17th on they are kept in a set.
 */
final class NameSet {
  private static final int FEW = 16;
  private static final String[] NONE = {};

  private String[] names = NONE;
  private int count;
  private long seen;

  /** The names after the first few; null as long as there are none. */
  private @Nullable Set<String> more;

  void clear() {
    count = 0;
    seen = 0;
    more = null;
  }

  /** Adds a name; returns false if it is there already. */
  boolean add(String name) {
    int hash = name.hashCode();
    long bit = 1L << hash;
    if ((seen & bit) != 0 && contains(name, hash)) {
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

  private boolean contains(String name, int hash) {
    for (int i = 0; i < count; i++) {
      if (names[i].hashCode() == hash && names[i].equals(name)) {
        return true;
      }
    }
    return false;
  }
}
