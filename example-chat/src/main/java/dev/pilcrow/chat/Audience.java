package dev.pilcrow.chat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.WsStream;
import dev.pilcrow.presence.Seat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The open pages of this machine, by room. Thread-safe. */
final class Audience {
  /**
   * One open page.
   *
   * @param seat the place of its visitor among the people in the room
   */
  record Page(Person person, WsStream stream, Seat<Person> seat) {}

  private final Map<String, List<Page>> rooms = new ConcurrentHashMap<>();

  void add(String room, Page page) {
    rooms.compute(
        room,
        (slug, known) -> {
          List<Page> pages = known == null ? new CopyOnWriteArrayList<>() : known;
          pages.add(page);
          return pages;
        });
  }

  void remove(String room, Page page) {
    rooms.computeIfPresent(
        room, (slug, pages) -> pages.remove(page) && pages.isEmpty() ? null : pages);
  }

  /** Sends something to every page of a room. */
  void send(String room, List<WsEvent> events) {
    for (Page page : rooms.getOrDefault(room, List.of())) {
      events.forEach(page.stream()::send);
    }
  }

  /** Gives a person another name or picture on each of their pages. */
  void changed(Person person) {
    for (List<Page> pages : rooms.values()) {
      for (Page page : pages) {
        if (page.person().id().equals(person.id())) {
          page.seat().update(person);
        }
      }
    }
  }
}
