package dev.pilcrow.benchmarks.chaos;

import dev.pilcrow.redis.RedisSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis that can be killed. It writes to disk as Redis does by default, so a kill may take
 * the last second of what it has answered.
 */
final class RedisServer implements AutoCloseable {
  private final Path directory;
  private final int port;
  private Process process;

  RedisServer() throws IOException {
    directory = Files.createTempDirectory("pilcrow-chaos");
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    process = launch();
  }

  static RedisSettings settings(int port) {
    return RedisSettings.of("redis://127.0.0.1:" + port)
        .prefix("chaos:")
        .timeout(Duration.ofSeconds(5))
        .publishWait(Duration.ofSeconds(30));
  }

  private Process launch() throws IOException {
    var binary = ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
    List<String> command =
        List.of(
            binary.getAbsolutePath(),
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            directory.toString(),
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "everysec");
    Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
    var out =
        new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains("Ready to accept connections")) {
        Threads.start("redis-output", () -> out.transferTo(Writer.nullWriter()));
        return started;
      }
    }
    throw new IllegalStateException("Expected Redis to start but it ended.");
  }

  int port() {
    return port;
  }

  /** Ends it as a power cut does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  void restart() throws IOException {
    process = launch();
  }

  @Override
  public void close() throws IOException {
    kill();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
