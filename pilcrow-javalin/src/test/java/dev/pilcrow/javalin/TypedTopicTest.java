package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.channel.Codec;
import dev.pilcrow.channel.Decoded;
import dev.pilcrow.channel.FrameKind;
import dev.pilcrow.channel.WireFormat;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.TypedTopic;
import dev.pilcrow.route.WsRoute;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Topics of typed channels over real sockets. */
@Timeout(60)
class TypedTopicTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/cursors/{room}");

  record Cursor(String who, int x) {}

  private static final WsChannel<Cursor, Cursor> CURSORS =
      WsChannel.of(ROUTE, Codecs.json(), Cursor.class, Cursor.class)
          .or(Codecs.cbor())
          .or(Codecs.messagePack());

  /** Everybody in a room hears the others, and not themselves. */
  private static void meet(Pilcrow pilcrow, WsChannel<Cursor, Cursor> channel) {
    pilcrow.ws(
        channel,
        stream -> {
          TypedTopic<Cursor> room = pilcrow.hub().topic(stream.pathParam("room"), channel);
          room.subscribe(stream);
          for (Cursor cursor : stream.messages()) {
            room.publish(cursor, stream);
          }
        });
  }

  private static RawSocket join(TestServer server, int room, String format) throws Exception {
    return new RawSocket(
        server.port(), "/ws/cursors/" + room, "Sec-WebSocket-Protocol: pilcrow." + format);
  }

  private static void awaitMembers(TestServer server, int room, int count) throws Exception {
    TypedTopic<Cursor> topic = server.pilcrow.hub().topic(String.valueOf(room), CURSORS);
    Eventually.until("members", () -> topic.subscribers() == count);
  }

  private static Cursor read(RawSocket socket, int wire) throws Exception {
    byte[] payload = socket.read().payload();
    Decoded<Cursor> decoded = CURSORS.wires().get(wire).out().decode(ByteBuffer.wrap(payload));
    return ((Decoded.Value<Cursor>) decoded).value();
  }

  @Test
  void everyReaderGetsItInItsOwnFormatAndTheSenderDoesNot() throws Exception {
    try (var server = TestServer.start((config, pilcrow) -> meet(pilcrow, CURSORS));
        var json = join(server, 7, "json");
        var cbor = join(server, 7, "cbor");
        var pack = join(server, 7, "msgpack");
        var elsewhere = join(server, 8, "json")) {
      awaitMembers(server, 7, 3);
      awaitMembers(server, 8, 1);
      json.text("{\"who\":\"Ann\",\"x\":1}");
      assertThat(read(cbor, 1)).isEqualTo(new Cursor("Ann", 1));
      assertThat(read(pack, 2)).isEqualTo(new Cursor("Ann", 1));
      ByteBuffer bytes = CURSORS.wires().get(1).in().encode(new Cursor("Bob", 2));
      byte[] answer = new byte[bytes.remaining()];
      bytes.get(answer);
      cbor.frame(true, RawSocket.BINARY, answer);
      // What json and elsewhere hear first is neither json's own message nor one of another room.
      assertThat(read(json, 0)).isEqualTo(new Cursor("Bob", 2));
      server.pilcrow.hub().topic("8", CURSORS).publish(new Cursor("Cleo", 3));
      assertThat(read(elsewhere, 0)).isEqualTo(new Cursor("Cleo", 3));
    }
  }

  @Test
  void theOrderIsTheSameForAll() throws Exception {
    try (var server = TestServer.start((config, pilcrow) -> meet(pilcrow, CURSORS));
        var first = join(server, 7, "json");
        var second = join(server, 7, "msgpack")) {
      awaitMembers(server, 7, 2);
      TypedTopic<Cursor> room = server.pilcrow.hub().topic("7", CURSORS);
      List<Thread> publishers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int from = i * 50;
        var publisher =
            new Thread(
                () -> {
                  for (int x = from; x < from + 50; x++) {
                    room.publish(new Cursor("p", x));
                  }
                });
        publisher.start();
        publishers.add(publisher);
      }
      List<Integer> heard = new ArrayList<>();
      List<Integer> heardToo = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        heard.add(read(first, 0).x());
        heardToo.add(read(second, 2).x());
      }
      for (Thread publisher : publishers) {
        publisher.join();
      }
      assertThat(heard).isEqualTo(heardToo).doesNotHaveDuplicates().hasSize(200);
    }
  }

  @Test
  void aMessageIsEncodedOncePerFormat() throws Exception {
    var encoded = new AtomicInteger();
    var channel =
        WsChannel.of(ROUTE, Codecs.json(), Cursor.class, Cursor.class).or(new Counting(encoded));
    try (var server = TestServer.start((config, pilcrow) -> meet(pilcrow, channel));
        var first = join(server, 7, "counting");
        var second = join(server, 7, "counting");
        var third = join(server, 7, "json")) {
      awaitMembers(server, 7, 3);
      for (int i = 0; i < 3; i++) {
        server.pilcrow.hub().topic("7", channel).publish(new Cursor("Ann", i));
        for (RawSocket socket : List.of(first, second, third)) {
          assertThat(socket.read().text()).isEqualTo("{\"who\":\"Ann\",\"x\":" + i + "}");
        }
      }
    }
    // Two connections may race for the first one; never is it once per connection and message.
    assertThat(encoded.get()).isBetween(3, 5);
  }

  @Test
  void aTopicOfAnotherChannelOrOfPagesIsAnotherTopic() throws Exception {
    var other = WsChannel.of(WsRoute.of("/ws/other"), Codecs.json(), Cursor.class, Cursor.class);
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        CURSORS,
                        stream -> {
                          pilcrow.hub().topic("7", CURSORS).subscribe(stream);
                          assertThatThrownBy(
                                  () -> pilcrow.hub().topic("7", other).subscribe(stream))
                              .isInstanceOf(IllegalArgumentException.class)
                              .hasMessageContaining("Expected a topic of WsChannel[/ws/cursors/");
                          stream.send(new Cursor("ready", 0));
                          stream.receive();
                        }));
        var socket = join(server, 7, "json")) {
      assertThat(read(socket, 0).who()).isEqualTo("ready");
      Hub hub = server.pilcrow.hub();
      hub.topic("7", other).publish(new Cursor("no", 1));
      hub.topic("7").publish(WsEvent.navigate("/no"));
      hub.topic("7", CURSORS).publish(new Cursor("yes", 2));
      assertThat(read(socket, 0)).isEqualTo(new Cursor("yes", 2));
    }
  }

  @Test
  void machinesThatNameTheFormatsInAnotherOrderUnderstandEachOther() throws Exception {
    var logs = new SharedLogs();
    var turned = WsChannel.of(ROUTE, Codecs.cbor(), Cursor.class, Cursor.class).or(Codecs.json());
    try (var one =
            TestServer.start(
                settings -> settings.topics(logs), (config, pilcrow) -> meet(pilcrow, CURSORS));
        var two =
            TestServer.start(
                settings -> settings.topics(logs), (config, pilcrow) -> meet(pilcrow, turned));
        var json = join(one, 7, "json");
        var cbor = join(two, 7, "cbor")) {
      awaitMembers(one, 7, 1);
      awaitMembers(two, 7, 1);
      json.text("{\"who\":\"Ann\",\"x\":1}");
      assertThat(read(cbor, 1)).isEqualTo(new Cursor("Ann", 1));
      two.pilcrow.hub().topic("7", turned).publish(new Cursor("Bob", 2));
      assertThat(read(json, 0)).isEqualTo(new Cursor("Bob", 2));
    }
  }

  @Test
  void whoDoesNotReadIsClosedAndTheOthersHearAll() throws Exception {
    try (var server =
            TestServer.start(
                settings ->
                    settings
                        .topics(new Hub.Limits(10, 5, 1 << 20))
                        .writeTimeout(Duration.ofMillis(500)),
                (config, pilcrow) -> meet(pilcrow, CURSORS));
        var slow = RawSocket.slow(server.port(), "/ws/cursors/7");
        var fast = join(server, 7, "json")) {
      awaitMembers(server, 7, 2);
      TypedTopic<Cursor> room = server.pilcrow.hub().topic("7", CURSORS);
      String large = "x".repeat(60_000);
      for (int i = 0; i < 300; i++) {
        room.publish(new Cursor(large, i));
        assertThat(read(fast, 0).x()).isEqualTo(i);
      }
      Eventually.until("closed", () -> server.pilcrow.stats().tooSlow() == 1);
      assertThat(slow.isCut()).isTrue();
    }
  }

  @Test
  void theEndOfAConnectionEndsItsSubscription() throws Exception {
    try (var server = TestServer.start((config, pilcrow) -> meet(pilcrow, CURSORS))) {
      RawSocket member = join(server, 7, "json");
      awaitMembers(server, 7, 1);
      member.close();
      awaitMembers(server, 7, 0);
    }
  }

  /** JSON under a name of its own, which counts what it encodes. */
  private record Counting(AtomicInteger encoded) implements WireFormat {
    @Override
    public Optional<String> subprotocol() {
      return Optional.of("pilcrow.counting");
    }

    @Override
    public FrameKind sends() {
      return FrameKind.TEXT;
    }

    @Override
    public Set<FrameKind> reads() {
      return Set.of(FrameKind.TEXT);
    }

    @Override
    public <T> Codec<T> codec(Class<T> type) {
      Codec<T> json = Codecs.json().codec(type);
      return new Codec<>() {
        @Override
        public ByteBuffer encode(T message) {
          encoded.incrementAndGet();
          return json.encode(message);
        }

        @Override
        public Decoded<T> decode(ByteBuffer bytes) {
          return json.decode(bytes);
        }
      };
    }
  }
}
