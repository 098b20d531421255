package dev.pilcrow.hub;

import org.jspecify.annotations.Nullable;

/**
 * What the other end of a connection has said about its place in a topic when it connected.
 *
 * @param named whether it has been in this topic before
 * @param from its place, or null where there is none that could be read
 */
public record Resume(boolean named, @Nullable Position from) {
  /** It has not been in this topic. */
  public static final Resume NEW = new Resume(false, null);

  /** It has been in this topic, nobody knows where: there is a gap. */
  public static final Resume LOST = new Resume(true, null);

  /** It goes on from here. */
  public static Resume from(Position place) {
    return new Resume(true, place);
  }
}
