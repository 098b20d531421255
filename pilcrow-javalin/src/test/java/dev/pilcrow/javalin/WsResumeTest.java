package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.route.WsRoute;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Where a client goes on in a topic after an interruption, over real sockets. */
class WsResumeTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/t");
  private static final String PATH = "/ws/t";

  private static TestServer serve() {
    return serve(settings -> {});
  }

  private static TestServer serve(Consumer<PilcrowConfig> settings) {
    return TestServer.start(
        settings,
        (config, pilcrow) ->
            pilcrow.ws(
                ROUTE,
                stream -> {
                  pilcrow.hub().topic("t").subscribe(stream);
                  stream.receive();
                }));
  }

  private static Topic topic(TestServer server) {
    return server.pilcrow.hub().topic("t");
  }

  private static TopicPosition publish(TestServer server, int first, int last) {
    IntStream.rangeClosed(first, last).forEach(n -> topic(server).publish(WsEvent.custom("n", n)));
    return topic(server).position();
  }

  private static String at(TopicPosition place, long offset) {
    return "{\"t\":\"" + place.epoch() + ":" + offset + "\"}";
  }

  @Test
  void aNewClientIsToldWhereItStartsAndEveryEventCarriesItsPlaceLast() throws Exception {
    try (var server = serve()) {
      TopicPosition before = publish(server, 1, 2);
      try (var client = ResumingSocket.open(server, PATH)) {
        assertThat(client.next().toString())
            .isEqualTo("{\"type\":\"skip\",\"topic\":\"t\",\"id\":\"" + before.epoch() + ":2\"}");
        publish(server, 3, 3);
        assertThat(client.next().toString())
            .isEqualTo(
                "{\"type\":\"custom\",\"event\":\"n\",\"data\":3,\"topic\":\"t\",\"id\":\""
                    + before.epoch()
                    + ":3\"}");
      }
    }
  }

  @Test
  void aClientGoesOnWhereItWasAndMissesNothing() throws Exception {
    try (var server = serve()) {
      TopicPosition place = publish(server, 1, 9);
      try (var client = ResumingSocket.resume(server, PATH, at(place, 4))) {
        publish(server, 10, 11);
        assertThat(client.take(7))
            .containsExactly("5 @5", "6 @6", "7 @7", "8 @8", "9 @9", "10 @10", "11 @11");
      }
      try (var client = ResumingSocket.resume(server, PATH, at(place, 11))) {
        publish(server, 12, 12);
        assertThat(client.take(1)).containsExactly("12 @12");
      }
      assertThat(server.pilcrow.hub().stats().resumed()).isEqualTo(2);
      assertThat(server.pilcrow.hub().stats().resynced()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EPOCH:1", "EPOCH:99", "other:7", "other:0"})
  void aPlaceThatTheLogDoesNotHoldIsAResyncAndThenTheHead(String place) throws Exception {
    try (var server = serve(settings -> settings.topics(new Hub.Limits(10, 5, 10_000)))) {
      TopicPosition head = publish(server, 1, 9);
      String json = "{\"t\":\"" + place.replace("EPOCH", head.epoch()) + "\"}";
      try (var client = ResumingSocket.resume(server, PATH, json)) {
        assertThat(client.next().toString())
            .isEqualTo("{\"type\":\"resync\",\"topic\":\"t\",\"id\":\"" + head.epoch() + ":9\"}");
        publish(server, 10, 10);
        assertThat(client.take(1)).containsExactly("10 @10");
      }
      assertThat(server.pilcrow.hub().stats().resynced()).isEqualTo(1);
      assertThat(server.pilcrow.stats().tooSlow()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!!!",
        "bm9uc2Vuc2U",
        "[\"t\"]",
        "{\"t\":7}",
        "{\"t\":\"k3f9\"}",
        "{\"t\":\"k3f9:-1\"}",
        "{\"t\":\"k3f9:1\",\"t\":\"k3f9:2\"}",
        "{\"a topic\":\"k3f9:1\"}",
        "{\"t\":{\"t\":{}}}",
        "HUGE",
        "MANY",
        "NOT UTF-8",
      })
  void whatNobodyCanReadLeavesAGapInEveryTopicAndIsCounted(String text) throws Exception {
    String parameter =
        switch (text) {
          case "!!!", "bm9uc2Vuc2U" -> text;
          case "HUGE" -> ResumingSocket.encode("{\"" + "t".repeat(4_200) + "\":\"k3f9:1\"}");
          case "MANY" ->
              ResumingSocket.encode(
                  "{\"t\":\"k:1\""
                      + ",\"t%d\":\"k:1\""
                          .repeat(64)
                          .formatted(IntStream.range(0, 64).boxed().toArray())
                      + "}");
          case "NOT UTF-8" -> "eyJ0IjoiazoxIv_9";
          default -> ResumingSocket.encode(text);
        };
    try (var server = serve()) {
      publish(server, 1, 2);
      try (var client = ResumingSocket.raw(server, PATH, parameter)) {
        assertThat(client.take(1)).containsExactly("resync @2");
        publish(server, 3, 3);
        assertThat(client.take(1)).containsExactly("3 @3");
      }
      assertThat(server.pilcrow.stats().badResumes()).isEqualTo(1);
    }
  }

  @Test
  void namingATopicGrantsNothing() throws Exception {
    try (var server = serve()) {
      Topic secret = server.pilcrow.hub().topic("secret");
      TopicPosition place = secret.position();
      secret.publish(WsEvent.custom("n", 42));
      String json = "{\"secret\":\"" + place.at() + "\"}";
      try (var client = ResumingSocket.resume(server, PATH, json)) {
        assertThat(client.take(1)).containsExactly("skip @0");
        secret.publish(WsEvent.custom("n", 43));
        publish(server, 1, 1);
        assertThat(client.take(1)).containsExactly("1 @1");
      }
      assertThat(secret.subscribers()).isZero();
    }
  }

  @Test
  void theClientsPlaceCountsBeforeTheHandlersAndOnlyOnce() throws Exception {
    CompletableFuture<TopicPosition> before = new CompletableFuture<>();
    try (var server =
        TestServer.start(
            (config, pilcrow) ->
                pilcrow.ws(
                    ROUTE,
                    stream -> {
                      Topic topic = pilcrow.hub().topic("t");
                      topic.subscribe(stream, before.get());
                      for (WsEvent event : stream.events()) {
                        topic.subscribe(stream).close();
                        topic.publish(WsEvent.custom("n", 4));
                        topic.subscribe(stream);
                      }
                    }))) {
      before.complete(publish(server, 1, 1));
      publish(server, 2, 3);
      try (var named = ResumingSocket.resume(server, PATH, at(before.get(), 2));
          var unnamed = ResumingSocket.open(server, PATH)) {
        assertThat(named.take(1)).containsExactly("3 @3");
        assertThat(unnamed.take(3)).containsExactly("skip @1", "2 @2", "3 @3");
        named.socket().send("{\"event\":\"again\"}");
        assertThat(named.take(1)).containsExactly("skip @4");
        assertThat(unnamed.take(1)).containsExactly("4 @4");
      }
    }
  }

  @Test
  void whoIsExceptedIsToldToStepOver() throws Exception {
    try (var server =
        TestServer.start(
            (config, pilcrow) ->
                pilcrow.ws(
                    ROUTE,
                    stream -> {
                      Topic topic = pilcrow.hub().topic("t");
                      topic.subscribe(stream);
                      for (WsEvent event : stream.events()) {
                        topic.publish(WsEvent.custom("n", 1), stream);
                        topic.publish(WsEvent.custom("n", 2));
                        topic.publish(WsEvent.custom("n", 3), stream);
                      }
                    }))) {
      try (var speaker = ResumingSocket.open(server, PATH);
          var listener = ResumingSocket.open(server, PATH)) {
        assertThat(speaker.take(1)).isEqualTo(listener.take(1)).containsExactly("skip @0");
        speaker.socket().send("{\"event\":\"say\"}");
        assertThat(speaker.take(3)).containsExactly("skip @1", "2 @2", "skip @3");
        assertThat(listener.take(3)).containsExactly("1 @1", "2 @2", "3 @3");
      }
    }
  }

  @Test
  void aPlainClientSeesTheFiveShapesWhateverItsAddressSays() throws Exception {
    try (var server = serve()) {
      TopicPosition place = publish(server, 1, 2);
      String resume = ResumingSocket.encode(at(place, 0));
      try (var client = TestSocket.open(server.ws(PATH + "?silcrow-resume=" + resume))) {
        Eventually.until("subscribed", () -> topic(server).subscribers() == 1);
        publish(server, 3, 3);
        assertThat(client.next()).isEqualTo("{\"type\":\"custom\",\"event\":\"n\",\"data\":3}");
      }
    }
  }

  @Test
  void aReaderThatTheLogHasMovedPastIsToldAndStays() throws Exception {
    String markup = "x".repeat(20_000);
    try (var server = serve(settings -> settings.topics(new Hub.Limits(10, 16, 1 << 20)));
        var slow = RawSocket.slow(server.port(), PATH + "?silcrow=1");
        var fast = ResumingSocket.open(server, PATH)) {
      Eventually.until("subscribed", () -> topic(server).subscribers() == 2);
      fast.next();
      for (int i = 0; i < 500; i++) {
        topic(server).publish(WsEvent.html(markup, "#" + i));
        assertThat(fast.next().get("target").stringValue()).isEqualTo("#" + i);
      }
      String seen = "";
      while (!seen.contains("\"resync\"")) {
        seen = slow.read(RawSocket.TEXT).text();
      }
      assertThat(server.pilcrow.stats().open()).isEqualTo(2);
      assertThat(server.pilcrow.hub().stats().resynced()).isEqualTo(1);
    }
  }

  @Test
  void withoutAWebSocketTheSameFramesComeAsMessages() throws Exception {
    try (var server = serve()) {
      TopicPosition place = publish(server, 1, 2);
      String resume = "&silcrow-resume=" + ResumingSocket.encode(at(place, 1));
      try (var client = TestStream.open(server.port(), PATH + "?silcrow=1" + resume)) {
        assertThat(client.next()).startsWith("event: hello\n");
        assertThat(client.next())
            .isEqualTo(
                "data: {\"type\":\"custom\",\"event\":\"n\",\"data\":2,\"topic\":\"t\",\"id\":\""
                    + place.epoch()
                    + ":2\"}");
      }
      try (var client = TestStream.open(server.port(), PATH + "?silcrow=1")) {
        assertThat(client.next()).startsWith("event: hello\n");
        assertThat(client.next())
            .isEqualTo("event: skip\ndata: {\"topic\":\"t\",\"id\":\"" + place.epoch() + ":2\"}");
      }
    }
  }

  @Test
  void resumingWorksForEveryClientOfAServerAtOnce() throws Exception {
    try (var server = serve()) {
      TopicPosition place = publish(server, 1, 200);
      for (int offset = 150; offset < 200; offset += 7) {
        try (var client = ResumingSocket.resume(server, PATH, at(place, offset))) {
          for (int n = offset + 1; n <= 200; n++) {
            JsonNode frame = client.next();
            assertThat(frame.get("data").intValue()).isEqualTo(n);
          }
        }
      }
      assertThat(List.of(server.pilcrow.hub().stats().resynced())).containsExactly(0L);
    }
  }
}
