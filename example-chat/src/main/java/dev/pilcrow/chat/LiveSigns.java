package dev.pilcrow.chat;

import dev.pilcrow.chat.Sign.Told;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.TypedCallbacks;
import dev.pilcrow.javalin.TypedStream;
import dev.pilcrow.ws.WsClose;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Serves the typed channel of a room: a page's signs of life go to the other pages. */
final class LiveSigns {
  private static final WsClose NO_MESSAGE = new WsClose(1008, "there is no such message");

  private final Signs signs;
  private final Rooms rooms;
  private final Visitors visitors;

  /** The open pages, by the id of their stream. */
  private final Map<String, Visit> visits = new ConcurrentHashMap<>();

  /** Those of them at which somebody writes. */
  private final Set<String> writing = ConcurrentHashMap.newKeySet();

  private record Visit(Room room, Person person) {}

  LiveSigns(Signs signs, Rooms rooms, Visitors visitors) {
    this.signs = signs;
    this.rooms = rooms;
    this.visitors = visitors;
  }

  void register(Pilcrow pilcrow) {
    pilcrow.ws(
        Signs.CHANNEL,
        TypedCallbacks.<Sign, Told>onMessage(this::take)
            .onOpen(this::open)
            .onClose((page, close) -> close(page)));
  }

  private void open(TypedStream<Sign, Told> page) {
    Optional<Room> room = rooms.room(page.pathParam("room"));
    if (room.isEmpty()) {
      page.close(LiveRoom.NO_ROOM);
      return;
    }
    Visit visit = new Visit(room.get(), visitors.of(page.ctx()));
    visits.put(page.id(), visit);
    signs.follow(visit.room(), visit.person(), page);
  }

  private void take(TypedStream<Sign, Told> page, Sign sign) {
    Visit visit = visits.get(page.id());
    if (visit == null) {
      return; // it came before the close for want of a room arrived
    }
    if (sign instanceof Sign.Writing) {
      writing.add(page.id());
      signs.writes(visit.room(), visit.person(), page);
    } else if (sign instanceof Sign.Paused) {
      pauses(page, visit);
    } else if (!signs.reads(visit.room(), visit.person(), ((Sign.Reading) sign).message(), page)) {
      page.close(NO_MESSAGE);
    }
  }

  private void close(TypedStream<Sign, Told> page) {
    Visit visit = visits.remove(page.id());
    if (visit != null) {
      pauses(page, visit);
    }
  }

  private void pauses(TypedStream<Sign, Told> page, Visit visit) {
    if (writing.remove(page.id())) {
      signs.pauses(visit.room(), visit.person());
    }
  }
}
