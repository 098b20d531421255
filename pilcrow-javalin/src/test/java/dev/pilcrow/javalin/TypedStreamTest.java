package dev.pilcrow.javalin;

import static dev.pilcrow.javalin.RawSocket.BINARY;
import static dev.pilcrow.javalin.RawSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.WireFormat;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.javalin.Typed.ClientEvent;
import dev.pilcrow.javalin.Typed.ServerEvent;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames in and out of a typed stream, good and bad. */
@Timeout(60)
class TypedStreamTest {
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

  private Object seen() throws InterruptedException {
    Object next = seen.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("what the server has seen within 20 s").isNotNull();
    return next;
  }

  private TestServer server(WireFormat format, TypedHandler<ClientEvent, ServerEvent> handler) {
    return TestServer.start((config, pilcrow) -> pilcrow.ws(Typed.channel(format), handler));
  }

  /** Notes everything that is received, and answers messages. */
  private TestServer noting(WireFormat format) {
    return server(
        format,
        stream -> {
          WsReceive<ClientEvent> next;
          do {
            next = stream.receive();
            seen.add(next);
            if (next instanceof WsReceive.Message<ClientEvent> message) {
              stream.send(Typed.answer(message.value()));
            }
          } while (!(next instanceof WsReceive.Closed<ClientEvent>));
        });
  }

