package dev.pilcrow.chat;

/** A sign of life that a page gives to the other pages of its room. */
sealed interface Sign {
  /** Somebody is writing; said again every few seconds while they are. */
  record Writing() implements Sign {}

  /** They have stopped. */
  record Paused() implements Sign {}

  /** They have read the room up to this message. */
  record Reading(long message) implements Sign {
    public Reading {
      if (message < 1) {
        throw new IllegalArgumentException(
            "Expected the id of a message, 1 or more, but found " + message + ".");
      }
    }
  }

  /**
   * A sign as the others are told of it.
   *
   * @param who the id of the person it is of
   */
  record Told(String who, Sign sign) {}
}
