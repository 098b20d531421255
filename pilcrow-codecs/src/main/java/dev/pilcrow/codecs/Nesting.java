package dev.pilcrow.codecs;

/**
 * What is left to read of the containers a reader is in, without recursion. A map of n fields is 2n
 * items, of which every other is a key.
 */
final class Nesting {
  /** The mark of a container that goes on to its end mark. */
  static final int OPEN = -1;

  private final CodecLimits limits;
  private final long[] left;
  private final boolean[] map;
  private final boolean[] key;
  private int depth;
  private int values;

  Nesting(CodecLimits limits) {
    this.limits = limits;
    left = new long[limits.depth() + 1];
    map = new boolean[limits.depth() + 1];
    key = new boolean[limits.depth() + 1];
    left[0] = 1;
  }

  /** Whether everything has been read. */
  boolean done() {
    return depth == 0 && left[0] == 0;
  }

  boolean open() {
    return left[depth] == OPEN;
  }

  /** Whether the next item is a key. */
  boolean keyNext() {
    return map[depth] && key[depth];
  }

  /** Counts one item, which is about to be read. */
  void item() throws BadMessage {
    if (++values > limits.values()) {
      throw new BadMessage("Expected at most %d values".formatted(limits.values()));
    }
    if (left[depth] > 0) {
      left[depth]--;
    }
    key[depth] = !key[depth];
  }

  /** Enters a container, whose items are fields twice over in a map; then leaves what is full. */
  void enter(boolean isMap, long items) throws BadMessage {
    if (depth == limits.depth()) {
      throw new BadMessage("Expected a depth of at most %d".formatted(limits.depth()));
    }
    depth++;
    left[depth] = isMap && items > 0 ? 2 * items : items;
    map[depth] = isMap;
    key[depth] = true;
  }

  /** Leaves all containers that have been read to their end. */
  void leaveFull() {
    while (depth > 0 && left[depth] == 0) {
      depth--;
    }
  }

  /** Leaves an open container at its end mark. */
  void leaveOpen() throws BadMessage {
    if (depth == 0 || !open() || (map[depth] && !key[depth])) {
      throw new BadMessage("Expected a value but found an end mark");
    }
    depth--;
  }
}
