package dev.pilcrow.presence;

/** Somebody in a group. */
record Place(String group, String key) {
  private static final int LONGEST = 128;

  /** Whether these can be a group and a key; for what another machine says. */
  static boolean isPlace(String group, String key) {
    return !group.isEmpty()
        && group.length() <= LONGEST
        && !key.isEmpty()
        && key.length() <= LONGEST;
  }

  Place {
    if (!isPlace(group, key)) {
      throw new IllegalArgumentException(
          "Expected a group and a key of 1 to "
              + LONGEST
              + " characters but found '"
              + group
              + "' and '"
              + key
              + "'.");
    }
  }
}
