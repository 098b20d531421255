package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.SendResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sending: threads, order, coalescing, topics, and readers that do not read. */
class WsSendTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/send");
  private static final JsonMapper JSON = new JsonMapper();

  /** Subscribes each connection and keeps it open. */
  private static WsHandler subscriber(Pilcrow pilcrow) {
    return stream -> {
      pilcrow.hub().topic("t").subscribe(stream);
      stream.receive();
    };
  }

  private static void awaitSubscribers(TestServer server, int count) throws Exception {
    Topic topic = server.pilcrow.hub().topic("t");
    Eventually.until("subscribed", () -> topic.subscribers() == count);
  }

  private static List<JsonNode> events(String frame) {
    JsonNode tree = JSON.readTree(frame);
    List<JsonNode> events = new ArrayList<>();
    if (tree.isArray()) {
      tree.forEach(events::add);
    } else {
      events.add(tree);
    }
    return events;
  }

  @Test
  void manyThreadsMaySendAndEachOnesOrderIsKept() throws Exception {
    int threads = 4;
    int each = 200;
    WsHandler handler =
        stream -> {
          List<Thread> senders = new ArrayList<>();
          for (int t = 0; t < threads; t++) {
            String name = "t" + t;
            Thread sender =
                new Thread(
                    () -> {
                      for (int i = 0; i < each; i++) {
                        stream.send(WsEvent.custom(name, i));
                      }
                    });
            sender.start();
            senders.add(sender);
          }
          for (Thread sender : senders) {
            sender.join();
          }
        };
    try (var server =
            TestServer.start(
                settings -> settings.sendQueue(10_000, 10_000_000),
                (config, pilcrow) -> pilcrow.ws(ROUTE, handler));
        var client = TestSocket.open(server.ws("/ws/send?silcrow=1"))) {
      assertThat(client.next()).contains("hello");
      Map<String, Integer> next = new HashMap<>();
      for (int seen = 0; seen < threads * each; ) {
        for (JsonNode event : events(client.next())) {
          String name = event.get("event").stringValue();
          assertThat(event.get("data").intValue()).isEqualTo(next.getOrDefault(name, 0));
          next.merge(name, 1, Integer::sum);
          seen++;
        }
      }
      assertThat(client.closeCode()).isEqualTo(1000);
      assertThat(server.pilcrow.stats().sent()).isEqualTo((long) threads * each);
    }
  }

  @Test
  void whatWaitsGoesOutInOneFrameToSilcrowClientsOnly() throws Exception {
    CountDownLatch bothOpen = new CountDownLatch(2);
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        ROUTE,
                        stream -> {
                          pilcrow.hub().topic("t").subscribe(stream);
                          bothOpen.countDown();
                          stream.receive();
                        }));
        var silcrow = TestSocket.open(server.ws("/ws/send?silcrow=1"));
        var plain = TestSocket.open(server.ws("/ws/send"))) {
      assertThat(bothOpen.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(silcrow.next()).contains("hello");
      assertThat(silcrow.next()).contains("skip");
      Topic topic = server.pilcrow.hub().topic("t");
      for (int i = 0; i < 500; i++) {
        topic.publish(WsEvent.custom("n", i));
      }
      for (int i = 0; i < 500; i++) {
        assertThat(plain.next())
            .isEqualTo("{\"type\":\"custom\",\"event\":\"n\",\"data\":" + i + "}");
      }
      int frames = 0;
      for (int i = 0; i < 500; frames++) {
        for (JsonNode event : events(silcrow.next())) {
          assertThat(event.get("data").intValue()).isEqualTo(i++);
        }
      }
      assertThat(frames).isLessThan(500);
    }
  }

  @Test
  void whatWasSentBeforeSubscribingGoesFirst() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        ROUTE,
                        stream -> {
                          Topic topic = pilcrow.hub().topic("t");
                          var before = topic.position();
                          topic.publish(WsEvent.custom("topic", 1));
                          stream.send(WsEvent.custom("direct", 1));
                          stream.send(WsEvent.custom("direct", 2));
                          topic.subscribe(stream, before);
                          stream.receive();
                        }));
        var client = TestSocket.open(server.ws("/ws/send"))) {
      assertThat(client.next()).contains("\"direct\",\"data\":1");
      assertThat(client.next()).contains("\"direct\",\"data\":2");
      assertThat(client.next()).contains("\"topic\",\"data\":1");
    }
  }

  @Test
  void anEndedSubscriptionIsHeardNoMore() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        ROUTE,
                        stream -> {
                          Topic topic = pilcrow.hub().topic("t");
                          topic.subscribe(stream).close();
                          topic.publish(WsEvent.custom("missed", 1));
                          stream.send(WsEvent.custom("direct", 1));
                          stream.receive();
                        }));
        var client = TestSocket.open(server.ws("/ws/send"))) {
      assertThat(client.next()).contains("direct");
    }
  }

  @Test
  void publishingToAllButOneLeavesThatOneOut() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        ROUTE,
                        stream -> {
                          Topic topic = pilcrow.hub().topic("t");
                          topic.subscribe(stream);
                          for (WsEvent event : stream.events()) {
                            topic.publish(event, stream);
                          }
                        }));
        var speaker = TestSocket.open(server.ws("/ws/send"));
        var listener = TestSocket.open(server.ws("/ws/send"))) {
      awaitSubscribers(server, 2);
      speaker.send("{\"event\":\"from-speaker\"}");
      assertThat(listener.next()).contains("from-speaker");
      listener.send("{\"event\":\"from-listener\"}");
      assertThat(speaker.next()).contains("from-listener");
    }
  }

  @Test
  void aMessageLargerThanAFrameArrivesWhole() throws Exception {
    String markup = "x".repeat(300_000);
    WsHandler large = stream -> stream.send(WsEvent.html(markup, "#x"));
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.ws(ROUTE, large));
        var client = TestSocket.open(server.ws("/ws/send"))) {
      assertThat(client.next()).contains(markup);
    }
  }

  @Test
  void aFullSendQueueClosesWith1013() throws Exception {
    CompletableFuture<Integer> queued = new CompletableFuture<>();
    String markup = "x".repeat(20_000);
    WsHandler flood =
        stream -> {
          int sent = 0;
          while (stream.send(WsEvent.html(markup, "#x")) == SendResult.QUEUED) {
            sent++;
          }
          queued.complete(sent);
        };
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.ws(ROUTE, flood));
        var client = RawSocket.slow(server.port(), "/ws/send")) {
      assertThat(queued.get(20, TimeUnit.SECONDS)).isPositive();
      assertThat(client.read(RawSocket.CLOSE).closeCode()).isEqualTo(1013);
      assertThat(server.pilcrow.stats().tooSlow()).isEqualTo(1);
    }
  }

  @Test
  void aReaderThatATopicHasMovedPastIsClosedAndTheOthersStillHear() throws Exception {
    String markup = "x".repeat(20_000);
    try (var server =
            TestServer.start(
                settings -> settings.topics(new Hub.Limits(10, 16, 1 << 20)),
                (config, pilcrow) -> pilcrow.ws(ROUTE, subscriber(pilcrow)));
        var slow = RawSocket.slow(server.port(), "/ws/send");
        var fast = TestSocket.open(server.ws("/ws/send"))) {
      awaitSubscribers(server, 2);
      Topic topic = server.pilcrow.hub().topic("t");
      for (int i = 0; i < 500; i++) {
        topic.publish(WsEvent.html(markup, "#" + i));
        assertThat(fast.next()).contains("\"#" + i + "\"");
      }
      assertThat(server.pilcrow.stats().open()).isEqualTo(2);
      assertThat(slow.read(RawSocket.CLOSE).closeCode()).isEqualTo(1013);
    }
  }
}
