package dev.pilcrow.codecs;

import java.util.Arrays;

/**
 * What is left to read of the containers a reader is in, without recursion. A map of n fields is 2n
 * items, of which every other is a name.
 */
final class Nesting {
  /** What is left of a container that goes on to its end mark: more than any message has. */
  private static final long OPEN = 1L << 40;

  private static final int FIRST_DEPTHS = 8;

  private final CodecLimits limits;
  private int depth;
  private int values;

  /** Of the container at hand: how many items are left, even before a name, and what it is. */
  private long left = 1;

  private boolean map;

  /** The same of those around it. */
  private long[] lefts = new long[FIRST_DEPTHS];

  private boolean[] maps = new boolean[FIRST_DEPTHS];

  Nesting(CodecLimits limits) {
    this.limits = limits;
  }

  /** Whether everything has been read. */
  boolean done() {
    return depth == 0 && left == 0;
  }

  /** Whether the next item is a name. */
  boolean nameNext() {
    return map && (left & 1) == 0;
  }

  /** Counts one item, which is about to be read. */
  void item() throws BadMessage {
    if (++values > limits.values()) {
      throw new BadMessage("Expected at most %d values".formatted(limits.values()));
    }
    left--;
  }

  /** Enters a container of so many items, or fields. */
  void enter(boolean isMap, int items) throws BadMessage {
    push(isMap, isMap ? 2L * items : items);
  }

  /** Enters a container that goes on to its end mark. */
  void enterOpen(boolean isMap) throws BadMessage {
    push(isMap, OPEN);
  }

  private void push(boolean isMap, long items) throws BadMessage {
    if (depth == limits.depth()) {
      throw new BadMessage("Expected a depth of at most %d".formatted(limits.depth()));
    }
    if (depth == lefts.length) {
      lefts = Arrays.copyOf(lefts, 2 * depth);
      maps = Arrays.copyOf(maps, 2 * depth);
    }
    lefts[depth] = left;
    maps[depth] = map;
    depth++;
    left = items;
    map = isMap;
  }

  /** Whether the container at hand has been read to its end, and is not the message itself. */
  boolean full() {
    return left == 0 && depth > 0;
  }

  /** Makes sure that the container at hand may end with an end mark here. */
  void checkEndMark() throws BadMessage {
    if (left <= OPEN / 2 || (map && (left & 1) != 0)) {
      throw new BadMessage("Expected a value but found an end mark");
    }
  }

  /** Leaves the container at hand; returns whether it was a map. */
  boolean leave() {
    boolean was = map;
    depth--;
    left = lefts[depth];
    map = maps[depth];
    return was;
  }
}
