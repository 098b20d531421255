package dev.pilcrow.redis;

import dev.pilcrow.testing.Ports;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** A real Redis of the test's own, on a free port, which can be killed and started again. */
final class TestRedis implements AutoCloseable {
  private final Path directory;
  private final int port;
  private final boolean durable;
  private Process process;

  private TestRedis(boolean durable) {
    this.durable = durable;
    try {
      directory = Files.createTempDirectory("pilcrow-redis");
      port = Ports.free();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process = launch();
  }

  /** A Redis that keeps nothing when it ends. */
  static TestRedis start() {
    return new TestRedis(false);
  }

  /** A Redis that has written each change to disk before it answers. */
  static TestRedis startDurable() {
    return new TestRedis(true);
  }

  private Process launch() {
    try {
      File binary = ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
      var command =
          List.of(
              binary.getAbsolutePath(),
              "--port",
              Integer.toString(port),
              "--bind",
              "127.0.0.1",
              "--dir",
              data().toString(),
              "--save",
              "",
              "--appendonly",
              durable ? "yes" : "no",
              "--appendfsync",
              "always");
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      var out =
          new BufferedReader(
              new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
      var said = new ArrayList<String>();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        if (line.contains("Ready to accept connections")) {
          drain(out);
          return started;
        }
      }
      throw new IllegalStateException("Expected Redis to start but it said " + said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void drain(BufferedReader out) {
    var thread =
        new Thread(
            () -> {
              try {
                out.transferTo(Writer.nullWriter());
              } catch (IOException e) {
                // Redis has ended.
              }
            },
            "redis-output");
    thread.setDaemon(true);
    thread.start();
  }

  private Path data() throws IOException {
    return Files.createDirectories(directory.resolve("data"));
  }

  int port() {
    return port;
  }

  /** Settings with a key prefix that no other test has. */
  RedisSettings settings() {
    return settings(port);
  }

  static RedisSettings settings(int port) {
    return RedisSettings.of("redis://127.0.0.1:" + port)
        .prefix("t:" + UUID.randomUUID() + ":")
        .timeout(Duration.ofSeconds(3))
        .publishWait(Duration.ofSeconds(30));
  }

  /** Ends it as a power cut does. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void restart() {
    process = launch();
  }

  /** What is on disk now. */
  byte[] disk() throws IOException {
    return Files.readAllBytes(data().resolve("appendonly.aof"));
  }

  /** Puts back what was on disk earlier, as a replica that had not caught up would. */
  void disk(byte[] earlier) throws IOException {
    Files.write(data().resolve("appendonly.aof"), earlier);
  }

  /** Runs commands of a stranger. */
  <T> T run(Function<RedisCommands<String, String>, T> commands) {
    try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
        StatefulRedisConnection<String, String> connection = client.connect()) {
      return commands.apply(connection.sync());
    }
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
