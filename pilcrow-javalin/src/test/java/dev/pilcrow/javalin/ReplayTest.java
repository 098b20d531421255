package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.Json;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.route.WsRoute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What becomes of a replay that is interrupted: more than the network holds is on its way. */
class ReplayTest {
  private static final int EVENTS = 400;
  private static final String MARKUP = "x".repeat(50_000);

  private final CountDownLatch failing = new CountDownLatch(1);
  private final TestServer server =
      TestServer.start(
          settings -> settings.topics(new Hub.Limits(10, EVENTS, 32 << 20)),
          (config, pilcrow) -> {
            pilcrow.ws(
                WsRoute.of("/ws/fails"),
                stream -> {
                  pilcrow.hub().topic("t").subscribe(stream);
                  failing.await();
                  throw new IllegalStateException("wanted by this test");
                });
            pilcrow.ws(
                WsRoute.of("/ws/t"),
                WsCallbacks.create().onOpen(pilcrow.hub().topic("t")::subscribe));
          });
  private final Topic topic = server.pilcrow.hub().topic("t");

  @AfterEach
  void stop() {
    server.close();
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      topic.publish(WsEvent.html(MARKUP, "#a"));
    }
  }

  /** A client that goes on after an offset, and reads when it is told to. */
  private RawSocket resume(String path, long offset) throws IOException {
    String at = "{\"t\":\"" + topic.position().epoch() + ":" + offset + "\"}";
    String parameters = "?silcrow=1&silcrow-resume=" + ResumingSocket.encode(at);
    RawSocket client = RawSocket.slow(server.port(), path + parameters);
    assertThat(client.read(RawSocket.TEXT).text()).contains("hello");
    return client;
  }

  /** The next frames of the topic, a resync as a negative offset. */
  private static List<Long> next(RawSocket client) throws IOException {
    JsonNode read = Json.mapper().readTree(client.read(RawSocket.TEXT).payload());
    List<Long> offsets = new ArrayList<>();
    for (JsonNode frame : read.isArray() ? read : List.of(read)) {
      long offset = Long.parseLong(frame.get("id").stringValue().split(":", -1)[1]);
      offsets.add(frame.get("type").stringValue().equals("resync") ? -offset : offset);
    }
    return offsets;
  }

  private static List<Long> read(RawSocket client, long last) throws IOException {
    List<Long> offsets = new ArrayList<>();
    while (offsets.isEmpty() || offsets.get(offsets.size() - 1) < last) {
      offsets.addAll(next(client));
    }
    return offsets;
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void aHandlerThatThrowsMeanwhileEndsItBehindWhatTheTopicHolds() throws Exception {
    publish(EVENTS);
    try (var client = resume("/ws/fails", 0)) {
      List<Long> seen = next(client);
      failing.countDown();
      Eventually.until("unsubscribed", () -> topic.subscribers() == 0);
      seen.addAll(read(client, EVENTS));
      assertThat(seen).isEqualTo(range(1, EVENTS));
      assertThat(client.readClose()).isEqualTo(1011);
    }
  }

  @Test
  void aClientThatGoesMeanwhileHarmsNobodyAndGetsTheRestWhenItComesBack() throws Exception {
    publish(EVENTS);
    List<Long> seen;
    try (var other = resume("/ws/t", 0)) {
      try (var client = resume("/ws/t", 0)) {
        seen = next(client);
      }
      assertThat(read(other, EVENTS)).isEqualTo(range(1, EVENTS));
      Eventually.until("gone", () -> topic.subscribers() == 1);
      assertThat(server.pilcrow.stats().open()).isEqualTo(1);
    }
    try (var again = resume("/ws/t", seen.get(seen.size() - 1))) {
      seen.addAll(read(again, EVENTS));
      assertThat(seen).isEqualTo(range(1, EVENTS));
    }
  }

  @Test
  void aLogThatIsTrimmedMeanwhileIsAGapThatIsToldOnceAndNoHole() throws Exception {
    publish(EVENTS);
    try (var client = resume("/ws/t", 0)) {
      List<Long> seen = next(client);
      publish(EVENTS);
      while (seen.stream().noneMatch(offset -> offset < 0)) {
        seen.addAll(next(client));
      }
      publish(1);
      long last = topic.position().offset();
      if (seen.get(seen.size() - 1) < last) {
        seen.addAll(read(client, last));
      }
      int gap = seen.indexOf(seen.stream().filter(offset -> offset < 0).findAny().orElseThrow());
      assertThat(seen.subList(0, gap)).isEqualTo(range(1, gap));
      long behind = -seen.get(gap);
      assertThat(behind).isGreaterThan(EVENTS);
      assertThat(seen.subList(gap + 1, seen.size())).isEqualTo(range(behind + 1, last));
      assertThat(server.pilcrow.hub().stats().resynced()).isEqualTo(1);
    }
  }
}
