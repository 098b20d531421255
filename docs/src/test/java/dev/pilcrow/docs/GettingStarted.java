package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.WsCallbacks;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The application of the getting-started guide. */
final class GettingStarted {
  private final List<String> todos = new CopyOnWriteArrayList<>();

  Javalin app() {
    return
    // tag::install[]
    Javalin.create(config -> {
      var pilcrow = Pilcrow.install(config);
      routes(config.routes, pilcrow);
    })
    // end::install[]
    ;
  }

  private void routes(io.javalin.config.RoutesConfig routes, Pilcrow pilcrow) {
    // tag::page[]
    routes.get("/todos", ctx -> respond(ctx,
        html(() -> page(todos, pilcrow.scriptTag())),
        json(() -> todos)));
    // end::page[]
    // tag::live[]
    var topic = pilcrow.hub().topic("todos");
    pilcrow.ws(WsRoute.of("/ws/todos"), WsCallbacks.create().onOpen(stream -> {
      topic.subscribe(stream);
      stream.send(WsEvent.patch(Map.of("open", todos.size()), "#summary"));
    }));
    // end::live[]
    // tag::post[]
    routes.post("/todos", ctx -> {
      todos.add(ctx.formParam("title"));
      topic.publish(WsEvent.patch(Map.of("open", todos.size()), "#summary"));
      respond(ctx, navigate("/todos").toast("Added"));
    });
    // end::post[]
  }

  private static String page(List<String> todos, String scriptTag) {
    String items =
        todos.stream()
            .map(todo -> "<li>" + todo.replace("&", "&amp;").replace("<", "&lt;") + "</li>")
            .collect(Collectors.joining());
    return Samples.read("todo.html")
        .replace("%script%", scriptTag)
        .replace("%open%", String.valueOf(todos.size()))
        .replace("%items%", items);
  }
}
