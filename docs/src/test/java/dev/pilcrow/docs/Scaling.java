package dev.pilcrow.docs;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.redis.RedisLogs;
import dev.pilcrow.redis.RedisSettings;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.util.concurrent.atomic.AtomicInteger;

/** One machine of the application of the guide to scaling. */
public final class Scaling {
  private final String address;

  /** How many orders all machines of this test have taken. */
  private final AtomicInteger orders;

  Scaling(String address, AtomicInteger orders) {
    this.address = address;
    this.orders = orders;
  }

  /** The application, not yet started. */
  public Javalin app() {
    return Javalin.create(this::configure);
  }

  private void configure(JavalinConfig config) {
    // tag::redis[]
    RedisLogs redis = RedisLogs.connect(RedisSettings.of(address).prefix("shop:"));
    Pilcrow pilcrow = Pilcrow.install(config, settings -> settings
        .topics(redis)
        .ledger(redis.ledger()));
    config.events.serverStopped(redis::close);
    // end::redis[]
    pilcrow.ws(WsRoute.of("/ws/orders"), stream -> {
      stream.user("ann");
      pilcrow.hub().topic("orders").subscribe(stream);
      for (WsEvent unused : stream.events()) {
        pilcrow.hub().topic("orders").publish(WsEvent.patch(orders.incrementAndGet(), "#count"));
      }
    });
    config.routes.post("/logout", ctx -> pilcrow.hub().revoke("ann"));
  }
}
