package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.javalin.Typed.ClientEvent;
import dev.pilcrow.javalin.Typed.ServerEvent;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How typed streams end, in a loop and with callbacks. */
@Timeout(60)
class TypedCloseTest {
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

  private Object seen() throws InterruptedException {
    Object next = seen.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("what the server has seen within 20 s").isNotNull();
    return next;
  }

  /** Notes the end as receive and as receiveRaw report it; both do so again and again. */
  private void noteEnd(TypedStream<ClientEvent, ServerEvent> stream) throws InterruptedException {
    WsReceive<ClientEvent> typed = stream.receive();
    seen.add(((WsReceive.Closed<ClientEvent>) typed).close());
    seen.add(((WsReceive.Closed<?>) stream.receiveRaw()).close());
    assertThat(stream.receive()).isEqualTo(typed);
  }

  private TestServer server() {
    return TestServer.start(
        (config, pilcrow) -> pilcrow.ws(Typed.channel(Codecs.json()), this::noteEnd));
  }

  private static RawSocket connect(TestServer server) throws IOException {
    return new RawSocket(server.port(), Typed.ROUTE.path());
  }

  private static byte[] close(int code, String reason) {
    byte[] payload = new byte[2 + reason.length()];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    for (int i = 0; i < reason.length(); i++) {
      payload[i + 2] = (byte) reason.charAt(i);
    }
    return payload;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 3999, 4000, 4999
      })
  void aCloseFrameIsReportedWithItsCodeAndReason(int code) throws Exception {
    try (var server = server();
        var socket = connect(server)) {
      socket.frame(true, RawSocket.CLOSE, close(code, "because"));
      assertThat(seen()).isEqualTo(new WsClose(code, "because"));
      assertThat(seen()).isEqualTo(new WsClose(code, "because"));
    }
  }

  @Test
  void aCloseFrameWithoutACodeIsAway() throws Exception {
    try (var server = server();
        var socket = connect(server)) {
      socket.frame(true, RawSocket.CLOSE, new byte[0]);
      assertThat(seen()).isEqualTo(new WsClose(1001, "Away"));
      assertThat(seen()).isEqualTo(new WsClose(1001, "Away"));
    }
  }

  @Test
  void aConnectionThatEndsWithoutACloseFrameIsLost() throws Exception {
    try (var server = server()) {
      connect(server).close();
      assertThat(seen()).isEqualTo(new WsClose(1006, "connection lost"));
      assertThat(seen()).isEqualTo(new WsClose(1006, "connection lost"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535})
  void aCloseFrameWithACodeThatMustNotBeSentIsAProtocolError(int code) throws Exception {
    try (var server = server();
        var socket = connect(server)) {
      socket.frame(true, RawSocket.CLOSE, close(code, ""));
      assertThat(socket.readClose()).isEqualTo(1002);
      assertThat(((WsClose) seen()).code()).isEqualTo(1002);
    }
  }

  @Test
  void textThatIsNotUtf8IsClosedWith1007() throws Exception {
    try (var server = server();
        var socket = connect(server)) {
      socket.frame(true, RawSocket.TEXT, new byte[] {'"', (byte) 0xff, '"'});
      assertThat(socket.readClose()).isEqualTo(1007);
      assertThat(((WsClose) seen()).code()).isEqualTo(1007);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 4999})
  void theHandlerClosesWithCodesThatMayBeSent(int code) throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        Typed.channel(Codecs.json()),
                        stream -> stream.close(new WsClose(code, "because"))));
        var socket = connect(server)) {
      RawSocket.Frame frame = socket.read();
      assertThat(frame.closeCode()).isEqualTo(code);
      assertThat(frame.text()).endsWith("because");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1004, 1005, 1006, 1014, 1015, 1016, 2999})
  void otherCodesAreRefusedAndTheConnectionStaysOpen(int code) throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        Typed.channel(Codecs.json()),
                        stream -> {
                          assertThatThrownBy(() -> stream.close(new WsClose(code, "")))
                              .isInstanceOf(IllegalArgumentException.class)
                              .hasMessageContaining("but found " + code);
                          stream.send(new ServerEvent.Uppercase("OPEN"));
                        }));
        var socket = connect(server)) {
      assertThat(socket.read().text()).contains("OPEN");
    }
  }

  @Test
  void callbacksComeInOrderAndTheCloseLast() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        Typed.channel(Codecs.json()),
                        TypedCallbacks.<ClientEvent, ServerEvent>onMessage(
                                (stream, message) -> {
                                  seen.add(message);
                                  stream.send(Typed.answer(message));
                                })
                            .onOpen(stream -> seen.add("open"))
                            .onMalformed((stream, reason) -> seen.add(reason))
                            .onClose((stream, close) -> seen.add(close))));
        var socket = connect(server)) {
      assertThat(seen()).isEqualTo("open");
      assertThat(socket.text("{\"TextInput\":\"a\"}").read().text()).contains("A");
      assertThat(seen()).isEqualTo(new ClientEvent.TextInput("a"));
      socket.text("{\"Nothing\":1}");
      assertThat(seen().toString()).startsWith("Expected");
      socket.frame(true, RawSocket.CLOSE, close(4001, "tired"));
      assertThat(seen()).isEqualTo(new WsClose(4001, "tired"));
    }
  }

  @Test
  void aCallbackThatFailsClosesWith1011AndOnlyTheCloseIsCalled() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        Typed.channel(Codecs.json()),
                        TypedCallbacks.<ClientEvent, ServerEvent>onMessage(
                                (stream, message) -> {
                                  seen.add(message);
                                  throw new IllegalStateException("a fault of the application");
                                })
                            .onClose((stream, close) -> seen.add(close))));
        var socket = connect(server)) {
      socket.text("\"Leave\"").text("{\"TextInput\":\"never handled\"}");
      assertThat(socket.readClose()).isEqualTo(1011);
      assertThat(seen()).isEqualTo(new ClientEvent.Leave());
      assertThat(((WsClose) seen()).code()).isEqualTo(1011);
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void withCallbacksNobodyReceives() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        Typed.channel(Codecs.json()),
                        TypedCallbacks.<ClientEvent, ServerEvent>onMessage((stream, message) -> {})
                            .onOpen(
                                stream -> {
                                  assertThatThrownBy(stream::receive)
                                      .isInstanceOf(IllegalStateException.class)
                                      .hasMessageContaining("TypedCallbacks.onMessage");
                                  assertThatThrownBy(stream::messages)
                                      .isInstanceOf(IllegalStateException.class);
                                  seen.add("refused");
                                })));
        var socket = connect(server)) {
      assertThat(socket.status).isEqualTo(101);
      assertThat(seen()).isEqualTo("refused");
    }
  }
}
