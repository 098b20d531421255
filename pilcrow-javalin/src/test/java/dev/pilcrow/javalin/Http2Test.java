package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.SseRoute;
import dev.pilcrow.route.WsRoute;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

/** Event streams over HTTP/2, where many share one connection and none may end it. */
class Http2Test {
  private static final SseRoute ROUTE = SseRoute.of("/events/{n}");

  private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

  /** A client of its own has a connection of its own. */
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

  private TestServer serve() {
    return TestServer.start(
        (config, pilcrow) -> {
          config.jetty.addConnector(
              (server, settings) -> {
                var connector =
                    new ServerConnector(
                        server,
                        new HttpConnectionFactory(settings),
                        new HTTP2CServerConnectionFactory(settings));
                connector.setHost("127.0.0.1");
                connector.setPort(0);
                return connector;
              });
          config.routes.get("/warm-up", ctx -> ctx.result(ctx.protocol()));
          pilcrow.sse(
              ROUTE,
              stream -> {
                String n = stream.pathParam("n");
                pilcrow.hub().topic("news").subscribe(stream);
                stream.send(WsEvent.custom("hello", n));
                stream.onClose(() -> closed.add(n));
              });
          pilcrow.ws(
              WsRoute.of("/ws/echo"),
              WsCallbacks.create().onEvent((stream, event) -> stream.send(event)));
        });
  }

  /** A stream that this test reads. */
  private static final class Reader implements AutoCloseable {
    final HttpResponse<InputStream> response;
    private final BufferedReader in;

    Reader(HttpResponse<InputStream> response) {
      this.response = response;
      in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The data of the next event of a name. */
    String next(String name) throws IOException {
      String event = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("event: ")) {
          event = line.substring(7);
        } else if (line.startsWith("data: ") && event.equals(name)) {
          return line.substring(6);
        }
      }
      throw new IOException("The stream has ended.");
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private Reader open(TestServer server, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.origin() + path))
            .header("Accept", "text/event-stream")
            .build();
    return new Reader(http.send(request, HttpResponse.BodyHandlers.ofInputStream()));
  }

  private String get(TestServer server) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.origin() + "/warm-up")).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    return response.body();
  }

  @Test
  void streamsShareAConnectionAndEndOneByOne() throws Exception {
    try (var server = serve()) {
      assertThat(get(server)).isEqualTo("HTTP/2.0");
      List<Reader> readers = new ArrayList<>();
      for (int n = 0; n < 20; n++) {
        readers.add(open(server, "/events/" + n));
      }
      for (int n = 0; n < 20; n++) {
        Reader reader = readers.get(n);
        assertThat(reader.response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(reader.response.headers().firstValue("Connection")).isEmpty();
        assertThat(reader.next("custom")).contains("\"data\":\"" + n + "\"");
      }
      readers.get(7).close();
      assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo("7");
      server.pilcrow.hub().topic("news").publish(WsEvent.custom("news", 1));
      for (Reader reader : readers) {
        if (reader != readers.get(7)) {
          assertThat(reader.next("custom")).contains("news");
        }
      }
      Eventually.until("one has gone", () -> server.pilcrow.stats().openStreams() == 19);
      for (Reader reader : readers) {
        reader.close();
      }
      Eventually.until("all have gone", () -> server.pilcrow.stats().openStreams() == 0);
      assertThat(get(server)).as("the connection serves on").isEqualTo("HTTP/2.0");
    }
  }

  @Test
  void aStoppingServerEndsItsStreams() throws Exception {
    Reader reader;
    try (var server = serve()) {
      assertThat(get(server)).isEqualTo("HTTP/2.0");
      reader = open(server, "/events/1");
      assertThat(reader.next("custom")).contains("hello");
    }
    assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo("1");
    assertThatThrownBy(() -> reader.next("custom")).isInstanceOf(IOException.class);
  }

  @Test
  void theFallbackOfASocketWorksToo() throws Exception {
    try (var server = serve()) {
      assertThat(get(server)).isEqualTo("HTTP/2.0");
      try (Reader reader = open(server, "/ws/echo?silcrow=1")) {
        String hello = reader.next("hello");
        String key = hello.replaceFirst(".*\"upstream\":\"([^\"]+)\".*", "$1");
        HttpRequest message =
            HttpRequest.newBuilder(
                    URI.create(server.origin() + "/ws/echo?silcrow-stream=" + key + "&n=1"))
                .header("Content-Type", "text/plain")
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString("{\"event\":\"x\",\"data\":5}"))
                .build();
        assertThat(http.send(message, HttpResponse.BodyHandlers.discarding()).statusCode())
            .isEqualTo(204);
        assertThat(reader.next("custom")).contains("\"data\":5");
      }
    }
  }
}
