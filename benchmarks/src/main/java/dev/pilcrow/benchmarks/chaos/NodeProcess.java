package dev.pilcrow.benchmarks.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One server process and its successors. */
final class NodeProcess implements AutoCloseable {
  /** How often a node was given a message whose effect was there already. */
  static final AtomicLong AGAIN = new AtomicLong();

  private final List<String> arguments;
  private volatile Process process;

  /** Where it listens, or 0 while it does not. */
  private volatile int port;

  NodeProcess(List<String> arguments) throws IOException {
    this.arguments = arguments;
    process = launch();
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=" + System.getProperty("chaos.log", "error"),
            "-cp",
            System.getProperty("java.class.path"),
            ChaosNode.class.getName()));
    command.addAll(arguments);
    Process started =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var out =
        new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith("port ")) {
      throw new IllegalStateException("Expected a node to print its port but it said " + line);
    }
    port = Integer.parseInt(line.substring("port ".length()));
    Threads.start(
        "node-output",
        () -> {
          for (String next = out.readLine(); next != null; next = out.readLine()) {
            if (next.equals("again")) {
              AGAIN.incrementAndGet();
            }
          }
        });
    return started;
  }

  int port() {
    return port;
  }

  /** Ends the process at once, as kill -9 does. */
  void kill() {
    port = 0;
    process.destroyForcibly().onExit().join();
  }

  /** Asks the process to end. */
  void stop() throws InterruptedException {
    Process stopping = process;
    stopping.destroy();
    if (!stopping.waitFor(20, TimeUnit.SECONDS)) {
      stopping.destroyForcibly().onExit().join();
    }
    port = 0;
  }

  void restart() throws IOException {
    process = launch();
  }

  @Override
  public void close() {
    kill();
  }
}
