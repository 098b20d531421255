package dev.pilcrow.client;

import static dev.pilcrow.client.RecordingHandler.places;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.route.WsRoute;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a live page says and hears, frame by frame, from a server that does what the test says. */
@Timeout(60)
class LiveWireTest {
  private static final String HELLO =
      "{\"type\":\"hello\",\"protocol\":1,\"ack\":true,\"heartbeat\":25000,\"maxMessage\":500}";

  private final RecordingHandler handler = new RecordingHandler();
  private RawServer server;
  private WsClient client;

  @SuppressWarnings("NullAway.Init")
  private LivePage page;

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

  private void follow(Positions start, int queue) {
    page = client.follow(WsRoute.of("/ws/page"), start, handler, options(queue));
  }

  private static SocketOptions options(int queue) {
    return SocketOptions.defaults()
        .queue(queue)
        .reconnect(Reconnect.backoff(Duration.ofMillis(1), Duration.ofMillis(5)));
  }

  private CompletableFuture<Void> send(String name) {
    return page.send(WsEvent.custom(name, null));
  }

  /** Reads so many messages and returns their names and numbers; they are of one client. */
  private static List<String> sent(RawServer.Peer peer, int count) throws IOException {
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(
          peer.read()
              .replaceAll(
                  "^.\\{\"type\":\"custom\",\"event\":\"(.*)\",\"data\":null,\"id\":\".*:(\\d+)\"}$",
                  "$1$2"));
    }
    return messages;
  }

  private static String id(String message) {
    return message.replaceAll("(?s).*\"id\":\"([\\w-]{22}:\\d+)\".*", "$1");
  }

  private static String ack(String id) {
    return "{\"type\":\"ack\",\"id\":\"" + id + "\"}";
  }

  @Test
  void itConnectsWithItsPlacesAndComesBackWithTheNewestOnes() throws Exception {
    follow(places("t", "a:3"), 10);
    try (var peer = server.open()) {
      assertThat(peer.requestLine)
          .isEqualTo(
              "GET /ws/page?silcrow=1&silcrow-resume=" + places("t", "a:3").encode() + " HTTP/1.1");
      peer.text(HELLO);
      peer.text("{\"type\":\"custom\",\"event\":\"e\",\"data\":1,\"topic\":\"t\",\"id\":\"a:4\"}");
      Eventually.until("seen", () -> handler.seen.contains("e t=a:4"));
    }
    try (var peer = server.open()) {
      assertThat(peer.requestLine).contains("resume=" + places("t", "a:4").encode());
    }
  }

  @Test
  void itSendsOnlyWhenItWasGreetedAndAgainUnderTheSameIds() throws Exception {
    follow(Positions.NONE, 10);
    List<CompletableFuture<Void>> results = List.of(send("a"), send("b"), send("c"));
    String first;
    try (var peer = server.open()) {
      assertThat(peer.requestLine).isEqualTo("GET /ws/page?silcrow=1 HTTP/1.1");
      peer.text(HELLO);
      first = peer.read();
      assertThat(sent(peer, 2)).containsExactly("b2", "c3");
      peer.text(ack(id(first)));
      results.get(0).get(20, TimeUnit.SECONDS);
      assertThat(results.get(1)).isNotDone();
    }
    try (var peer = server.open()) {
      CompletableFuture<Void> fourth = send("d");
      peer.text(HELLO);
      assertThat(sent(peer, 3)).containsExactly("b2", "c3", "d4");
      peer.text(ack(id(first).replaceAll(":1$", ":4")));
      CompletableFuture.allOf(results.get(1), results.get(2), fourth).get(20, TimeUnit.SECONDS);
    }
  }

  /** The JDK's client says nothing of such an end. */
  @Test
  void anEndThatComesWhileAMessageIsBeingTakenIsNoticed() throws Exception {
    CountDownLatch taking = new CountDownLatch(1);
    CountDownLatch taken = new CountDownLatch(1);
    LiveHandler slow =
        new LiveHandler() {
          @Override
          public void event(WsEvent event, Optional<TopicPosition> at) throws Exception {
            taking.countDown();
            taken.await();
          }

          @Override
          public Positions resync(Set<String> topics) {
            return Positions.NONE;
          }
        };
    SocketOptions watchful = options(10).pingInterval(Duration.ofSeconds(1));
    RecordingHandler quick = new RecordingHandler();
    client.follow(WsRoute.of("/ws/other"), Positions.NONE, quick, options(10));
    try (var other = server.open()) {
      other.text(HELLO);
      client.follow(WsRoute.of("/ws/page"), Positions.NONE, slow, watchful);
      try (var peer = server.open()) {
        peer.text(HELLO).text("{\"type\":\"custom\",\"event\":\"e\",\"data\":1}");
        assertThat(taking.await(20, TimeUnit.SECONDS)).isTrue();
      }
      for (int n = 1; n <= 3; n++) {
        int count = n;
        other.text("{\"type\":\"custom\",\"event\":\"e\",\"data\":" + n + "}");
        Eventually.until("the client has read on", () -> quick.seen.size() == count);
      }
      taken.countDown();
      try (var peer = server.open()) {
        assertThat(peer.requestLine).startsWith("GET /ws/page?");
      }
    }
  }

  @Test
  void answersThatAreForOthersOrForNothingChangeNothing() throws Exception {
    follow(Positions.NONE, 10);
    CompletableFuture<Void> result = send("a");
    try (var peer = server.open()) {
      peer.text(HELLO);
      String id = id(peer.read());
      peer.text(ack("q9Zb3fKx0hYtW5uR1sVnAg:99")).text(ack("nonsense"));
      peer.text("{\"type\":\"nack\",\"id\":\"" + id.replaceAll(":1$", ":3") + "\"}");
      peer.text("{\"type\":\"ack\"}").text("{\"type\":\"ack\",\"id\":17}").text("[]");
      CompletableFuture<Void> second = send("b");
      assertThat(sent(peer, 1)).containsExactly("b2");
      assertThat(result).isNotDone();
      peer.text(ack(id)).text(ack(id)).text(ack(id.replaceAll(":1$", ":2"))).text(ack(id));
      CompletableFuture.allOf(result, second).get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aNackIsTheFailureOfThatMessageAlone() throws Exception {
    follow(Positions.NONE, 10);
    CompletableFuture<Void> bad = send("bad");
    CompletableFuture<Void> good = send("good");
    try (var peer = server.open()) {
      peer.text(HELLO);
      String id = id(peer.read());
      assertThat(sent(peer, 1)).containsExactly("good2");
      peer.text("{\"type\":\"nack\",\"id\":\"" + id + "\",\"reason\":\"no such room\"}");
      assertThatThrownBy(() -> bad.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(WsException.Rejected.class)
          .hasMessageContaining("no such room");
      assertThat(good).isNotDone();
      peer.text(ack(id.replaceAll(":1$", ":2")));
      good.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void tooManyTooLargeAndTooLateAreErrorsThatTheCallerSees() throws Exception {
    follow(Positions.NONE, 2);
    CompletableFuture<Void> large = send("x".repeat(600));
    CompletableFuture<Void> waits = send("a");
    assertThatThrownBy(() -> send("b").get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(WsException.Capacity.class);
    try (var peer = server.open()) {
      peer.text(HELLO);
      assertThatThrownBy(() -> large.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(WsException.Rejected.class)
          .hasMessageContaining("500 bytes");
      assertThat(sent(peer, 1)).containsExactly("a2");
      peer.sendClose(4403, "go");
      assertThatThrownBy(() -> waits.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(WsException.Transport.class)
          .hasMessageContaining("4403");
    }
    assertThat(page.ended().get(20, TimeUnit.SECONDS).code()).isEqualTo(4403);
    assertThat(page.state()).isEqualTo(SocketState.CLOSED);
    assertThatThrownBy(() -> send("c").get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(WsException.Transport.class);
  }

  @Test
  void aServerThatDoesNotAckGetsMessagesWithoutIds() throws Exception {
    follow(Positions.NONE, 10);
    CompletableFuture<Void> result = send("a");
    try (var peer = server.open()) {
      peer.text(HELLO.replace("true", "false"));
      assertThat(peer.read())
          .isEqualTo((char) 1 + "{\"type\":\"custom\",\"event\":\"a\",\"data\":null}");
      result.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void beforeAServerGoesItMovesOverAndThenClosesTheOldConnection() throws Exception {
    follow(places("t", "a:1"), 10);
    try (var old = server.open()) {
      old.text(HELLO);
      CompletableFuture<Void> result = send("a");
      String id = id(old.read());
      old.text("{\"type\":\"drain\",\"retryAfterMs\":5}");
      try (var next = server.open()) {
        old.text("{\"type\":\"custom\",\"event\":\"e\",\"data\":1,\"topic\":\"t\",\"id\":\"a:2\"}");
        Eventually.until("still heard", () -> handler.seen.contains("e t=a:2"));
        assertThat(page.state()).isEqualTo(SocketState.OPEN);
        next.text(HELLO);
        assertThat(id(next.read())).isEqualTo(id);
        assertThat(old.read()).startsWith((char) 8 + "\u0003\u00e8".substring(0, 1));
        next.text(
            "[{\"type\":\"custom\",\"event\":\"e\",\"data\":1,\"topic\":\"t\",\"id\":\"a:2\"},"
                + "{\"type\":\"custom\",\"event\":\"e\",\"data\":1,\"topic\":\"t\",\"id\":\"a:3\"}]");
        next.text(ack(id));
        result.get(20, TimeUnit.SECONDS);
        Eventually.until("goes on", () -> handler.seen.contains("e t=a:3"));
        assertThat(handler.seen).containsExactly("e t=a:2", "e t=a:3");
      }
    }
  }

  @Test
  void aGapIsMendedBeforeMoreIsRead() throws Exception {
    follow(places("t", "a:1"), 10);
    handler.fetched = places("t", "b:5");
    handler.failures.set(1);
    try (var peer = server.open()) {
      peer.text(HELLO).text("{\"type\":\"resync\",\"topic\":\"t\",\"id\":\"b:4\"}");
      for (int n = 5; n <= 7; n++) {
        peer.text(
            "{\"type\":\"custom\",\"event\":\"e\",\"data\":1,\"topic\":\"t\",\"id\":\"b:%d\"}"
                .formatted(n));
      }
      Eventually.until("all", () -> handler.seen.contains("e t=b:7"));
      assertThat(handler.seen).containsExactly("resync [t]", "resync [t]", "e t=b:6", "e t=b:7");
    }
  }

  @Test
  void aServerThatIsReplacedWhileAGapIsMendedIsNoReasonToGiveUp() throws Exception {
    follow(places("t", "a:1"), 10);
    handler.fetched = places("t", "c:5");
    try (var peer = server.open()) {
      peer.text(HELLO);
      peer.text(
          "[{\"type\":\"resync\",\"topic\":\"t\",\"id\":\"b:4\"},"
              + "{\"type\":\"custom\",\"event\":\"e\",\"data\":1,\"topic\":\"t\",\"id\":\"b:5\"}]");
      Eventually.until("fetched twice", () -> handler.seen.size() >= 2);
    }
    try (var peer = server.open()) {
      assertThat(peer.requestLine).contains("resume=" + places("t", "c:5").encode());
      peer.text(HELLO);
      peer.text("{\"type\":\"custom\",\"event\":\"e\",\"data\":1,\"topic\":\"t\",\"id\":\"c:6\"}");
      Eventually.until("goes on", () -> handler.seen.contains("e t=c:6"));
      assertThat(handler.seen).doesNotContain("e t=b:5");
    }
  }

  @Test
  void aGapThatCannotBeMendedEndsThePage() throws Exception {
    follow(places("t", "a:1"), 10);
    handler.failures.set(100);
    try (var peer = server.open()) {
      peer.text(HELLO).text("{\"type\":\"resync\",\"topic\":\"t\",\"id\":\"b:4\"}");
      Eventually.until("given up", () -> page.failure().isPresent());
      // One may have been before the greeting was noticed.
      assertThat(handler.seen).hasSizeBetween(5, 6);
      assertThat(page.failure().orElseThrow()).hasMessageContaining("5 times");
    }
    assertThat(page.ended().get(20, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void morePlacesThanAnAddressHoldsAreFetchedAnew() throws Exception {
    follow(Positions.NONE, 10);
    try (var peer = server.open()) {
      peer.text(HELLO);
      for (int i = 0; i <= 64; i++) {
        peer.text("{\"type\":\"skip\",\"topic\":\"t%d\",\"id\":\"a:1\"}".formatted(i));
      }
      peer.text("{\"type\":\"custom\",\"event\":\"last\",\"data\":1}");
      Eventually.until("read", () -> handler.seen.contains("last"));
    }
    try (var peer = server.open()) {
      assertThat(peer.requestLine).contains("silcrow-resume=too-many");
    }
  }
}
