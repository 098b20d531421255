package dev.pilcrow.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * From starting the chat's jar to the first complete page: on a database that exists, and on none,
 * which is then made.
 *
 * <p>Arguments: the jar, runs of each kind.
 */
public final class StartTime {
  private StartTime() {}

  /** Runs the measurement and prints the medians. */
  public static void main(String[] args) throws Exception {
    String jar = args[0];
    int runs = args.length > 1 ? Integer.parseInt(args[1]) : 11;
    Path kept = Files.createTempDirectory("chat-start");
    once(jar, kept);
    double[] existing = new double[runs];
    double[] fresh = new double[runs];
    for (int run = 0; run < runs; run++) {
      existing[run] = once(jar, kept);
      Path empty = Files.createTempDirectory("chat-start");
      fresh[run] = once(jar, empty);
      delete(empty);
    }
    delete(kept);
    print("existing database", existing);
    print("new database", fresh);
  }

  private static void print(String kind, double[] millis) {
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "start to first page, %s: median %.0f ms, min %.0f, max %.0f (%d runs)%n",
        kind,
        millis[millis.length / 2],
        millis[0],
        millis[millis.length - 1],
        millis.length);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static double once(String jar, Path folder) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-jar",
            Path.of(jar).toAbsolutePath().toString());
    builder.directory(folder.toFile()).redirectErrorStream(true).environment().put("PORT", "0");
    long start = System.nanoTime();
    Process process = builder.start();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !line.contains("http://")) {
        line = out.readLine();
      }
      if (line == null) {
        throw new IOException("Expected the chat to print its URL but it ended.");
      }
      URI page = URI.create(line.substring(line.indexOf("http://")).trim());
      HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
      var request = HttpRequest.newBuilder(page).header("Accept", "text/html").build();
      int status = http.send(request, BodyHandlers.ofString()).statusCode();
      double taken = (System.nanoTime() - start) / 1e6;
      if (status != 200) {
        throw new IOException("Expected status 200 of the first page but found " + status);
      }
      return taken;
    } finally {
      process.destroy();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }
}
