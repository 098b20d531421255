package dev.pilcrow.benchmarks;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Throughput of an echo: clients that send bursts of messages of 300 bytes and wait until all are
 * back. Counts messages per second, and what a message costs the server in CPU time, which other
 * programs of the machine change least.
 *
 * <p>Arguments: clients, bursts of each per round, rounds, messages in a burst. Targets alternate
 * within each round; the ratios are formed per round.
 */
public final class Echo {
  private static final List<String> TARGETS = List.of("/raw", "/by-hand", "/callbacks", "/loop");

  private record Sample(double perSecond, double cpuMicros) {}

  private Echo() {}

  /** Runs the measurement and prints a table. */
  public static void main(String[] args) throws Exception {
    int clients = args.length > 0 ? Integer.parseInt(args[0]) : 16;
    int bursts = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 7;
    int burst = args.length > 3 ? Integer.parseInt(args[3]) : 16;
    Process server =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                EchoServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try (var out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      int port = port(out);
      List<List<Sample>> samples = new ArrayList<>();
      for (String target : TARGETS) {
        samples.add(new ArrayList<>());
        round(threads, server, port, target, clients, bursts, burst);
      }
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < TARGETS.size(); i++) {
          int target = (round + i) % TARGETS.size();
          samples
              .get(target)
              .add(round(threads, server, port, TARGETS.get(target), clients, bursts, burst));
        }
      }
      print(samples);
    } finally {
      threads.shutdownNow();
      server.getOutputStream().close();
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
  }

  private static int port(BufferedReader out) throws IOException {
    String line = out.readLine();
    while (line != null && !line.startsWith("port ")) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("Expected a line 'port N' from the server but it ended.");
    }
    return Integer.parseInt(line.substring("port ".length()));
  }

  private static void print(List<List<Sample>> samples) {
    System.out.println(
        "| target | messages/s | it / raw | server CPU µs/message | raw / it | by hand / it |");
    System.out.println("|---|---|---|---|---|---|");
    for (int i = 0; i < TARGETS.size(); i++) {
      List<Sample> of = samples.get(i);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %s | %.2f | %s | %s |%n",
          TARGETS.get(i),
          median(of.stream().mapToDouble(Sample::perSecond).toArray()),
          ratio(of, samples.get(0), Sample::perSecond),
          median(of.stream().mapToDouble(Sample::cpuMicros).toArray()),
          ratio(samples.get(0), of, Sample::cpuMicros),
          ratio(samples.get(1), of, Sample::cpuMicros));
    }
  }

  /** Formed per round, so that more is better for who is measured. */
  private static String ratio(
      List<Sample> above, List<Sample> below, ToDoubleFunction<Sample> what) {
    double[] ratios = new double[above.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = what.applyAsDouble(above.get(i)) / what.applyAsDouble(below.get(i));
    }
    double median = median(ratios);
    Arrays.sort(ratios);
    return String.format(
        Locale.ROOT, "%.2f [%.2f–%.2f]", median, ratios[0], ratios[ratios.length - 1]);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static Sample round(
      ExecutorService threads,
      Process server,
      int port,
      String target,
      int clients,
      int bursts,
      int burst)
      throws Exception {
    List<Client> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      all.add(new Client(port, target, burst));
    }
    long cpu = cpuNanos(server);
    long start = System.nanoTime();
    List<Future<Void>> running = new ArrayList<>();
    for (Client client : all) {
      running.add(threads.submit((Callable<Void>) () -> client.run(bursts)));
    }
    for (Future<Void> one : running) {
      one.get(5, TimeUnit.MINUTES);
    }
    double nanos = System.nanoTime() - start;
    double used = cpuNanos(server) - cpu;
    for (Client client : all) {
      client.close();
    }
    long messages = (long) clients * bursts * burst;
    return new Sample(messages / nanos * 1e9, used / messages / 1e3);
  }

  private static long cpuNanos(Process process) {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  /** A socket down to the bytes, so that clients take as little of the machine as may be. */
  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final int size;
    private final byte[] burst;
    private final byte[] message = EchoServer.message();

    Client(int port, String target, int size) throws IOException {
      this.size = size;
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(60_000);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
      List<String> request =
          List.of(
              "GET " + target + " HTTP/1.1",
              "Host: 127.0.0.1:" + port,
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
              "",
              "");
      socket
          .getOutputStream()
          .write(String.join("\r\n", request).getBytes(StandardCharsets.US_ASCII));
      int ends = 0;
      while (ends < 4) {
        int next = in.readUnsignedByte();
        ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
      }
      burst = frames();
    }

    /** A burst of masked binary frames; the mask is zero, so the message stands as it is. */
    private byte[] frames() {
      var frames = new ByteArrayOutputStream();
      for (int i = 0; i < size; i++) {
        frames.write(0x82);
        frames.write(0x80 | 126);
        frames.write(message.length >> 8);
        frames.write(message.length);
        frames.writeBytes(new byte[4]);
        frames.writeBytes(message);
      }
      return frames.toByteArray();
    }

    Void run(int bursts) throws IOException {
      byte[] answer = new byte[message.length];
      for (int i = 0; i < bursts; i++) {
        socket.getOutputStream().write(burst);
        for (int left = size; left > 0; left--) {
          int kind = in.readUnsignedByte();
          int length = in.readUnsignedByte();
          length = length == 126 ? in.readUnsignedShort() : length;
          if (kind == 0x89) {
            in.skipNBytes(length);
            left++;
            continue;
          }
          if (kind != 0x82 || length != message.length) {
            throw new IOException("Expected the message but found a frame of kind " + kind);
          }
          in.readFully(answer);
        }
        if (!Arrays.equals(answer, message)) {
          throw new IOException("Expected the message that was sent but found another.");
        }
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
