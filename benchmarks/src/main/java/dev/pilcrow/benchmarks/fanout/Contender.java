package dev.pilcrow.benchmarks.fanout;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One server process, seen from outside. */
final class Contender implements AutoCloseable {
  /** Without the h2c upgrade, which Socket.IO takes for a WebSocket it must end. */
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final double TICKS_PER_SECOND = 100;

  final String name;
  private final int port;
  private final Process process;
  private int next;

  Contender(String name) throws IOException {
    this.name = name;
    List<String> command =
        isNode(name)
            ? List.of("node", "--expose-gc", "benchmarks/fanout/socket-io.js")
            : List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                FanOutServer.class.getName(),
                name);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    while (line != null && !line.startsWith("port ")) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("Expected a line 'port N' from " + name + " but it ended.");
    }
    port = Integer.parseInt(line.substring(5));
  }

  private static boolean isNode(String name) {
    return name.equals("socket.io");
  }

  private String path() {
    return switch (name) {
      case "pilcrow" -> "/live?silcrow=1";
      case "socket.io" -> "/socket.io/?EIO=4&transport=websocket";
      default -> "/live";
    };
  }

  Readers readers(int count, int stalled) throws IOException {
    return new Readers(port, path(), isNode(name) ? "40" : "", count, stalled);
  }

  /**
   * Has that many messages sent to everybody, while readers read: some servers answer when they
   * have written them all, others at once.
   */
  CompletableFuture<?> publish(int count) {
    HttpRequest request = request("/publish?from=" + next + "&count=" + count);
    next += count;
    return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenAccept(response -> check(response, request));
  }

  /** The bytes in use on the heap after a collection. */
  long heap() throws IOException, InterruptedException {
    get("/heap");
    return Long.parseLong(get("/heap"));
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request = request(path);
    HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    check(response, request);
    return response.body();
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }

  private void check(HttpResponse<String> response, HttpRequest request) {
    if (response.statusCode() != 200) {
      throw new IllegalStateException(
          name + " answered " + response.statusCode() + " to " + request.uri());
    }
  }

  /** The seconds of CPU that the process has used, user and system; Linux only. */
  double cpu() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
