package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.WsCallbacks;
import dev.pilcrow.javalin.WsStream;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The application of the guide to sending. */
public final class Sending {
  private final Map<String, Note> notes = new ConcurrentSkipListMap<>();

  record Note(String text) {}

  /** The application, not yet started. */
  public Javalin app() {
    return Javalin.create(
        config -> {
          var pilcrow = Pilcrow.install(config);
          routes(config.routes, pilcrow);
        });
  }

  /** What was noted so far. */
  public List<String> notes() {
    return notes.values().stream().map(Note::text).toList();
  }

  private void routes(io.javalin.config.RoutesConfig routes, Pilcrow pilcrow) {
    routes.get("/", ctx -> respond(ctx, html(() -> Samples.read("sending.html")
        .replace("%script%", pilcrow.scriptTag()))));
    routes.get("/sending.js", ctx -> ctx
        .contentType("text/javascript").result(Samples.read("sending.js")));
    // tag::handler[]
    pilcrow.ws(WsRoute.of("/ws/notes"), WsCallbacks.create().onEvent((stream, event) -> {
      Note note = stream.read((WsEvent.Custom) event, Note.class);
      if (note.text().isBlank()) throw new IllegalArgumentException("a note without text");
      store(stream, note);
    }));
    // end::handler[]
  }

  // tag::once[]
  private void store(WsStream stream, Note note) {
    // In a database: INSERT … with the message's id under a unique key, in the same transaction.
    String id = stream.messageId().orElseThrow();
    if (notes.putIfAbsent(id, note) == null)
      stream.send(WsEvent.patch(Map.of("count", notes.size()), "#notes"));
  }
  // end::once[]
}
