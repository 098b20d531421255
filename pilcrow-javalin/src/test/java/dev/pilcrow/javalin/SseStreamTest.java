package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.SseEvent;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.SseRoute;
import dev.pilcrow.ws.SendResult;
import io.javalin.http.ForbiddenResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An event stream from the request to its end, as a client sees it. */
class SseStreamTest {
  private static final SseRoute ROUTE = SseRoute.of("/events");

  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

  private static TestServer serve(SseHandler handler) {
    return TestServer.start((config, pilcrow) -> pilcrow.sse(ROUTE, handler));
  }

  private String called() throws InterruptedException {
    return calls.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void theFiveEventsArriveInOrderAndFramedAsTheSpecSays() throws Exception {
    SseHandler all =
        stream -> {
          stream.send(WsEvent.patch(Map.of("n", 1), "#a"));
          stream.send(WsEvent.html("<p>é</p>", "#b").append());
          stream.send(WsEvent.invalidate("#c"));
          stream.send(WsEvent.navigate("/d"));
          stream.send(SseEvent.of(WsEvent.custom("e", null)).id("7").retry(Duration.ofSeconds(2)));
        };
    try (var server = serve(all);
        var client = TestStream.open(server.port(), "/events")) {
      assertThat(client.status).isEqualTo(200);
      assertThat(client.headers)
          .containsEntry("Content-Type", "text/event-stream")
          .containsEntry("Cache-Control", "no-store, no-transform")
          .containsEntry("X-Accel-Buffering", "no")
          .containsEntry("X-Content-Type-Options", "nosniff")
          .containsEntry("Connection", "close")
          .doesNotContainKey("Content-Length")
          .doesNotContainKey("Set-Cookie");
      assertThat(client.block()).isEqualTo(":");
      assertThat(client.block())
          .isEqualTo("event: patch\ndata: {\"target\":\"#a\",\"data\":{\"n\":1}}");
      assertThat(client.block())
          .isEqualTo(
              "event: html\ndata: {\"target\":\"#b\",\"html\":\"<p>é</p>\",\"swap\":\"append\"}");
      assertThat(client.block()).isEqualTo("event: invalidate\ndata: #c");
      assertThat(client.block()).isEqualTo("event: navigate\ndata: /d");
      assertThat(client.block())
          .isEqualTo("id: 7\nretry: 2000\nevent: custom\ndata: {\"event\":\"e\",\"data\":null}");
    }
  }

  @Test
  void theStreamOpensAtOnceThoughNothingIsSentAndHoldsNoThread() throws Exception {
    try (var server = serve(stream -> calls.add(stream.id()));
        var client = TestStream.open(server.port(), "/events")) {
      assertThat(client.block()).isEqualTo(":");
      assertThat(called()).isNotEmpty();
      assertThat(server.pilcrow.stats().openStreams()).isEqualTo(1);
      assertThat(server.pilcrow.stats().open()).isEqualTo(1);
      Eventually.until("no thread is inside", () -> threadsInside() == 0);
    }
  }

  private static long threadsInside() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            trace ->
                List.of(trace).stream()
                    .anyMatch(frame -> frame.getClassName().contains("LiveSseStream")))
        .count();
  }

  @Test
  void aHandlerThatGoesOnSendingIsHeardMeanwhile() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    SseHandler loop =
        stream -> {
          stream.send(WsEvent.navigate("/1"));
          heard.await();
          stream.send(WsEvent.navigate("/2"));
        };
    try (var server = serve(loop);
        var client = TestStream.open(server.port(), "/events")) {
      assertThat(client.next()).contains("/1");
      heard.countDown();
      assertThat(client.next()).contains("/2");
    }
  }

  @Test
  void whatAHandlerThrowsBeforeItSendsIsAnsweredLikeAnyException() throws Exception {
    SseHandler refusing =
        stream -> {
          stream.onClose(() -> calls.add("closed"));
          throw new ForbiddenResponse("not for you");
        };
    try (var server = serve(refusing)) {
      var response = server.send("GET", "/events", "Accept", "text/event-stream");
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.body()).contains("not for you");
      assertThat(response.headers().firstValue("Connection")).isEmpty();
      assertThat(called()).isEqualTo("closed");
      Eventually.until("closed", () -> server.pilcrow.stats().open() == 0);
    }
  }

  @Test
  void whatItThrowsLaterEndsTheStreamBehindWhatItSent() throws Exception {
    SseHandler failing =
        stream -> {
          stream.onClose(() -> calls.add("closed"));
          stream.send(WsEvent.navigate("/sent"));
          calls.add("wait for the client");
          while (!calls.isEmpty()) {
            Thread.onSpinWait();
          }
          throw new IllegalStateException("on purpose, in a test");
        };
    try (var server = serve(failing);
        var client = TestStream.open(server.port(), "/events?silcrow=1")) {
      assertThat(client.next()).contains("event: hello");
      assertThat(client.next()).contains("/sent");
      assertThat(called()).startsWith("wait");
      assertThat(client.next())
          .isEqualTo("event: close\ndata: {\"code\":1011,\"reason\":\"handler failed\"}");
      assertThat(client.isEnded()).isTrue();
      assertThat(called()).isEqualTo("closed");
    }
  }

  @Test
  void aSilcrowClientIsGreetedAndToldOfTheClose() throws Exception {
    try (var server = serve(SseStream::close);
        var client = TestStream.open(server.port(), "/events?silcrow=1")) {
      assertThat(client.block())
          .isEqualTo(
              "event: hello\ndata: {\"protocol\":1,\"ack\":false,\"heartbeat\":15000,"
                  + "\"maxMessage\":65536}");
      assertThat(client.block()).isEqualTo("event: close\ndata: {\"code\":1000,\"reason\":\"\"}");
      assertThat(client.isEnded()).isTrue();
      Eventually.until("closed", () -> server.pilcrow.stats().open() == 0);
    }
  }

  @Test
  void closingSendsWhatIsQueuedAndTakesNothingMore() throws Exception {
    BlockingQueue<SseStream> kept = new LinkedBlockingQueue<>();
    SseHandler closing =
        stream -> {
          kept.add(stream);
          for (int i = 0; i < 100; i++) {
            stream.send(WsEvent.navigate("/" + i));
          }
          stream.close();
          calls.add(stream.send(WsEvent.navigate("/late")).name());
          stream.close();
        };
    try (var server = serve(closing);
        var client = TestStream.open(server.port(), "/events")) {
      for (int i = 0; i < 100; i++) {
        assertThat(client.next()).isEqualTo("event: navigate\ndata: /" + i);
      }
      assertThat(client.rest()).isEmpty();
      assertThat(called()).isEqualTo("CLOSED");
      SseStream stream = kept.take();
      assertThat(stream.send(WsEvent.navigate("/x"))).isEqualTo(SendResult.CLOSED);
      stream.onClose(() -> calls.add("at once"));
      assertThat(called()).isEqualTo("at once");
    }
  }

  @Test
  void aClientThatGoesIsNoticedWithoutAWrite() throws Exception {
    SseHandler watching = stream -> stream.onClose(() -> calls.add("gone " + stream.id().length()));
    try (var server = serve(watching)) {
      TestStream leaving = TestStream.open(server.port(), "/events");
      assertThat(leaving.block()).isEqualTo(":");
      leaving.close();
      assertThat(called()).startsWith("gone");
      TestStream reset = TestStream.open(server.port(), "/events");
      assertThat(reset.block()).isEqualTo(":");
      reset.reset();
      assertThat(called()).startsWith("gone");
      Eventually.until("forgotten", () -> server.pilcrow.stats().open() == 0);
    }
  }

  @Test
  void aClientThatTalksBehindItsRequestStillHearsTheStream() throws Exception {
    BlockingQueue<SseStream> kept = new LinkedBlockingQueue<>();
    try (var server = serve(kept::add);
        var client = TestStream.open(server.port(), "/events")) {
      client.say("GET /events HTTP/1.1\r\nHost: x\r\n\r\n" + "x".repeat(1_000));
      assertThat(client.block()).isEqualTo(":");
      SseStream stream = kept.take();
      stream.send(WsEvent.navigate("/1"));
      assertThat(client.next()).contains("/1");
      stream.close();
      assertThat(client.isEnded()).isTrue();
      Eventually.until("closed", () -> server.pilcrow.stats().open() == 0);
    }
  }

  @Test
  void aTopicReachesSocketsAndStreamsAlikeAndEndsWithTheStream() throws Exception {
    try (var server =
        TestServer.start(
            (config, pilcrow) -> {
              var topic = pilcrow.hub().topic("t");
              pilcrow.sse(ROUTE, topic::subscribe);
              pilcrow.ws(
                  dev.pilcrow.route.WsRoute.of("/ws"),
                  WsCallbacks.create().onOpen(topic::subscribe));
            })) {
      var topic = server.pilcrow.hub().topic("t");
      try (var stream = TestStream.open(server.port(), "/events");
          var socket = TestSocket.open(server.ws("/ws"))) {
        Eventually.until("both", () -> topic.subscribers() == 2);
        topic.publish(WsEvent.html("<p>x</p>", "#a"));
        assertThat(socket.next()).contains("\"markup\":\"<p>x</p>\"");
        assertThat(stream.next())
            .isEqualTo("event: html\ndata: {\"target\":\"#a\",\"html\":\"<p>x</p>\"}");
      }
      Eventually.until("none", () -> topic.subscribers() == 0);
    }
  }
}
