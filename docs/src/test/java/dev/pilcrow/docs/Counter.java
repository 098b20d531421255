package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.*;
import static dev.pilcrow.response.Replies.*;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
public class Counter {
  public static void main(String[] args) {
    var count = new AtomicInteger();
    Javalin.create(config -> {
      var pilcrow = install(config);
      var topic = pilcrow.hub().topic("counter");
      config.routes.get("/", ctx -> respond(ctx, json(() -> Map.of("count", count)), html(() -> """
          <html lang="en"><head><title>Counter</title>%s</head><body id="counter" s-live="/ws/counter">
          <button onclick="Silcrow.send('#counter', {event: 'add'})" s-bind="count">%s</button></body></html>
          """.formatted(pilcrow.scriptTag(), count))));
      pilcrow.ws(WsRoute.of("/ws/counter"), stream -> {
        topic.subscribe(stream);
        for (WsEvent ignored : stream.events())
          topic.publish(WsEvent.patch(Map.of("count", count.incrementAndGet()), "#counter"));
      });
    }).start(Integer.getInteger("port", 7070));
  }
}
