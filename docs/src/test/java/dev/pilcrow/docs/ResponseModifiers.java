package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.shared;

import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.response.Toast;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.Map;

/** The application of the response modifiers guide. */
final class ResponseModifiers {
  private static final WsRoute CART_WS = WsRoute.of("/ws/cart");

  record Item(String name, int price) {}

  Javalin app() {
    return Javalin.create(
        config -> {
          Pilcrow.install(config);
          routes(config.routes);
        });
  }

  private static void routes(RoutesConfig routes) {
    // tag::both[]
    routes.get("/items", ctx -> respond(ctx,
        shared().toast("Welcome").noCache(),
        html(() -> render(items())),
        json(() -> items()).header("X-Count", "2")));
    // end::both[]
    // tag::navigate[]
    routes.post("/items", ctx -> respond(ctx, navigate("/items").toast("Saved", Toast.Level.SUCCESS)));
    // end::navigate[]
    // tag::many[]
    routes.get("/cart", ctx -> respond(ctx,
        html(() -> render(items()))
            .patchTarget("#cart-count", Map.of("count", items().size()))
            .trigger("cart:shown", Map.of("total", 42))
            .ws(CART_WS)));
    // end::many[]
    // tag::form[]
    routes.post("/signup", ctx -> {
      String mail = ctx.formParam("mail");
      if (mail == null || !mail.contains("@")) {
        respond(ctx,
            shared().status(422),
            html(() -> "<form><p role=\"alert\">Please enter a mail address.</p></form>"),
            json(() -> Map.of("mail", "expected a mail address")));
      } else {
        respond(ctx, navigate("/items"));
      }
    });
    // end::form[]
  }

  private static List<Item> items() {
    return List.of(new Item("Tea", 3), new Item("Cake", 4));
  }

  private static String render(List<Item> items) {
    var markup = new StringBuilder("<html><head><title>Items</title></head><body><ul>");
    items.forEach(item -> markup.append("<li>").append(item.name()).append("</li>"));
    return markup.append("</ul></body></html>").toString();
  }
}
