package dev.pilcrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the application of the guide to continuity. */
class ContinuityTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Javalin app = new Continuity().app();

  @BeforeEach
  void start() {
    app.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    app.stop();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + app.port() + path);
    return HTTP.send(
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Accept", "text/html, */*")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void whatIsSaidBetweenPageAndSocketIsNotMissed() throws Exception {
    var page = send("GET", "/rooms/lobby");
    String positions = page.headers().firstValue("silcrow-positions").orElseThrow();
    assertThat(positions).matches("\\{\"room:lobby\":\"[a-z0-9]+:0\"}");
    assertThat(page.body()).contains("<meta name=\"silcrow-positions\"");
    try (var other = TestSocket.open(app.port(), "/ws/rooms/lobby")) {
      other.send("{\"event\":\"say\",\"data\":{\"text\":\"early\"}}");
      assertThat(other.next()).contains("early");
    }
    String resume =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(positions.getBytes(StandardCharsets.UTF_8));
    String path = "/ws/rooms/lobby?silcrow=1&silcrow-resume=" + resume;
    try (var mine = TestSocket.open(app.port(), path)) {
      assertThat(mine.await("early")).contains("\"topic\":\"room:lobby\",\"id\":");
    }
  }

  @Test
  void whoLogsOutLosesTheirStreams() throws Exception {
    assertThat(send("GET", "/ready").statusCode()).isEqualTo(200);
    var mine = TestSocket.open(app.port(), "/ws/private");
    // It may still be on its way when this comes: then it ends when it says whose it is.
    assertThat(send("POST", "/logout/ann").statusCode()).isEqualTo(200);
    assertThat(mine.closeCode()).isEqualTo(4403);
  }
}
