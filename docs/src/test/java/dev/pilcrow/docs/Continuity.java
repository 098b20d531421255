package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The application of the guide to continuity. */
public final class Continuity {
  static final WsRoute ROOM = WsRoute.of("/ws/rooms/{room}");

  record Say(String text) {}

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Map<String, Instant> sessions = new ConcurrentHashMap<>(Map.of("ann", Instant.MAX));

  /** The application, not yet started. */
  public Javalin app() {
    return Javalin.create(this::configure);
  }

  private void configure(JavalinConfig config) {
    // tag::settings[]
    var pilcrow = Pilcrow.install(config, settings -> settings
        .drainTimeout(Duration.ofSeconds(20))
        .revalidate(user -> Optional.ofNullable(sessions.get(user))));
    // end::settings[]
    // tag::page[]
    config.routes.get("/rooms/{room}", ctx -> {
      String room = ctx.pathParam("room");
      var position = pilcrow.hub().topic("room:" + room).position(); // before the data is read
      var lines = List.copyOf(messages);
      respond(ctx, html(() -> page(room, lines, pilcrow.scriptTag()))
          .ws(ROOM.with("room", room), position));
    });
    // end::page[]
    // tag::handler[]
    pilcrow.ws(ROOM, stream -> {
      var room = pilcrow.hub().topic("room:" + stream.pathParam("room"));
      room.subscribe(stream); // from where this page is
      for (WsEvent event : stream.events()) {
        String item = save(stream.read((WsEvent.Custom) event, Say.class));
        room.publish(WsEvent.html(item, "#messages").append());
      }
    });
    // end::handler[]
    pilcrow.ws(WsRoute.of("/ws/private"), stream -> {
      String userId = "ann";
      // tag::lease[]
      stream.user(userId);
      stream.validUntil(Instant.now().plus(Duration.ofMinutes(10)));
      // end::lease[]
      stream.receive();
    });
    // tag::revoke[]
    config.routes.post("/logout/{user}", ctx -> {
      sessions.remove(ctx.pathParam("user")); // first, so that it cannot come back
      pilcrow.hub().revoke(ctx.pathParam("user"));
    });
    // end::revoke[]
    // tag::ready[]
    config.routes.get("/ready", ctx -> ctx.status(pilcrow.isStopping() ? 503 : 200));
    // end::ready[]
  }

  private String save(Say say) {
    messages.add(say.text());
    return "<li id=\"m%d\">%s</li>".formatted(messages.size(), say.text().replace("<", "&lt;"));
  }

  private static String page(String room, List<String> lines, String script) {
    return "<!doctype html><title>%s</title>%s<ol id=\"messages\" s-live=\"/ws/rooms/%s\">%s</ol>"
        .formatted(room, script, room, String.join("", lines));
  }
}
