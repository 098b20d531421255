package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.json;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.WsCallbacks;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The server of the guide to Java programs; what is in stock outlives it, as a database does. */
final class StockServer {
  static final WsRoute STOCK = WsRoute.of("/ws/stock");

  private final AtomicInteger left;

  StockServer(AtomicInteger left) {
    this.left = left;
  }

  Javalin app() {
    return Javalin.create(this::configure);
  }

  private void configure(JavalinConfig config) {
    var pilcrow = Pilcrow.install(config);
    // tag::server[]
    config.routes.get("/stock", ctx -> {
      var position = pilcrow.hub().topic("stock").position(); // before the data is read
      respond(ctx, json(() -> Map.of("left", left.get())).ws(STOCK, position));
    });
    pilcrow.ws(STOCK, WsCallbacks.create()
        .onOpen(pilcrow.hub().topic("stock")::subscribe)
        .onEvent((stream, event) -> {
          int take = stream.read((WsEvent.Custom) event, Integer.class);
          if (take > left.get()) throw new IllegalArgumentException("not enough");
          pilcrow.hub().topic("stock").publish(WsEvent.custom("left", left.addAndGet(-take)));
        }));
    // end::server[]
  }
}
