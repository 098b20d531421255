package dev.pilcrow.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Event streams of Pilcrow and of plain Javalin: what thousands of idle ones cost, how fast one
 * message reaches them all, and what one reader that does not read does to 200 others.
 *
 * <p>Arguments: idle streams, rounds. Each round starts a new server per target, in turns.
 */
public final class EventStreams {
  private static final int BUSY = 200;
  private static final int SINGLE = 20;
  private static final int BURST = 2_000;
  private static final int BYTES = 1_000;
  private static final long PATIENCE_MILLIS = 40_000;

  private final String target;
  private final int idle;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private EventStreams(String target, int idle) {
    this.target = target;
    this.idle = idle;
  }

  /** Runs the measurement and prints a table. */
  public static void main(String[] args) throws Exception {
    int idle = args.length > 0 ? Integer.parseInt(args[0]) : 5_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    System.out.println(
        "| round | target | threads before, with all | KiB of heap each | one message to all: p50,"
            + " last ms | longest call ms | burst to 200 beside a stalled reader: delivered | p50,"
            + " p99, last ms | longest call ms |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < 2; i++) {
        String target = (round + i) % 2 == 0 ? "pilcrow" : "javalin";
        System.out.println(
            "| " + (round + 1) + " | " + new EventStreams(target, idle).run() + " |");
      }
    }
    System.exit(0);
  }

  private String run() throws Exception {
    Process server =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                StreamServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var out =
            new BufferedReader(
                new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        var in = new PrintWriter(server.getOutputStream(), true, StandardCharsets.UTF_8);
        var readers = new StreamReaders()) {
      Thread listener = new Thread(() -> listen(out), "answers");
      listener.setDaemon(true);
      listener.start();
      int port = Integer.parseInt(answer("port", 30_000)[1]);
      return measure(port, in, readers);
    } finally {
      server.destroy();
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
  }

  private String measure(int port, PrintWriter in, StreamReaders readers) throws Exception {
    // Twice, so that classes are loaded and code is compiled before anything is counted.
    readers.open(port, "/" + target + "/idle", 50);
    send(in, readers, "all", 50, 50);
    in.println("state");
    String[] before = answer("state", 30_000);
    readers.open(port, "/" + target + "/idle", idle - BUSY);
    readers.open(port, "/" + target + "/busy", BUSY);
    int all = idle + 50;
    var times = new ArrayList<Measured>();
    for (int i = 0; i < SINGLE; i++) {
      times.add(send(in, readers, "all", 1, all));
    }
    in.println("state");
    String[] after = answer("state", 30_000);
    readers.openStalled(port, "/" + target + "/busy");
    send(in, readers, "busy", 1, BUSY);
    Measured burst = send(in, readers, "busy", BURST, BUSY * BURST);
    times.sort((a, b) -> Long.compare(a.last(), b.last()));
    Measured median = times.get(SINGLE / 2);
    double each = (Long.parseLong(after[2]) - Long.parseLong(before[2])) / 1024.0 / idle;
    return String.format(
        Locale.ROOT,
        "%s | %s, %s | %.1f | %.1f, %.1f | %s | %.1f %% | %.0f, %.0f, %.0f | %s",
        target,
        before[1],
        after[1],
        each,
        millis(median.percentile(50)),
        millis(median.last()),
        median.longestCall(),
        100.0 * burst.delays.length / (BUSY * BURST),
        millis(burst.percentile(50)),
        millis(burst.percentile(99)),
        millis(burst.last()),
        burst.longestCall());
  }

  /** What came of a number of messages. */
  private static final class Measured {
    private final long[] delays;
    private final @Nullable String longest;

    Measured(long[] delays, @Nullable String longest) {
      this.delays = delays;
      this.longest = longest;
    }

    long percentile(int percent) {
      return delays.length == 0
          ? 0
          : delays[Math.min(delays.length - 1, delays.length * percent / 100)];
    }

    long last() {
      return delays.length == 0 ? 0 : delays[delays.length - 1];
    }

    String longestCall() {
      return longest == null
          ? "over " + PATIENCE_MILLIS
          : String.format(Locale.ROOT, "%.2f", millis(Long.parseLong(longest)));
    }
  }

  /** Sends messages one after the other and waits for their deliveries, at most 40 s. */
  private Measured send(
      PrintWriter in, StreamReaders readers, String whom, int count, int deliveries)
      throws Exception {
    readers.reset();
    in.println("send " + target + " " + whom + " " + count + " " + BYTES);
    long[] delays = readers.await(deliveries, PATIENCE_MILLIS);
    String[] sent = answer("sent", 100);
    return new Measured(delays, sent.length < 3 ? null : sent[2]);
  }

  private String[] answer(String word, long millis) throws InterruptedException {
    String line = answers.poll(millis, TimeUnit.MILLISECONDS);
    while (line != null && !line.startsWith(word + " ")) {
      line = answers.poll(millis, TimeUnit.MILLISECONDS);
    }
    return line == null ? new String[0] : line.split(" ", -1);
  }

  private void listen(BufferedReader out) {
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        answers.add(line);
      }
    } catch (IOException e) {
      answers.add("ended");
    }
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }
}
