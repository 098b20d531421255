package dev.pilcrow.benchmarks.fanout;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.WsCallbacks;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.websocket.WsContext;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * One contender: it sends numbered messages to everybody at {@code /live} when {@code
 * /publish?from=&count=} asks for them.
 *
 * <ul>
 *   <li>{@code pilcrow}: a topic
 *   <li>{@code jetty}: the ceiling, a loop over Jetty's core sessions with a frame that was encoded
 *       once and is shared; nothing bounds what waits for a slow reader
 *   <li>{@code javalin}: a loop over {@code ctx.send(text)}
 *   <li>{@code spring}: {@link SpringServer}
 * </ul>
 */
public final class FanOutServer {
  private static final String PAD = "x".repeat(240);
  private static final Duration LONG = Duration.ofHours(1);

  private FanOutServer() {}

  /** Starts on a free port and prints it; ends when its standard input does. */
  public static void main(String[] args) throws Exception {
    int port =
        args[0].equals("spring")
            ? SpringServer.start()
            : Javalin.create(config -> configure(config, args[0])).start("127.0.0.1", 0).port();
    System.out.println("port " + port);
    while (System.in.read() >= 0) {
      // The parent keeps this stream open for as long as it needs the server.
    }
    Runtime.getRuntime().halt(0);
  }

  private static void configure(JavalinConfig config, String contender) {
    config.startup.showJavalinBanner = false;
    IntConsumer publish =
        switch (contender) {
          case "pilcrow" -> pilcrow(config);
          case "jetty" -> jetty(config);
          case "javalin" -> javalin(config);
          default ->
              throw new IllegalArgumentException(
                  "Expected pilcrow, jetty or javalin but found " + contender);
        };
    config.routes.get(
        "/publish",
        ctx -> {
          int from = ctx.queryParamAsClass("from", Integer.class).get();
          int count = ctx.queryParamAsClass("count", Integer.class).get();
          for (int n = from; n < from + count; n++) {
            publish.accept(n);
          }
        });
    config.routes.get("/heap", ctx -> ctx.result(heap()));
  }

  private static IntConsumer pilcrow(JavalinConfig config) {
    var pilcrow =
        Pilcrow.install(
            config,
            settings ->
                settings
                    .maxConnectionsPerAddress(100_000)
                    .heartbeat(LONG, LONG)
                    .idleTimeout(LONG)
                    .writeTimeout(LONG));
    Topic topic = pilcrow.hub().topic("all");
    pilcrow.ws(WsRoute.of("/live"), WsCallbacks.create().onOpen(topic::subscribe));
    return n -> topic.publish(WsEvent.custom("say", Map.of("n", n, "text", PAD)));
  }

  /** The bytes in use on the heap after a collection. */
  static String heap() {
    System.gc();
    return String.valueOf(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }

  static String text(int n) {
    return "{\"type\":\"custom\",\"event\":\"say\",\"data\":{\"n\":"
        + n
        + ",\"text\":\""
        + PAD
        + "\"}}";
  }

  private static IntConsumer jetty(JavalinConfig config) {
    Set<CoreSession> sessions = ConcurrentHashMap.newKeySet();
    config.routes.ws(
        "/live",
        ws -> {
          ws.onConnect(
              ctx -> {
                ctx.session.setIdleTimeout(LONG);
                sessions.add(((WebSocketSession) ctx.session).getCoreSession());
              });
          ws.onClose(ctx -> sessions.remove(((WebSocketSession) ctx.session).getCoreSession()));
        });
    return n -> {
      byte[] bytes = text(n).getBytes(StandardCharsets.UTF_8);
      ByteBuffer shared = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
      for (CoreSession session : sessions) {
        session.sendFrame(new Frame(OpCode.TEXT).setPayload(shared.slice()), Callback.NOOP, false);
      }
    };
  }

  private static IntConsumer javalin(JavalinConfig config) {
    Set<WsContext> connections = ConcurrentHashMap.newKeySet();
    config.routes.ws(
        "/live",
        ws -> {
          ws.onConnect(
              ctx -> {
                ctx.session.setIdleTimeout(LONG);
                connections.add(ctx);
              });
          ws.onClose(connections::remove);
        });
    return n -> {
      String text = text(n);
      connections.forEach(connection -> connection.send(text));
    };
  }
}
