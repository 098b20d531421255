package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.fragment;
import static dev.pilcrow.response.Replies.html;

import dev.pilcrow.event.Swap;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.response.Fragment;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import gg.jte.resolve.ResourceCodeResolver;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The application of the fragments guide. */
public final class Fragments {
  private static final List<String> NOTES = List.of("Milk", "Tea <hot>", "Tea and cake");

  private final TemplateEngine engine;
  private String script = "";

  public Fragments() throws IOException {
    engine =
        TemplateEngine.create(
            new ResourceCodeResolver("samples/fragments"),
            Files.createTempDirectory("fragments-guide"),
            ContentType.Html);
  }

  public Javalin app() {
    return Javalin.create(
        config -> {
          var pilcrow = Pilcrow.install(config);
          script = pilcrow.scriptTag();
          routes(config.routes);
        });
  }

  private void routes(RoutesConfig routes) {
    // tag::cut[]
    routes.get("/cut", ctx -> {
      List<String> found = find(ctx.queryParam("q"));
      respond(ctx, html(() -> page(ctx.path(), found)));
    });
    // end::cut[]
    // tag::parts[]
    routes.get("/notes", ctx -> {
      List<String> found = find(ctx.queryParam("q"));
      respond(ctx,
          html(() -> page(ctx.path(), found))
              .parts(list(found))
              .also(count(found)));
    });
    // end::parts[]
    // tag::swap[]
    routes.post("/log", ctx -> respond(ctx,
        html("<p>Saved</p>")
            .also(() -> "<li>Saved just now</li>", "#log", Swap.APPEND)
            .also("", "#problems")));
    // end::swap[]
  }

  // tag::fragments[]
  private Fragment list(List<String> found) {
    return fragment("notes", () -> render("notes.jte", Map.of("found", found)));
  }

  private static Fragment count(List<String> found) {
    return fragment("count", () -> found.size() + " notes");
  }
  // end::fragments[]

  private String page(String path, List<String> found) {
    return render("page.jte", Map.of("path", path, "script", script, "found", found));
  }

  private String render(String template, Map<String, Object> model) {
    var out = new StringOutput();
    engine.render(template, model, out);
    return out.toString();
  }

  private static List<String> find(@Nullable String words) {
    return NOTES.stream().filter(note -> words == null || note.contains(words)).toList();
  }

  /** Switches off what this guide is about. */
  static void settings(JavalinConfig config) {
    // tag::settings[]
    Pilcrow.install(config, settings -> settings.replies(replies -> replies
        .extractParts(false)
        .entityTags(false)));
    // end::settings[]
  }
}
