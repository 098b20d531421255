package dev.pilcrow.client;

import static dev.pilcrow.client.RawServer.STRINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How ends are told by both ways to receive, handshakes that are none, and replacements. */
@Timeout(60)
class EndingsTest {
  private static final WsChannel<String, String> ROOMS =
      WsChannel.of(
          WsRoute.of("/ws/{room}"), Codecs.json().textFrames(), String.class, String.class);

  /** Both ways to receive say so, again and again, and both ways to send. */
  private static void checkEnd(TypedSocket<String, String> socket, WsClose close) throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThat(socket.receive()).isEqualTo(new WsReceive.Closed<String>(close));
      assertThat(socket.receiveRaw()).isEqualTo(new WsReceive.Closed<RawMessage>(close));
    }
    assertThat(socket.state()).isEqualTo(SocketState.CLOSED);
    assertThat(socket.send("late")).isEqualTo(SendResult.CLOSED);
    assertThat(socket.sendRaw(new RawMessage.Text("late"))).isEqualTo(SendResult.CLOSED);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 3000, 3999, 4999})
  void aCloseFrameIsToldWithItsCodeAndReason(int code) throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.open()) {
      peer.sendClose(code, "because");
      checkEnd(socket, new WsClose(code, "because"));
    }
  }

  @Test
  void aCloseFrameWithoutACodeIsAway() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.open()) {
      peer.frame(0x88, new byte[0]);
      checkEnd(socket, new WsClose(1001, "Away"));
    }
  }

  @Test
  void aConnectionThatBreaksIsLost() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS)) {
      server.open().cut();
      checkEnd(socket, new WsClose(1006, "connection lost"));
    }
  }

  /** 1010 is for clients to send. */
  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1010, 1015, 1016, 2999, 5000, 65_535})
  void aCodeThatAServerMustNotSendIsALoss(int code) throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.open()) {
      peer.sendClose(code, "");
      checkEnd(socket, new WsClose(1006, "connection lost"));
    }
  }

  @Test
  void aServerThatGoesDuringASendEndsAllThatWaits() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.open()) {
      String large = "x".repeat(1_000_000);
      List<CompletableFuture<SendResult>> sent = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        sent.add(socket.sendAsync(large)); // more than sockets hold for a peer that does not read
      }
      sent.get(0).get(20, TimeUnit.SECONDS);
      peer.cut();
      assertThat(sent.get(29).get(20, TimeUnit.SECONDS)).isEqualTo(SendResult.CLOSED);
      CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)).get(20, TimeUnit.SECONDS);
      checkEnd(socket, new WsClose(1006, "connection lost"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Upgrade: websocket, Connection: Upgrade, Sec-WebSocket-Accept: c3dlZXQ=, Accept",
    "Upgrade: websocket, Connection: Upgrade, X-None: 1, Accept",
    "Upgrade: h2c, Connection: Upgrade, ACCEPT, Upgrade",
    "Upgrade: websocket, Connection: close, ACCEPT, Connection",
    "Upgrade: websocket, X-None: 1, ACCEPT, Connection",
  })
  void anAnswerThatIsNoWebSocketIsAFailedHandshake(
      String one, String two, String three, String wrong) throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.accept()) {
      peer.answer(
          String.join("\r\n", "HTTP/1.1 101 Switching Protocols", one, two, three)
              .replace("ACCEPT", "Sec-WebSocket-Accept: " + peer.acceptance()));
      assertThat(socket.connected().get(20, TimeUnit.SECONDS))
          .isEqualTo(SocketState.FAILED_TO_CONNECT);
      assertThat(socket.failure())
          .get()
          .isInstanceOfSatisfying(
              WsException.Handshake.class,
              why -> {
                assertThat(why.status()).isEqualTo(101);
                assertThat(why)
                    .hasMessageStartingWith(
                        "Expected a WebSocket at /ws but the server answered with status 101 and a"
                            + " header that does not fit: ")
                    .hasMessageContaining(wrong);
              });
    }
  }

  @Test
  void jsonGoesOutInBinaryFrames() throws Exception {
    var channel = WsChannel.of(WsRoute.of("/ws"), Codecs.json(), String.class, String.class);
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(channel);
        var peer = server.open()) {
      socket.send("abc");
      assertThat(peer.read()).isEqualTo("\u0002\"abc\"");
      peer.sendClose(1000, "");
    }
  }

  @Test
  void aReplacedConnectionIsConnectingAndLosesNoMessage() throws Exception {
    List<SocketState> seen = new CopyOnWriteArrayList<>();
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(ROOMS.with("room", 1));
        var first = server.open()) {
      socket.connected().get(20, TimeUnit.SECONDS);
      socket.onState(seen::add);
      first.text("\"a\"").text("\"b\"").text("\"c\"");
      socket.replace(ROOMS.with("room", 2));
      try (var second = server.open()) {
        Eventually.until("the second connection", () -> seen.size() == 2);
        for (String text : List.of("a", "b", "c")) {
          assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>(text));
        }
        second.text("\"d\"");
        assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>("d"));
        assertThat(seen).containsExactly(SocketState.CONNECTING, SocketState.OPEN);
        second.sendClose(1000, "");
      }
    }
  }

  @Test
  void aReplacementThatFailsIsAFailedSocket() throws Exception {
    List<SocketState> seen = new CopyOnWriteArrayList<>();
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(ROOMS.with("room", 1));
        var first = server.open()) {
      socket.connected().get(20, TimeUnit.SECONDS);
      socket.onState(seen::add);
      socket.replace(ROOMS.with("room", 2));
      try (var second = server.accept()) {
        second.answer("HTTP/1.1 404 No");
        Eventually.until("its end", () -> seen.size() == 2);
        assertThat(socket.receive())
            .isEqualTo(new WsReceive.Closed<String>(new WsClose(1006, "could not connect")));
      }
      assertThat(socket.receiveRaw()).isInstanceOf(WsReceive.Closed.class);
      assertThat(seen).containsExactly(SocketState.CONNECTING, SocketState.FAILED_TO_CONNECT);
      assertThat(first.read()).startsWith("\u0008");
    }
  }
}