  private static RawSocket connect(TestServer server) throws IOException {
    return new RawSocket(server.port(), Typed.ROUTE.path());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void jsonGoesOutInBinaryFramesAndComesInInBoth() throws Exception {
    try (var server = noting(Codecs.json());
        var socket = connect(server)) {
      for (int opcode : new int[] {TEXT, BINARY}) {
        socket.frame(true, opcode, utf8("{\"TextInput\":\"äb😀\"}"));
        RawSocket.Frame answer = socket.read();
        assertThat(answer.opcode()).isEqualTo(BINARY);
        assertThat(answer.text()).isEqualTo("{\"Uppercase\":\"ÄB😀\"}");
      }
    }
  }

  @Test
  void textFramesAreAnOption() throws Exception {
    try (var server = noting(Codecs.json().textFrames());
        var socket = connect(server)) {
      RawSocket.Frame answer = socket.text("\"Leave\"").read();
      assertThat(answer.opcode()).isEqualTo(TEXT);
      assertThat(answer.text()).isEqualTo("{\"Uppercase\":\"Leave[]\"}");
    }
  }

  @Test
  void fragmentsAreOneMessage() throws Exception {
    byte[] message = utf8("{\"TextInput\":\"" + "ä".repeat(20_000) + "\"}");
    try (var server = noting(Codecs.json());
        var socket = connect(server)) {
      for (int opcode : new int[] {TEXT, BINARY}) {
        for (int start = 0; start < message.length; start += 9_999) {
          int end = Math.min(message.length, start + 9_999);
          byte[] part = Arrays.copyOfRange(message, start, end);
          socket.frame(end == message.length, start == 0 ? opcode : 0, part);
        }
        assertThat(socket.read().text())
            .isEqualTo("{\"Uppercase\":\"" + "Ä".repeat(20_000) + "\"}");
      }
    }
  }

  @Test
  void aTextFrameIsOfTheWrongKindForABinaryFormat() throws Exception {
    try (var server = noting(Codecs.cbor());
        var socket = connect(server)) {
      socket.text("{\"TextInput\":\"a\"}");
      assertThat(seen()).isEqualTo(new WsReceive.WrongKind<>(false));
      socket.frame(true, BINARY, HexFormat.of().parseHex("654c65617665"));
      assertThat(seen()).isEqualTo(new WsReceive.Message<ClientEvent>(new ClientEvent.Leave()));
      assertThat(server.pilcrow.stats().malformed()).isEqualTo(1);
      assertThat(server.pilcrow.stats().received()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"TextInput\":\"secret",
        "{\"TextInput\":\"secret\"} x",
        "{\"TextInput\":7}",
        "{\"TextInput\":null}",
        "{\"Unknown\":\"secret\"}",
        "\"TextInput\"",
        "{\"Move\":{\"x\":1}}",
        "{\"Move\":{\"x\":1,\"y\":2.5}}",
        "{\"Move\":{\"x\":1,\"x\":1,\"y\":2}}",
        "{\"TextInput\":\"a\",\"Leave\":null}",
        "[1,2,3]",
        "null"
      })
  void whatIsNoMessageIsAValueAndTheConnectionStaysOpen(String text) throws Exception {
    try (var server = noting(Codecs.json());
        var socket = connect(server)) {
      socket.frame(true, BINARY, utf8(text));
      assertThat(seen())
          .isInstanceOfSatisfying(
              WsReceive.Malformed.class,
              malformed -> assertThat(malformed.reason()).isNotBlank().doesNotContain("secret"));
      socket.frame(true, BINARY, utf8("{\"Move\":{\"x\":1,\"y\":2,\"extra\":3}}"));
      assertThat(seen()).isEqualTo(new WsReceive.Message<ClientEvent>(new ClientEvent.Move(1, 2)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "json,227bff7d22",
    "cbor,a1",
    "cbor,a10101",
    "cbor,7affffffff",
    "cbor,654c656176ff",
    "messagePack,db7fffffff",
    "messagePack,c67fffffff",
    "messagePack,df7fffffff",
    "messagePack,c1",
  })
  void bytesThatAreNoMessageOrAnnounceTooMuchAreMalformed(String format, String hex)
      throws Exception {
    WireFormat wire =
        switch (format) {
          case "cbor" -> Codecs.cbor();
          case "messagePack" -> Codecs.messagePack();
          default -> Codecs.json();
        };
    try (var server = noting(wire);
        var socket = connect(server)) {
      socket.frame(true, BINARY, HexFormat.of().parseHex(hex));
      assertThat(seen()).isInstanceOf(WsReceive.Malformed.class);
      socket.frame(true, RawSocket.CLOSE, new byte[] {0x0f, (byte) 0xa0});
      assertThat(seen()).isEqualTo(new WsReceive.Closed<>(new WsClose(4000, "")));
    }
  }

  @Test
  void messagesSkipsWhatIsNoneUntilThereAreTooMany() throws Exception {
    try (var server = server(Codecs.json(), Typed::echo);
        var socket = connect(server)) {
      for (int i = 0; i < 15; i++) {
        socket.text("?");
      }
      assertThat(socket.text("\"Leave\"").read().text()).contains("Leave[]");
      for (int i = 0; i < 16; i++) {
        socket.text("?");
      }
      assertThat(socket.readClose()).isEqualTo(1007);
    }
  }

  @Test
  void aMessageOverTheLimitClosesWith1009() throws Exception {
    try (var server =
            TestServer.start(
                settings -> settings.maxMessageBytes(1_000),
                (config, pilcrow) -> pilcrow.ws(Typed.channel(Codecs.json()), Typed::echo));
        var first = connect(server);
        var second = connect(server)) {
      assertThat(first.frame(true, BINARY, new byte[1_001]).readClose()).isEqualTo(1009);
      second.frame(false, BINARY, new byte[600]);
      assertThat(second.frame(true, 0, new byte[401]).readClose()).isEqualTo(1009);
    }
  }

  @Test
  void whoSendsTooFastIsClosedWith1008() throws Exception {
    try (var server =
            TestServer.start(
                settings -> {
                  new FakeClock().in(settings);
                  settings.rateLimit(1, 3);
                },
                (config, pilcrow) -> pilcrow.ws(Typed.channel(Codecs.json()), Typed::echo));
        var socket = connect(server)) {
      for (int i = 0; i < 4; i++) {
        socket.text("\"Leave\"");
      }
      assertThat(socket.readClose()).isEqualTo(1008);
    }
  }

  @Test
  void rawMessagesPassByTheTypesInTurn() throws Exception {
    try (var server =
            server(
                Codecs.cbor(),
                stream -> {
                  seen.add(stream.receiveRaw());
                  stream.sendRaw(new RawMessage.Text("hé"));
                  stream.send(new ServerEvent.Uppercase("A"));
                  stream.sendRaw(new RawMessage.Binary(ByteBuffer.wrap(new byte[] {1, 2, 3})));
                  stream.sendRaw(new RawMessage.Ping(ByteBuffer.wrap(new byte[] {4})));
                  stream.sendRaw(new RawMessage.Pong(ByteBuffer.wrap(new byte[] {5})));
                  seen.add(stream.receiveRaw());
                });
        var socket = connect(server)) {
      socket.text("not CBOR");
      assertThat(seen())
          .isEqualTo(new WsReceive.Message<RawMessage>(new RawMessage.Text("not CBOR")));
      assertThat(socket.read().text()).isEqualTo("hé");
      assertThat(HexFormat.of().formatHex(socket.read().payload()))
          .isEqualTo("a169557070657263617365" + "6141");
      assertThat(socket.read().payload()).containsExactly(1, 2, 3);
      RawSocket.Frame ping = socket.read();
      assertThat(ping.opcode()).isEqualTo(RawSocket.PING);
      assertThat(ping.payload()).containsExactly(4);
      RawSocket.Frame pong = socket.read();
      assertThat(pong.opcode()).isEqualTo(RawSocket.PONG);
      assertThat(pong.payload()).containsExactly(5);
      socket.frame(true, RawSocket.PING, new byte[] {6});
      assertThat(socket.read(RawSocket.PONG).payload()).containsExactly(6);
      socket.frame(true, RawSocket.PONG, new byte[0]);
      socket.frame(true, BINARY, new byte[0]);
      assertThat(seen())
          .isEqualTo(
              new WsReceive.Message<RawMessage>(new RawMessage.Binary(ByteBuffer.allocate(0))));
      assertThat(socket.readClose()).isEqualTo(1000);
    }
  }

  @Test
  void aMessageThatCannotBeEncodedIsTheCallersMistake() throws Exception {
    try (var server =
            server(
                Codecs.cbor(),
                stream -> {
                  assertThatThrownBy(() -> stream.send(new ServerEvent.Uppercase("half \ud83d")))
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessageContaining("ServerEvent");
                  stream.send(new ServerEvent.Uppercase("still open"));
                });
        var socket = connect(server)) {
      assertThat(socket.read().text()).contains("still open");
      assertThat(socket.readClose()).isEqualTo(1000);
    }
  }

  @Test
  void aSecondReaderIsRefusedAndTheFirstGoesOn() throws Exception {
    var refused = new CountDownLatch(1);
    try (var server =
            server(
                Codecs.json(),
                stream -> {
                  Thread other =
                      new Thread(
                          () -> {
                            try {
                              stream.receive();
                            } catch (IllegalStateException e) {
                              seen.add(e.getMessage());
                              refused.countDown();
                            } catch (InterruptedException e) {
                              Thread.currentThread().interrupt();
                            }
                          });
                  other.start();
                  // One of the two has to wait behind the other; whoever comes second is refused.
                  try {
                    seen.add(stream.receive());
                  } catch (IllegalStateException e) {
                    seen.add(e.getMessage());
                    refused.countDown();
                  }
                  other.join();
                });
        var socket = connect(server)) {
      assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(seen().toString()).contains("one reader at a time");
      socket.text("\"Leave\"");
      assertThat(socket.readClose()).isEqualTo(1000);
    }
  }

  @Test
  void waitingCanBeBounded() throws Exception {
    try (var server =
            server(
                Codecs.json(),
                stream -> {
                  seen.add(stream.receive(Duration.ofMillis(1)));
                  seen.add(stream.receive(Duration.ofDays(100_000)).orElseThrow());
                });
        var socket = connect(server)) {
      assertThat(seen()).hasToString("Optional.empty");
      socket.text("\"Leave\"");
      assertThat(seen()).isEqualTo(new WsReceive.Message<ClientEvent>(new ClientEvent.Leave()));
    }
  }

  @Test
  void aHandlerThatFailsClosesWith1011AfterWhatItSent() throws Exception {
    try (var server =
            server(
                Codecs.json(),
                stream -> {
                  stream.send(new ServerEvent.Uppercase("LAST WORDS"));
                  throw new IOException("a fault of the application");
                });
        var socket = connect(server)) {
      assertThat(socket.read().text()).contains("LAST WORDS");
      assertThat(socket.readClose()).isEqualTo(1011);
    }
  }

  @Test
  void aSendAfterTheEndSaysClosed() throws Exception {
    try (var server =
            server(
                Codecs.json(),
                stream -> {
                  while (!(stream.receive() instanceof WsReceive.Closed<ClientEvent>)) {}
                  seen.add(stream.send(new ServerEvent.Uppercase("X")));
                  seen.add(stream.sendRaw(new RawMessage.Text("x")));
                  stream.onClose(() -> seen.add("ran at once"));
                });
        var socket = connect(server)) {
      socket.frame(true, RawSocket.CLOSE, new byte[0]);
      assertThat(seen()).isEqualTo(SendResult.CLOSED);
      assertThat(seen()).isEqualTo(SendResult.CLOSED);
      assertThat(seen()).isEqualTo("ran at once");
    }
  }

  @Test
  void aReaderThatIsTooSlowIsClosedWith1013() throws Exception {
    try (var server =
            TestServer.start(
                settings -> settings.sendQueue(4, 1_024),
                (config, pilcrow) ->
                    pilcrow.ws(
                        Typed.channel(Codecs.json()),
                        stream -> {
                          var large = new ServerEvent.Uppercase("X".repeat(100_000));
                          while (stream.send(large) == SendResult.QUEUED) {}
                          seen.add("full");
                        }));
        var socket = RawSocket.slow(server.port(), Typed.ROUTE.path())) {
      assertThat(seen()).isEqualTo("full");
      assertThat(server.pilcrow.stats().tooSlow()).isEqualTo(1);
      assertThat(socket.isCut()).isTrue();
    }
  }

  @Test
  void theStopOfTheServerIs1012() throws Exception {
    var server = noting(Codecs.json());
    try (var socket = connect(server)) {
      socket.text("\"Leave\"").read();
      var stopped = new Thread(server::close);
      stopped.start();
      assertThat(socket.readClose()).isEqualTo(1012);
      stopped.join();
    }
  }
}
