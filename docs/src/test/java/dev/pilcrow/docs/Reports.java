package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.navigate;

import dev.pilcrow.javalin.Pilcrow;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.UploadedFile;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The application of the guide to drafts and uploads. */
public final class Reports {
  private final List<String> reports = new CopyOnWriteArrayList<>();

  public Javalin app() {
    return Javalin.create(
        config -> {
          var pilcrow = Pilcrow.install(config);
          routes(config.routes, pilcrow.scriptTag());
        });
  }

  private void routes(RoutesConfig routes, String script) {
    // tag::routes[]
    routes.get("/reports", ctx -> respond(ctx, html(() -> page(script))));
    routes.post("/reports", ctx -> {
      UploadedFile picture = ctx.uploadedFile("picture");
      add(ctx.formParam("title"), picture == null ? 0 : picture.size());
      respond(ctx, navigate("/reports").toast("Sent"));
    });
    // end::routes[]
  }

  private void add(@Nullable String title, long bytes) {
    reports.add(title + ": " + bytes + " bytes");
  }

  private String page(String script) {
    String items =
        reports.stream()
            .map(report -> "<li>" + report.replace("&", "&amp;").replace("<", "&lt;") + "</li>")
            .collect(Collectors.joining());
    return Samples.read("reports.html").replace("%script%", script).replace("%reports%", items);
  }
}
