package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.WsCallbacks;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** The application of the guide to feedback. */
public final class Feedback {
  private final AtomicInteger likes = new AtomicInteger(3);

  /** The application, not yet started. */
  public Javalin app() {
    return Javalin.create(
        config -> {
          var pilcrow = Pilcrow.install(config);
          routes(config.routes, pilcrow);
        });
  }

  private void routes(io.javalin.config.RoutesConfig routes, Pilcrow pilcrow) {
    routes.get("/", ctx -> respond(ctx, html(() -> Samples.read("feedback.html")
        .replace("%script%", pilcrow.scriptTag())
        .replace("%seed%", seed("{\"cart\": {\"count\": 2, \"note\": \"</script>\"}}")))));
    routes.get("/feedback.js", ctx -> ctx
        .contentType("text/javascript").result(Samples.read("feedback.js")));
    pilcrow.ws(WsRoute.of("/ws/prices"), WsCallbacks.create().onOpen(stream ->
        stream.send(WsEvent.patch(Map.of("tea", 4), "#prices"))));
    // tag::likes[]
    var topic = pilcrow.hub().topic("post");
    pilcrow.ws(WsRoute.of("/ws/post"), stream -> {
      topic.subscribe(stream);
      for (WsEvent ignored : stream.events())
        topic.publish(WsEvent.patch(Map.of("likes", likes.incrementAndGet()), "#post"));
    });
    // end::likes[]
    routes.post("/rename", ctx -> {
      String name = Objects.requireNonNullElse(ctx.formParam("name"), "Renamed");
      ctx.status(name.isBlank() ? 422 : 204);
    });
  }

  // tag::seed[]
  static String seed(String json) {
    return "<script type=\"application/json\" data-silcrow-seed>"
        + json.replace("<", "\\u003c") + "</script>";
  }
  // end::seed[]
}
