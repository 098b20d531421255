package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.testing.Ports;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chat as a process: what it prints, how it exits, what it leaves behind. */
class StartTest {
  @TempDir Path folder;

  @Test
  void aWrongPortIsOneLineAndExitCode2() throws Exception {
    Ended ended = run(Map.of("PORT", "banana"));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .containsExactly("PORT must be a number from 0 to 65535, but is 'banana'.");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void aPortInUseIsOneLineAndExitCode1() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = String.valueOf(taken.getLocalPort());
      Ended ended = run(Map.of(), "--port", port, "--db", "jdbc:h2:mem:port");
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.err())
          .containsExactly(
              "Port "
                  + port
                  + " is in use. Stop what listens there, or choose another with PORT or --port.");
    }
  }

  @Test
  void aLockedDatabaseIsOneLineAndItsOwnerIsUnharmed() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("locked");
    try (ChatApp owner = ChatApp.start(ChatSettings.of(0, url), Clock.systemUTC())) {
      Ended ended = run(Map.of("CHAT_DB", url), "--port", "0");
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.err())
          .containsExactly(
              "The database "
                  + url
                  + " is in use by another process. Stop that one, or choose another with --db.");
      assertThat(get(owner.url() + "/rooms/general").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anUnreachableDatabaseIsOneLineWithinSeconds() throws Exception {
    int closed = Ports.free();
    String url = "jdbc:postgresql://localhost:" + closed + "/chat?user=x&password=secret";
    Ended ended = run(Map.of(), "--port", "0", "--db", url);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .singleElement()
        .asString()
        .startsWith(
            "The database jdbc:postgresql://localhost:" + closed + "/chat cannot be reached.")
        .doesNotContain("secret");
  }

  @Test
  void aRedisThatIsAwayIsOneLineWithinSeconds() throws Exception {
    int closed = Ports.free();
    String url = "redis://:secret@127.0.0.1:" + closed;
    Ended ended = run(Map.of(), "--port", "0", "--db", "jdbc:h2:mem:redis", "--redis", url);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .singleElement()
        .asString()
        .startsWith("Expected a Redis at 127.0.0.1:" + closed + " but it cannot be reached: ")
        .endsWith(
            ". Start it, or correct the address. It is set by --redis; without, the chat runs on"
                + " one machine.")
        .doesNotContain("secret");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void aRedisThatRefusesIsOneLine() throws Exception {
    try (RedisProcess redis = new RedisProcess()) {
      String url = redis.url().replace("//", "//nobody:secret@");
      Ended ended = run(Map.of("CHAT_REDIS", url), "--port", "0", "--db", "jdbc:h2:mem:redis");
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.err())
          .singleElement()
          .asString()
          .startsWith("Expected a Redis at 127.0.0.1:")
          .contains("but it refuses: WRONGPASS", "Give the URI a user and a password", "--redis")
          .doesNotContain("secret");
    }
  }

  @Test
  void whatIsNoAddressOfRedisIsOneLineAndExitCode2() throws Exception {
    Ended ended = run(Map.of(), "--redis", "redis:///chat", "--db", "jdbc:h2:mem:redis");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .containsExactly(
            "Wrong --redis. Expected a URI such as redis://user:password@host:6379 or rediss://host"
                + " but found something else.");
  }

  @Test
  void aRestartKeepsTheHistoryEvenAfterAKill() throws Exception {
    String db = "jdbc:h2:file:" + folder.resolve("kept");
    Process first = start(Map.of(), "--port", "0", "--db", db);
    String url = urlOf(first);
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(url + "/rooms/general/messages"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("text=outlives+the+server"))
            .build();
    HttpResponse<String> said =
        HttpClient.newHttpClient().send(post, HttpResponse.BodyHandlers.ofString());
    assertThat(said.statusCode()).isEqualTo(303);
    first.destroyForcibly().waitFor();

    Process second = start(Map.of(), "--port", "0", "--db", db);
    try {
      assertThat(get(urlOf(second) + "/rooms/general").body()).contains("outlives the server");
    } finally {
      second.toHandle().destroy();
    }
    assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(lines(second.getErrorStream().readAllBytes())).isEmpty();
    assertThat(lines(second.getInputStream().readAllBytes())).isEmpty();
  }

  @Test
  void helpShowsTheOptions() throws Exception {
    Ended ended = run(Map.of(), "--help");
    assertThat(ended.code()).isZero();
    assertThat(String.join("\n", ended.out())).contains("--port", "--db", "--dev");
  }

  private record Ended(int code, List<String> out, List<String> err) {}

  private static Ended run(Map<String, String> env, String... args) throws Exception {
    Process process = start(env, args);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("Still running after 30 s");
    }
    return new Ended(
        process.exitValue(),
        lines(process.getInputStream().readAllBytes()),
        lines(process.getErrorStream().readAllBytes()));
  }

  private static Process start(Map<String, String> env, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("CHAT_") || name.equals("PORT"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(env);
    return builder.start();
  }

  /** The address in the one line that a started chat prints. */
  private static String urlOf(Process process) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = process.getInputStream().read();
    while (c >= 0 && c != '\n') {
      line.append((char) c);
      c = process.getInputStream().read();
    }
    assertThat(line.toString().strip())
        .matches("Pilcrow chat is running at http://localhost:[0-9]+");
    return line.substring(line.indexOf("http")).strip();
  }

  private static HttpResponse<String> get(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/html").build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> lines(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).lines().toList();
  }
}
