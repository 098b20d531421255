package dev.pilcrow.docs;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.WsStream;
import dev.pilcrow.presence.Presence;
import dev.pilcrow.presence.PresenceSettings;
import dev.pilcrow.presence.Seat;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** The application of the guide to presence. */
final class WhoIsHere {
  static final WsRoute ROOM = WsRoute.of("/ws/rooms/{room}");

  // tag::meta[]
  record Who(String name) {}
  // end::meta[]

  Javalin app() {
    return Javalin.create(
        config -> {
          var pilcrow = Pilcrow.install(config);
          // tag::presence[]
          Presence<Who> people = pilcrow.presence("people", Who.class);
          // end::presence[]
          pilcrow.ws(ROOM, stream -> serve(stream, people));
        });
  }

  Presence<Who> hasty(Pilcrow pilcrow) {
    // tag::settings[]
    return pilcrow.presence("people", Who.class,
        PresenceSettings.defaults().lease(Duration.ofSeconds(3)).grace(Duration.ofSeconds(10)));
    // end::settings[]
  }

  // tag::serve[]
  private static void serve(WsStream stream, Presence<Who> people) {
    String room = stream.pathParam("room");
    String name = Objects.requireNonNullElse(stream.ctx().queryParam("name"), "somebody");
    stream.onClose(people.onChange(room, change -> show(stream, people))::close);
    try (Seat<Who> seat = people.join(room, name, new Who(name))) {
      show(stream, people);
      for (WsEvent event : stream.events()) {
        if (event instanceof WsEvent.Custom custom && custom.event().equals("rename")) {
          seat.update(stream.read(custom, Who.class));
        }
      }
    }
  }

  private static void show(WsStream stream, Presence<Who> people) {
    var names = people.members(stream.pathParam("room")).stream()
        .map(member -> member.meta().name())
        .toList();
    stream.send(WsEvent.patch(Map.of("people", names), "#people"));
  }
  // end::serve[]
}
