package dev.pilcrow.benchmarks;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import io.javalin.websocket.WsContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server process: the same broadcast twice. {@code /raw} is plain Javalin, which sends the text
 * it got to every connection without looking at it; {@code /pilcrow} decodes the event and
 * publishes it to a topic.
 */
public final class BroadcastServer {
  private BroadcastServer() {}

  /** Starts on a free port and prints it; ends when its standard input does. */
  public static void main(String[] args) throws Exception {
    Set<WsContext> connections = ConcurrentHashMap.newKeySet();
    Javalin app =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              var pilcrow =
                  Pilcrow.install(
                      config,
                      settings ->
                          settings.maxConnectionsPerAddress(1000).rateLimit(1_000_000, 1_000_000));
              config.routes.ws(
                  "/raw",
                  ws -> {
                    ws.onConnect(
                        ctx -> {
                          connections.add(ctx);
                          ctx.send("ready");
                        });
                    ws.onClose(connections::remove);
                    ws.onMessage(
                        ctx -> {
                          String text = ctx.message();
                          connections.forEach(each -> each.send(text));
                        });
                  });
              pilcrow.ws(
                  WsRoute.of("/pilcrow"),
                  stream -> {
                    Topic topic = pilcrow.hub().topic("all");
                    topic.subscribe(stream);
                    stream.send(WsEvent.custom("ready", null));
                    for (WsEvent event : stream.events()) {
                      topic.publish(event);
                    }
                  });
            });
    app.start("127.0.0.1", 0);
    System.out.println("port " + app.port());
    while (System.in.read() >= 0) {
      // The parent keeps this stream open for as long as it needs the server.
    }
    app.stop();
  }
}
