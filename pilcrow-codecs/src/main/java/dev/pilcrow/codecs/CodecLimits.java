package dev.pilcrow.codecs;

/**
 * What a codec reads at most. More than that is malformed, and found out before memory is taken.
 *
 * @param bytes the size of a message
 * @param depth how deep arrays and objects may be nested
 * @param values how many values a message may have, names included
 */
public record CodecLimits(int bytes, int depth, int values) {
  public CodecLimits {
    if (bytes < 1 || depth < 1 || depth > 500 || values < 1) {
      throw new IllegalArgumentException(
          "Expected at least 1 byte, a depth of 1 to 500 and at least 1 value but found "
              + bytes
              + ", "
              + depth
              + ", "
              + values
              + ".");
    }
  }

  /** 1 MiB, depth 64, 20,000 values. Sockets have message limits of their own, often lower. */
  public static CodecLimits defaults() {
    return new CodecLimits(1 << 20, 64, 20_000);
  }
}
