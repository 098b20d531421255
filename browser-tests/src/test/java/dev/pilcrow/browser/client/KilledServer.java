package dev.pilcrow.browser.client;

import dev.pilcrow.browser.client.SocketTest.ClientEvent;
import dev.pilcrow.browser.client.SocketTest.ServerEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The server of {@link SocketTest} in a process of its own, which a test can kill. It echoes each
 * text after its own number, and ends with the test in any case.
 */
final class KilledServer implements AutoCloseable {
  private static final String READY = "ready";

  private final Process process;

  private KilledServer(Process process) {
    this.process = process;
  }

  /** Starts a server and waits until it listens, half a minute at most. */
  static KilledServer start(int port, int number) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledServer.class.getName(),
                Integer.toString(port),
                Integer.toString(number))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // Whoever waits for a line of it then reads the end.
    Future<?> end =
        CompletableFuture.runAsync(
            process::destroyForcibly, CompletableFuture.delayedExecutor(30, TimeUnit.SECONDS));
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (!end.cancel(false) || !READY.equals(line)) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "Expected the server to say ready within 30 s but found " + line);
    }
    return new KilledServer(process);
  }

  /** Serves until its input ends, which it does with the process that started it. */
  public static void main(String... args) throws IOException {
    String number = args[1];
    SocketTest.start(
        Integer.parseInt(args[0]),
        "",
        SocketTest.ECHO,
        stream -> {
          for (ClientEvent event : stream.messages()) {
            String text = ((ClientEvent.TextInput) event).text();
            stream.send(new ServerEvent.Uppercase(number + " " + text));
          }
        });
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // Nobody writes.
    }
    System.exit(0);
  }

  /** Ends it with SIGKILL: nothing is closed, flushed or said. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
