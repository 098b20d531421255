package dev.pilcrow.chat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.WsStream;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.WsClose;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the socket of a room: one loop for each open page. */
final class LiveRoom {
  static final WsRoute ROUTE = WsRoute.of("/ws/rooms/{room}");

  private static final Logger LOG = LoggerFactory.getLogger(LiveRoom.class);
  static final WsClose NO_ROOM = new WsClose(4404, "there is no such room");

  private final Chat chat;
  private final Rooms rooms;
  private final Visitors visitors;

  LiveRoom(Chat chat, Rooms rooms, Visitors visitors) {
    this.chat = chat;
    this.rooms = rooms;
    this.visitors = visitors;
  }

  /** What a page sends with a message. */
  record Say(@Nullable String text) {}

  /** What a page sends when its messages have been seen. */
  record Seen(long message) {}

  void serve(WsStream stream) {
    Optional<Room> room = rooms.room(stream.pathParam("room"));
    if (room.isEmpty()) {
      stream.close(NO_ROOM);
      return;
    }
    Person person = visitors.of(stream.ctx());
    chat.follow(room.get(), person, stream);
    for (WsEvent event : stream.events()) {
      if (event instanceof WsEvent.Custom custom) {
        handle(stream, room.get(), person, custom);
      }
    }
  }

  private void handle(WsStream stream, Room room, Person person, WsEvent.Custom event) {
    try {
      switch (event.event()) {
        case "chat" -> say(stream, room, person, stream.read(event, Say.class));
        case "seen" -> chat.hasRead(room, person, stream.read(event, Seen.class).message());
        default -> LOG.debug("Ignored an event of a name the chat does not know");
      }
    } catch (IllegalArgumentException e) {
      stream.send(notice("The page sent something the chat does not understand. Reload it."));
    }
  }

  /** A message that is refused goes back, so that nothing typed is lost. */
  private void say(WsStream stream, Room room, Person person, Say said) {
    String text = said.text() == null ? "" : said.text();
    try {
      chat.say(room, chat.current(room, person), text, stream.messageId().orElse(null));
      stream.send(notice(""));
    } catch (Refused e) {
      stream.send(notice(e.why()));
      stream.send(WsEvent.custom("refused", Map.of("text", text)));
    }
  }

  private static WsEvent notice(String text) {
    return WsEvent.patch(Map.of("notice", text), "#notice");
  }
}
