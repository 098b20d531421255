package dev.pilcrow.chat;

import java.util.List;

/** The rooms that a search found; without words, all of them. */
public record Directory(Search search, List<Card> cards) {

  /**
   * A room in the directory.
   *
   * @param people how many are in the room now
   * @param lastSaid when somebody last said something, in words, or empty
   */
  public record Card(
      String slug, String name, String purpose, int unread, int people, String lastSaid) {}

  /** How many there are, in words. */
  public String summary() {
    int count = cards.size();
    String rooms = count == 1 ? "1 room" : (count == 0 ? "No" : count) + " rooms";
    String query = search.text();
    return query.isEmpty() ? rooms : rooms + (count == 1 ? " matches “" : " match “") + query + "”";
  }
}
