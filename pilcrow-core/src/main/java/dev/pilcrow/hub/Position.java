package dev.pilcrow.hub;

import java.util.Optional;

/**
 * A place in a topic's log: an epoch, which is the life of the log, and the offset of the last
 * event before the place. Offsets of one epoch are contiguous from 1; offset 0 is the start.
 *
 * <p>The text form is {@code epoch:offset}, such as {@code k3f9:17}.
 */
public record Position(String epoch, long offset) {
  public Position {
    if (!isEpoch(epoch)) {
      throw new IllegalArgumentException(
          "Expected an epoch of 1 to 32 letters and digits but found '" + epoch + "'.");
    }
    if (offset < 0) {
      throw new IllegalArgumentException("Expected an offset of 0 or more but found " + offset);
    }
  }

  /** The position of this text, or empty if it is not one; for text from strangers. */
  public static Optional<Position> parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || text.length() > 52 || !text.matches("[A-Za-z0-9]{1,32}:[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(
        new Position(text.substring(0, colon), Long.parseLong(text.substring(colon + 1))));
  }

  /** A loop, for this is checked once for each published event. */
  private static boolean isEpoch(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!fits) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 32;
  }

  @Override
  public String toString() {
    return epoch + ":" + offset;
  }
}
