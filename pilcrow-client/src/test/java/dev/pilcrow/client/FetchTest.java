package dev.pilcrow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.hub.Positions;
import dev.pilcrow.route.WsRoute;
import java.io.IOException;
import java.net.CookieManager;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a program fetches before it follows, on the wire. */
@Timeout(60)
class FetchTest {
  private RawServer server;
  private WsClient client;

  record Stock(int left, List<String> kinds) {}

  @BeforeEach
  void start() throws IOException {
    server = RawServer.start();
    client = WsClient.to(server.address());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  private CompletableFuture<Fetched> get(String path, SocketOptions options) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return client.get(path, options);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e.getMessage(), e);
          }
        },
        client.pool());
  }

  private CompletableFuture<Fetched> get(String path) {
    return get(path, SocketOptions.defaults());
  }

  private void answer(String head, String body) throws IOException {
    try (var peer = server.accept()) {
      peer.answer(head, body);
    }
  }

  private static String failure(CompletableFuture<Fetched> fetched) throws Exception {
    try {
      return "answered with " + fetched.get(20, TimeUnit.SECONDS).body();
    } catch (ExecutionException e) {
      return String.valueOf(Objects.requireNonNull(e.getCause()).getMessage());
    }
  }

  @Test
  void itReadsDataAndItsPlaces() throws Exception {
    var coming = get("/stock?of=apples", SocketOptions.defaults().header("accept", "text/json"));
    try (var peer = server.accept()) {
      assertThat(peer.requestLine).isEqualTo("GET /stock?of=apples HTTP/1.1");
      assertThat(peer.headers).containsEntry("accept", "text/json");
      peer.answer(
          "HTTP/1.1 200 OK\r\nsilcrow-positions: {\"stock\":\"a:3\"}",
          "{\"left\":3,\"kinds\":[\"ä\"],\"more\":true}");
    }
    Fetched fetched = coming.get(20, TimeUnit.SECONDS);
    assertThat(fetched.read(Stock.class)).isEqualTo(new Stock(3, List.of("ä")));
    assertThat(fetched.positions()).isEqualTo(RecordingHandler.places("stock", "a:3"));
    assertThatThrownBy(() -> fetched.read(Integer.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Integer");
  }

  @Test
  void anAnswerWithoutPlacesHasNoneAndOneThatIsNoDataSaysSo() throws Exception {
    var coming = get("/");
    try (var peer = server.accept()) {
      assertThat(peer.headers).containsEntry("accept", "application/json, */*;q=0.5");
      peer.answer("HTTP/1.1 200 OK", "<p>Hi</p>");
    }
    Fetched fetched = coming.get(20, TimeUnit.SECONDS);
    assertThat(fetched.body()).isEqualTo("<p>Hi</p>");
    assertThat(fetched.positions()).isEqualTo(Positions.NONE);
    assertThatThrownBy(() -> fetched.read(Stock.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected a Stock as JSON")
        .hasMessageContaining("answer with JSON");
  }

  @Test
  void whatIsNoPageIsAFailure() throws Exception {
    var missing = get("/nowhere");
    answer("HTTP/1.1 404 Not Found", "<p>Nothing here</p>");
    assertThat(failure(missing))
        .isEqualTo(
            "Expected an answer to GET %s/nowhere but found status 404."
                .formatted(server.address()));
    var moved = get("/old");
    answer("HTTP/1.1 303 See Other\r\nLocation: /login", "");
    assertThat(failure(moved)).endsWith("found status 303 to /login.");
    var strange = get("/");
    answer("HTTP/1.1 200 OK\r\nsilcrow-positions: [1]", "");
    assertThat(failure(strange)).contains("in header silcrow-positions").endsWith("found [1].");
    server.close();
    assertThat(failure(get("/")))
        .startsWith("Expected an answer to GET")
        .contains("ConnectException");
  }

  @Test
  void anAnswerIsBoundedInSizeAndTime() throws Exception {
    var large = get("/", SocketOptions.defaults().maxMessage(5));
    answer("HTTP/1.1 200 OK", "123456");
    assertThat(failure(large)).contains("more than 5 bytes").contains("maxMessage");
    var fits = get("/", SocketOptions.defaults().maxMessage(5));
    answer("HTTP/1.1 200 OK", "12345");
    assertThat(fits.get(20, TimeUnit.SECONDS).body()).isEqualTo("12345");
    var late = get("/", SocketOptions.defaults().connectTimeout(Duration.ofSeconds(1)));
    try (var silent = server.accept()) {
      silent.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
      assertThat(failure(late)).contains("within PT1S").contains("connectTimeout");
      assertThat(silent.isCut()).isTrue();
    }
  }

  @Test
  void cookiesAreKeptAndGoWithTheHandshakeBesideTheOrigin() throws Exception {
    client.close();
    client = WsClient.to(server.address(), new CookieManager());
    var coming = get("/");
    answer("HTTP/1.1 200 OK\r\nSet-Cookie: id=7; Path=/; HttpOnly; SameSite=Lax", "");
    coming.get(20, TimeUnit.SECONDS);
    SocketOptions options = SocketOptions.defaults().header("Cookie", "name=Ada");
    client.follow(WsRoute.of("/ws"), Positions.NONE, new RecordingHandler(), options);
    try (var peer = server.open()) {
      assertThat(peer.headers).containsEntry("origin", server.address());
      assertThat(String.valueOf(peer.headers.get("cookie")).split("; ?"))
          .containsExactlyInAnyOrder("id=7", "name=Ada");
    }
    client.connect(RawServer.STRINGS, SocketOptions.defaults().header("origin", "http://other"));
    try (var peer = server.open()) {
      assertThat(peer.headers)
          .containsEntry("origin", "http://other")
          .containsEntry("cookie", "id=7");
    }
  }

  @Test
  void withoutAJarThereAreNoCookiesAndNoOrigin() throws Exception {
    var coming = get("/");
    answer("HTTP/1.1 200 OK\r\nSet-Cookie: id=7", "");
    coming.get(20, TimeUnit.SECONDS);
    client.connect(RawServer.STRINGS);
    try (var peer = server.open()) {
      assertThat(peer.headers).doesNotContainKeys("origin", "cookie");
    }
  }

  @Test
  void aPathIsAPathAndAClosedClientFetchesNothing() {
    assertThatThrownBy(() -> client.get("stock"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'stock'");
    assertThatThrownBy(() -> client.get("/a b")).isInstanceOf(IllegalArgumentException.class);
    client.close();
    assertThatThrownBy(() -> client.get("/"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Make a new one");
  }
}
