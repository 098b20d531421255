package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.SseEvent;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.route.SseRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event streams go on where they were: by their browser's own means, and by ours. */
class SseResumeTest {
  private TestServer server;

  @BeforeEach
  void start() {
    server =
        TestServer.start(
            settings -> settings.topics(new Hub.Limits(10, 5, 10_000)),
            (config, pilcrow) ->
                pilcrow
                    .sse(
                        SseRoute.of("/two"),
                        stream -> {
                          pilcrow.hub().topic("a").subscribe(stream);
                          pilcrow.hub().topic("b").subscribe(stream);
                        })
                    .sse(
                        SseRoute.of("/own"),
                        stream ->
                            stream.send(
                                SseEvent.of(
                                        WsEvent.navigate("/" + stream.lastEventId().orElse("-")))
                                    .id("17"))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TopicPosition publish(String topic, int first, int last) {
    IntStream.rangeClosed(first, last)
        .forEach(n -> server.pilcrow.hub().topic(topic).publish(WsEvent.custom(topic, n)));
    return server.pilcrow.hub().topic(topic).position();
  }

  private TestStream open(String query, String... lines) throws Exception {
    TestStream stream = TestStream.open(server.port(), "/two" + query, lines);
    assertThat(stream.status).isEqualTo(200);
    return stream;
  }

  private static String event(String topic, int n) {
    return "event: custom\ndata: {\"event\":\"" + topic + "\",\"data\":" + n + "}";
  }

  private static Map<String, Position> places(String id) {
    return Positions.decode(id).orElseThrow().asMap();
  }

  private static String id(TopicPosition... places) {
    return Positions.of(List.of(places)).encode();
  }

  @Test
  void eachEventSaysWhereAllTopicsAreAndABrowserGoesOnFromThere() throws Exception {
    TopicPosition a = publish("a", 1, 1);
    TopicPosition b = publish("b", 1, 1);
    String id;
    try (var stream = open("")) {
      stream.readPlaces("a", "b");
      publish("a", 2, 3);
      assertThat(stream.next()).isEqualTo(event("a", 2));
      assertThat(places(stream.lastId))
          .containsEntry("a", new Position(a.epoch(), 2))
          .containsEntry("b", b.at());
      id = stream.lastId;
      assertThat(stream.next()).isEqualTo(event("a", 3));
      assertThat(places(stream.lastId)).containsEntry("a", new Position(a.epoch(), 3));
    }
    publish("b", 2, 2);
    try (var stream = open("", "Last-Event-ID: " + id)) {
      List<String> seen = List.of(stream.next(), stream.next());
      assertThat(seen).containsExactlyInAnyOrder(event("a", 3), event("b", 2));
      assertThat(places(stream.lastId))
          .containsEntry("a", new Position(a.epoch(), 3))
          .containsEntry("b", new Position(b.epoch(), 2));
      publish("a", 4, 4);
      assertThat(stream.next()).isEqualTo(event("a", 4));
    }
  }

  @Test
  void aTopicThatWasQuietIsNotForgottenInLaterIds() throws Exception {
    TopicPosition a = publish("a", 1, 2);
    TopicPosition b = publish("b", 1, 2);
    try (var stream = open("", "Last-Event-ID: " + id(a, b))) {
      publish("b", 3, 3);
      assertThat(stream.next()).isEqualTo(event("b", 3));
      assertThat(places(stream.lastId)).containsEntry("a", a.at());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?silcrow=1"})
  void aPlaceThatIsGoneIsAnEventResyncAndTheStreamGoesOn(String query) throws Exception {
    TopicPosition a = publish("a", 1, 9);
    TopicPosition b = publish("b", 1, 1);
    String old = id(new TopicPosition("a", new Position(a.epoch(), 1)), b);
    try (var stream = open(query, "Last-Event-ID: " + old)) {
      if (!query.isEmpty()) {
        assertThat(stream.next()).startsWith("event: hello");
      }
      assertThat(stream.next())
          .isEqualTo("event: resync\ndata: {\"topic\":\"a\",\"id\":\"" + a.at() + "\"}");
      assertThat(places(stream.lastId)).containsEntry("a", a.at()).containsEntry("b", b.at());
      publish("b", 2, 2);
      assertThat(stream.next()).contains("\"data\":2");
    }
    assertThat(server.pilcrow.stats().tooSlow()).isZero();
  }

  @Test
  void ourClientSeesWholeEventsWithTheirPlaces() throws Exception {
    TopicPosition a = publish("a", 1, 2);
    TopicPosition b = publish("b", 1, 1);
    String first = id(new TopicPosition("a", new Position(a.epoch(), 1)), b);
    try (var stream = open("?silcrow=1&silcrow-resume=" + first)) {
      assertThat(stream.next()).startsWith("event: hello");
      assertThat(stream.next())
          .isEqualTo(
              "data: {\"type\":\"custom\",\"event\":\"a\",\"data\":2,\"topic\":\"a\",\"id\":\""
                  + a.at()
                  + "\"}");
      assertThat(places(stream.lastId)).containsEntry("a", a.at()).containsEntry("b", b.at());
      server.pilcrow.hub().topic("b").publish(WsEvent.navigate("/x"));
      assertThat(stream.next())
          .isEqualTo(
              "data: {\"type\":\"navigate\",\"path\":\"/x\",\"topic\":\"b\",\"id\":\""
                  + b.epoch()
                  + ":2\"}");
    }
  }

  @Test
  void whatTheBrowserSaysByItselfIsNewestAndThePageCountsBeforeTheLastId() throws Exception {
    TopicPosition a = publish("a", 1, 5);
    TopicPosition b = publish("b", 1, 5);
    String early = id(place(a, 1), place(b, 2));
    String late = id(place(a, 4));
    try (var stream = open("?silcrow=1&silcrow-last=" + late + "&silcrow-resume=" + early)) {
      assertThat(replayed(stream, 7)).containsExactly(4L, 3L);
    }
    try (var stream = open("?silcrow=1&silcrow-resume=" + early, "Last-Event-ID: " + late)) {
      assertThat(replayed(stream, 4)).containsExactly(1L, 3L);
    }
  }

  /** How many of the next events are of topic a, and how many of b. */
  private static List<Long> replayed(TestStream stream, int count) throws Exception {
    assertThat(stream.next()).startsWith("event: hello");
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      seen.add(stream.next());
    }
    return Stream.of("a", "b")
        .map(name -> seen.stream().filter(e -> e.contains("\"topic\":\"" + name)).count())
        .toList();
  }

  private static TopicPosition place(TopicPosition of, long offset) {
    return new TopicPosition(of.topic(), new Position(of.epoch(), offset));
  }

  @Test
  void whatIsNotOursIsNoPlaceAndAnApplicationsOwnIdComesBack() throws Exception {
    publish("a", 1, 2);
    try (var stream = open("", "Last-Event-ID: 17")) {
      publish("a", 3, 3);
      assertThat(stream.next()).isEqualTo(event("a", 3));
    }
    assertThat(server.pilcrow.stats().badResumes()).isZero();
    try (var own = TestStream.open(server.port(), "/own", "Last-Event-ID: 16")) {
      assertThat(own.next()).isEqualTo("id: 17\nevent: navigate\ndata: /16");
    }
    String places = id(publish("a", 4, 4));
    try (var own = TestStream.open(server.port(), "/own", "Last-Event-ID: " + places)) {
      assertThat(own.next()).isEqualTo("id: 17\nevent: navigate\ndata: /-");
    }
    try (var stream = open("?silcrow=1&silcrow-resume=nonsense")) {
      assertThat(stream.next()).startsWith("event: hello");
      assertThat(List.of(stream.next(), stream.next())).allMatch(e -> e.contains("resync"));
    }
    assertThat(server.pilcrow.stats().badResumes()).isEqualTo(1);
  }
}
