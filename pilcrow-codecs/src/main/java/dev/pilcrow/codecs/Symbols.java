package dev.pilcrow.codecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names that have been read before, so that each is one String.
 *
 * <p>Thread-safe: entries are immutable, and of two that want one place the later one has it.
 */
final class Symbols {
  private static final int SIZE = 512;

  private static final class Entry {
    private final int hash;
    private final byte[] bytes;
    private final String name;

    Entry(int hash, byte[] bytes, String name) {
      this.hash = hash;
      this.bytes = bytes;
      this.name = name;
    }

    boolean is(int otherHash, byte[] other, int from, int to) {
      return hash == otherHash && Arrays.equals(bytes, 0, bytes.length, other, from, to);
    }
  }

  private final @Nullable Entry[] entries = new @Nullable Entry[SIZE];

  /** The name at this place of a message, or null if it is not UTF-8. */
  @Nullable String name(byte[] bytes, int at, int length) {
    int hash = length;
    for (int i = at; i < at + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    int slot = (hash ^ hash >>> 9) & (SIZE - 1);
    Entry known = entries[slot];
    if (known != null && known.is(hash, bytes, at, at + length)) {
      return known.name;
    }
    if (!Utf8.valid(bytes, at, at + length)) {
      return null;
    }
    String name = new String(bytes, at, length, UTF_8);
    entries[slot] = new Entry(hash, Arrays.copyOfRange(bytes, at, at + length), name);
    return name;
  }
}
