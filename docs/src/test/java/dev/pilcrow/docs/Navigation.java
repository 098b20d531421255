package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;

import dev.pilcrow.javalin.Pilcrow;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The application of the navigation guide. */
public final class Navigation {
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, Note> notes = new ConcurrentSkipListMap<>();

  record Note(int id, String text) {}

  public Javalin app() {
    return Javalin.create(
        config -> {
          var pilcrow = Pilcrow.install(config);
          routes(config.routes, pilcrow.scriptTag());
        });
  }

  private void routes(RoutesConfig routes, String script) {
    // tag::routes[]
    routes.get("/notes", ctx -> respond(ctx,
        html(() -> page("Notes", script, find(ctx.queryParam("q")))),
        json(() -> Map.of("notes", find(ctx.queryParam("q"))))));
    routes.post("/notes", ctx -> {
      add(ctx.formParam("text"));
      respond(ctx, navigate("/notes").toast("Added"));
    });
    routes.delete("/notes/{id}", ctx -> {
      int id = Integer.parseInt(ctx.pathParam("id"));
      notes.remove(id);
      respond(ctx, json(() -> Map.of("notes", Map.of("id", id, "_remove", true))));
    });
    // end::routes[]
    routes.get("/about", ctx -> respond(ctx, html(() -> page("About", script, List.of()))));
  }

  private void add(@Nullable String text) {
    int id = ids.incrementAndGet();
    notes.put(id, new Note(id, String.valueOf(text)));
  }

  private List<Note> find(@Nullable String words) {
    return notes.values().stream()
        .filter(note -> words == null || note.text().contains(words))
        .toList();
  }

  private static String page(String title, String script, List<Note> notes) {
    String items =
        notes.stream()
            .map(
                note ->
                    "<li :key=\"%d\"><span :text=\"note.text\">%s</span> <button s-delete=\"/notes/:key\">Delete</button></li>"
                        .formatted(
                            note.id(), note.text().replace("&", "&amp;").replace("<", "&lt;")))
            .collect(Collectors.joining());
    return Samples.read("navigation.html")
        .replace("%title%", title)
        .replace("%script%", script)
        .replace("%notes%", items);
  }
}
