package dev.pilcrow.event;

import java.util.Locale;
import java.util.Optional;

/** Where the markup of an {@link WsEvent.Html} event goes, seen from its target element. */
public enum Swap {
  /** Replaces the target's children. The default, and the seed's only form. */
  INNER,
  /** Replaces the target itself. */
  OUTER,
  /**
   * Adds after the target's last child. A top-level element whose id is already in the target
   * updates that element in place instead, so a repeated message never doubles.
   */
  APPEND,
  /** Adds before the target's first child, with the same rule for known ids as {@link #APPEND}. */
  PREPEND,
  /** Adds before the target, as its sibling. */
  BEFORE,
  /** Adds after the target, as its sibling. */
  AFTER,
  /** Removes the target; the markup is ignored. */
  REMOVE;

  /** The word used on the wire: the lower-case name. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The swap of this wire word, or empty for an unknown one. Case matters. */
  static Optional<Swap> ofWireName(String word) {
    for (Swap swap : values()) {
      if (swap.wireName().equals(word)) {
        return Optional.of(swap);
      }
    }
    return Optional.empty();
  }
}
