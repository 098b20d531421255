package dev.pilcrow.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assertions;

/** A plain client of an event stream. */
final class TestEvents implements AutoCloseable {
  private final BufferedReader in;

  private TestEvents(BufferedReader in) {
    this.in = in;
  }

  /** Opens a stream; {@code last} is the id seen last, or "". */
  static TestEvents open(HttpClient http, int port, String path, String last) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Accept", "text/event-stream");
    if (!last.isEmpty()) {
      request.header("Last-Event-ID", last);
    }
    HttpResponse<java.io.InputStream> response =
        http.send(request.build(), BodyHandlers.ofInputStream());
    Assertions.assertEquals(200, response.statusCode());
    return new TestEvents(
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
  }

  /** The next event; comments are skipped. */
  String next() throws IOException {
    StringBuilder event = new StringBuilder();
    while (true) {
      String line = in.readLine();
      if (line == null) {
        throw new AssertionError("Expected an event but the stream has ended.");
      }
      if (!line.isEmpty() && !line.startsWith(":")) {
        event.append(line).append('\n');
      } else if (!event.isEmpty()) {
        return event.toString();
      }
    }
  }

  /** The next event that has this in it. */
  String nextWith(String part) throws IOException {
    String event;
    do {
      event = next();
    } while (!event.contains(part));
    return event;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
