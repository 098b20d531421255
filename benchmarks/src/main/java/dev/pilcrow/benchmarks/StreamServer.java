package dev.pilcrow.benchmarks;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.route.SseRoute;
import io.javalin.Javalin;
import io.javalin.http.sse.SseClient;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * The server process: the same event streams twice. {@code /javalin} is plain Javalin, which writes
 * to one client after the other; {@code /pilcrow} publishes to a topic. Commands come as lines on
 * standard input: {@code state}, {@code send <target> <all|busy> <count> <bytes>}; it ends when
 * that does.
 */
public final class StreamServer {
  private static final Queue<SseClient> ALL = new ConcurrentLinkedQueue<>();
  private static final Queue<SseClient> BUSY = new ConcurrentLinkedQueue<>();

  private StreamServer() {}

  /** Starts on a free port, prints it, and obeys. */
  public static void main(String[] args) throws Exception {
    Pilcrow[] installed = new Pilcrow[1];
    Javalin app =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              Pilcrow pilcrow =
                  Pilcrow.install(
                      config,
                      settings ->
                          settings
                              .maxConnectionsPerAddress(100_000)
                              .topics(new Hub.Limits(10, 10_000, 64 << 20)));
              installed[0] = pilcrow;
              pilcrow.sse(
                  SseRoute.of("/pilcrow/{kind}"),
                  stream -> {
                    pilcrow.hub().topic("all").subscribe(stream);
                    if (stream.pathParam("kind").equals("busy")) {
                      pilcrow.hub().topic("busy").subscribe(stream);
                    }
                  });
              config.routes.sse(
                  "/javalin/{kind}",
                  client -> {
                    client.keepAlive();
                    ALL.add(client);
                    client.onClose(() -> ALL.remove(client));
                    if (client.ctx().pathParam("kind").equals("busy")) {
                      BUSY.add(client);
                      client.onClose(() -> BUSY.remove(client));
                    }
                    client.sendComment("");
                  });
            });
    app.start("127.0.0.1", 0);
    System.out.println("port " + app.port());
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("state")) {
        state();
      } else {
        send(installed[0], words[1], words[2], words[3], words[4]);
      }
    }
    app.stop();
    System.exit(0);
  }

  private static void state() throws Exception {
    var memory = ManagementFactory.getMemoryMXBean();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    System.out.printf(
        Locale.ROOT,
        "state %d %d%n",
        ManagementFactory.getThreadMXBean().getThreadCount(),
        memory.getHeapMemoryUsage().getUsed());
  }

  /** Sends on a thread of its own, as a publisher would, and says how long each call took. */
  private static void send(
      Pilcrow pilcrow, String target, String whom, String count, String bytes) {
    String padding = "x".repeat(Integer.parseInt(bytes));
    Consumer<String> sender =
        target.equals("pilcrow")
            ? pilcrow(pilcrow.hub().topic(whom), padding)
            : javalin(whom, padding);
    int messages = Integer.parseInt(count);
    Thread publisher =
        new Thread(
            () -> {
              long longest = 0;
              long start = System.nanoTime();
              for (int i = 0; i < messages; i++) {
                long before = System.nanoTime();
                sender.accept("\"at\":" + before);
                longest = Math.max(longest, System.nanoTime() - before);
              }
              System.out.printf(Locale.ROOT, "sent %d %d%n", System.nanoTime() - start, longest);
            });
    publisher.setDaemon(true);
    publisher.start();
  }

  private static Consumer<String> pilcrow(Topic topic, String padding) {
    return at ->
        topic.publish(
            WsEvent.custom("m", Map.of("at", Long.parseLong(at.substring(5)), "p", padding)));
  }

  private static Consumer<String> javalin(String whom, String padding) {
    Queue<SseClient> clients = whom.equals("all") ? ALL : BUSY;
    return at -> {
      String data = "{\"event\":\"m\",\"data\":{" + at + ",\"p\":\"" + padding + "\"}}";
      for (SseClient client : List.copyOf(clients)) {
        client.sendEvent("custom", data);
      }
    };
  }
}
