package dev.pilcrow.presence;

/** A connection's place in a group. Thread-safe. */
public interface Seat<M> extends AutoCloseable {
  /** Says something else about this connection. A closed seat ignores it. */
  void update(M meta);

  /**
   * Gives the place up. Somebody whose last place this was leaves after the grace period, unless
   * they come back. Closing twice is harmless.
   */
  @Override
  void close();
}
