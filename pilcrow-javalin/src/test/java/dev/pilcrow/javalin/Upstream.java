package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** The requests that bring messages to a stream in place of a WebSocket. */
final class Upstream {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Upstream() {}

  /** Reads the greeting and returns the key in it. */
  static String key(TestStream client) throws Exception {
    String hello = client.next();
    assertThat(hello).startsWith("event: hello\n").contains("\"heartbeat\":15000");
    String key = hello.replaceFirst("(?s).*\"upstream\":\"(\\w+)\".*", "$1");
    assertThat(key).hasSizeBetween(20, 26);
    return key;
  }

  static int post(TestServer server, String key, long n, String body, String... headers)
      throws Exception {
    return post(server, key, n, body.getBytes(StandardCharsets.UTF_8), "text/plain", headers);
  }

  static int post(
      TestServer server, String key, long n, byte[] body, String type, String... headers)
      throws Exception {
    URI uri =
        URI.create(server.origin() + FallbackTest.PATH + "&silcrow-stream=" + key + "&n=" + n);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
