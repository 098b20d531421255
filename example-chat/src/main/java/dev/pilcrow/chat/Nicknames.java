package dev.pilcrow.chat;

import java.util.List;

/** Friendly names for people who have not chosen one. */
final class Nicknames {
  private static final List<String> FIRST =
      List.of(
          "Amber", "Brave", "Calm", "Clever", "Cosy", "Curious", "Dapper", "Eager", "Early",
          "Gentle", "Golden", "Happy", "Hazel", "Jolly", "Kind", "Lucky", "Mellow", "Merry",
          "Misty", "Nimble", "Quiet", "Rosy", "Sunny", "Swift", "Tidy", "Velvet", "Warm", "Witty");
  private static final List<String> SECOND =
      List.of(
          "Badger",
          "Beaver",
          "Bittern",
          "Crane",
          "Dormouse",
          "Falcon",
          "Finch",
          "Fox",
          "Hare",
          "Hedgehog",
          "Heron",
          "Ibex",
          "Kestrel",
          "Lark",
          "Lynx",
          "Magpie",
          "Marten",
          "Otter",
          "Owl",
          "Puffin",
          "Raven",
          "Robin",
          "Seal",
          "Sparrow",
          "Squirrel",
          "Stoat",
          "Swan",
          "Wren");

  private Nicknames() {}

  /** The name of this person until they choose one; always the same for an id. */
  static String suggest(String personId) {
    int hash = personId.hashCode() * 0x9E3779B9;
    return FIRST.get(Math.floorMod(hash >>> 8, FIRST.size()))
        + " "
        + SECOND.get(Math.floorMod(hash >>> 16, SECOND.size()));
  }
}
