package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.problem;

import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.response.Problem;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.NotFoundResponse;
import java.net.URI;

/** The application of the guide to errors. */
public final class Errors {
  /** The application, not yet started; in development it shows exceptions. */
  public Javalin app(boolean development) {
    return Javalin.create(
        config -> {
          var pilcrow = development ? development(config) : production(config);
          routes(config, pilcrow);
        });
  }

  private static Pilcrow production(JavalinConfig config) {
    // tag::own[]
    var pilcrow = Pilcrow.install(config, settings -> settings
        .errorPages((ctx, problem) -> page(problem.title(), problem.detail().orElse(""))));
    // end::own[]
    return pilcrow;
  }

  private static Pilcrow development(JavalinConfig config) {
    // tag::development[]
    var pilcrow = Pilcrow.install(config, settings -> settings
        .developmentErrors()
        .developmentScript());
    // end::development[]
    return pilcrow;
  }

  private static void routes(JavalinConfig config, Pilcrow pilcrow) {
    var routes = config.routes;
    routes.get("/", ctx -> respond(ctx, html(Samples.read("errors.html")
        .replace("%script%", pilcrow.scriptTag()))));
    routes.post("/broken", ctx -> {
      throw new IllegalStateException("the till is empty");
    });
    routes.get("/broken", ctx -> {
      throw new IllegalArgumentException("the price is missing");
    });
    // tag::thrown[]
    routes.get("/rooms/{id}", ctx -> {
      throw new NotFoundResponse("There is no room " + ctx.pathParam("id") + " any more.");
    });
    // end::thrown[]
    // tag::problem[]
    routes.post("/orders", ctx -> respond(ctx, problem(Problem.of(403)
        .type(URI.create("https://shop.example/problems/credit"))
        .title("Not enough credit")
        .detail("The balance is 30, the price is 50.")
        .with("balance", 30))));
    // end::problem[]
  }

  private static String page(String title, String detail) {
    return "<!doctype html><html lang=\"en\"><title>" + title + "</title><main><h1>" + title
        + "</h1><p>" + detail.replace("&", "&amp;").replace("<", "&lt;") + "</p></main></html>";
  }
}
