package dev.pilcrow.chat;

import dev.pilcrow.testing.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** A Redis of our own, on this machine only, that keeps nothing when it ends. */
final class RedisProcess implements AutoCloseable {
  private final Path folder = Files.createTempDirectory("chat-redis");
  private final int port = Ports.free();
  private final Process process;

  RedisProcess() throws IOException {
    Path binary = ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
    process =
        new ProcessBuilder(
                List.of(
                    binary.toString(),
                    "--port",
                    String.valueOf(port),
                    "--bind",
                    "127.0.0.1",
                    "--dir",
                    folder.toString(),
                    "--save",
                    "",
                    "--appendonly",
                    "no"))
            .redirectErrorStream(true)
            .start();
    BufferedReader out = process.inputReader();
    StringBuilder said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.append(line).append('\n');
      if (line.contains("Ready to accept connections")) {
        Nodes.drain(out);
        return;
      }
    }
    throw new IOException("Expected Redis to start but it said " + said);
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
