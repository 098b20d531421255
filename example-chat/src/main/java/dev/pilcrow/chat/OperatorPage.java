package dev.pilcrow.chat;

import java.util.List;

/**
 * How the chat is doing.
 *
 * @param rooms the busiest rooms, the one with the most people first
 * @param facts what else an operator wants to know, with its name
 */
public record OperatorPage(List<Chart> charts, List<RoomRow> rooms, List<Fact> facts) {

  /** A room. The share is that of the fullest room, in percent. */
  public record RoomRow(String slug, String name, int people, int share) {}

  /** One number, or a few words. */
  public record Fact(String name, String value) {}
}
