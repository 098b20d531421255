package dev.pilcrow.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Message round trips: one client sends, the server broadcasts, and the clock stops when the sender
 * has its own message back and again when every client has it. One message is out at a time.
 *
 * <p>Arguments: client counts, messages per round, rounds. Targets alternate within each round; the
 * ratio is formed per round.
 */
public final class RoundTrip {
  private static final String PAD = "x".repeat(240);
  private static final List<String> TARGETS = List.of("/raw", "/pilcrow?silcrow=1");

  private final HttpClient http = HttpClient.newHttpClient();
  private volatile @Nullable Flight flight;

  private record Flight(String mark, int sender, CountDownLatch own, CountDownLatch all) {}

  /** Runs the measurement and prints a table. */
  public static void main(String[] args) throws Exception {
    int[] counts =
        Arrays.stream((args.length > 0 ? args[0] : "2,200").split(",", -1))
            .mapToInt(Integer::parseInt)
            .toArray();
    int messages = args.length > 1 ? Integer.parseInt(args[1]) : 500;
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 7;
    Process server =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                BroadcastServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      int port = Integer.parseInt(port(out).substring(5));
      System.out.println(
          "| clients | target | own p50 µs | own p99 µs | all p50 µs | all p99 µs |");
      System.out.println("|---|---|---|---|---|---|");
      for (int clients : counts) {
        new RoundTrip().measure(port, clients, messages, rounds);
      }
    } finally {
      server.getOutputStream().close();
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
    System.exit(0);
  }

  private static String port(BufferedReader out) throws IOException {
    String line = out.readLine();
    while (line != null && !line.startsWith("port ")) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("Expected a line 'port N' from the server but it ended.");
    }
    return line;
  }

  private void measure(int port, int clients, int messages, int rounds) throws Exception {
    var samples = new ArrayList<List<Sample>>();
    for (String target : TARGETS) {
      samples.add(new ArrayList<>());
      round(port, target, clients, Math.min(messages, 300));
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < TARGETS.size(); i++) {
        int target = round % 2 == 0 ? i : TARGETS.size() - 1 - i;
        samples.get(target).add(round(port, TARGETS.get(target), clients, messages));
      }
    }
    for (int i = 0; i < TARGETS.size(); i++) {
      List<Sample> of = samples.get(i);
      System.out.printf(
          Locale.ROOT,
          "| %d | %s | %.0f | %.0f | %.0f | %.0f |%n",
          clients,
          TARGETS.get(i),
          median(of.stream().mapToDouble(s -> s.own50).toArray()),
          median(of.stream().mapToDouble(s -> s.own99).toArray()),
          median(of.stream().mapToDouble(s -> s.all50).toArray()),
          median(of.stream().mapToDouble(s -> s.all99).toArray()));
    }
    double[] own = new double[rounds];
    double[] all = new double[rounds];
    for (int r = 0; r < rounds; r++) {
      own[r] = samples.get(1).get(r).own50 / samples.get(0).get(r).own50;
      all[r] = samples.get(1).get(r).all50 / samples.get(0).get(r).all50;
    }
    System.out.printf(
        Locale.ROOT,
        "| %d | **ratio of p50, pilcrow / raw** | %.2f [%.2f–%.2f] | | %.2f [%.2f–%.2f] | |%n",
        clients,
        median(own),
        Arrays.stream(own).min().orElseThrow(),
        Arrays.stream(own).max().orElseThrow(),
        median(all),
        Arrays.stream(all).min().orElseThrow(),
        Arrays.stream(all).max().orElseThrow());
  }

  private record Sample(double own50, double own99, double all50, double all99) {}

  private Sample round(int port, String target, int clients, int messages) throws Exception {
    var sockets = new ArrayList<WebSocket>();
    var listeners = new ArrayList<Client>();
    for (int i = 0; i < clients; i++) {
      listeners.add(new Client(i));
      sockets.add(
          http.newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + port + target), listeners.get(i))
              .get(10, TimeUnit.SECONDS));
    }
    for (Client client : listeners) {
      await(client.ready);
    }
    double[] own = new double[messages];
    double[] all = new double[messages];
    for (int n = -20; n < messages; n++) {
      int sender = Math.floorMod(n, clients);
      String mark = "n" + n + ";";
      var now = new Flight(mark, sender, new CountDownLatch(1), new CountDownLatch(clients));
      flight = now;
      String text =
          "{\"type\":\"custom\",\"event\":\"say\",\"data\":{\"n\":\"" + mark + PAD + "\"}}";
      long start = System.nanoTime();
      sockets.get(sender).sendText(text, true).get(10, TimeUnit.SECONDS);
      await(now.own);
      long mine = System.nanoTime();
      await(now.all);
      if (n >= 0) {
        own[n] = (mine - start) / 1000.0;
        all[n] = (System.nanoTime() - start) / 1000.0;
      }
    }
    for (WebSocket socket : sockets) {
      socket.sendClose(1000, "").get(10, TimeUnit.SECONDS);
    }
    return new Sample(
        percentile(own, 50), percentile(own, 99), percentile(all, 50), percentile(all, 99));
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Expected a message within 10 s but it did not arrive.");
    }
  }

  private static double median(double[] values) {
    return percentile(values, 50);
  }

  private static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private final class Client implements WebSocket.Listener {
    private final int index;
    private final StringBuilder text = new StringBuilder();
    private final CountDownLatch ready = new CountDownLatch(1);

    Client(int index) {
      this.index = index;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        if (text.indexOf("ready") >= 0) {
          ready.countDown();
        }
        Flight now = flight;
        if (now != null && text.indexOf(now.mark) >= 0) {
          if (index == now.sender) {
            now.own.countDown();
          }
          now.all.countDown();
        }
        text.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}
