package dev.pilcrow.client;

import static dev.pilcrow.client.RawServer.STRINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.testing.Ports;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SocketStateTest {
  private static WsReceive<String> closed(int code, String reason) {
    return new WsReceive.Closed<>(new WsClose(code, reason));
  }

  @Test
  void statesAreSeenInOrder() throws Exception {
    List<SocketState> seen = new CopyOnWriteArrayList<>();
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS)) {
      socket.onState(seen::add);
      assertThat(socket.state()).isEqualTo(SocketState.CONNECTING);
      try (var peer = server.open()) {
        assertThat(socket.connected().get(20, TimeUnit.SECONDS)).isEqualTo(SocketState.OPEN);
        var end = socket.close(new WsClose(4000, "done"));
        assertThat(peer.read()).isEqualTo("\u0008\u000f\ufffddone");
        assertThat(socket.state()).isEqualTo(SocketState.CLOSING);
        assertThat(socket.send("late")).isEqualTo(SendResult.CLOSED);
        peer.sendClose(4000, "bye");
        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(new WsClose(4000, "bye"));
      }
      assertThat(seen).containsExactly(SocketState.OPEN, SocketState.CLOSING, SocketState.CLOSED);
      assertThat(socket.receive()).isEqualTo(closed(4000, "bye"));
      assertThat(socket.receive()).isEqualTo(closed(4000, "bye"));
    }
  }

  @Test
  void whatIsQueuedGoesOutBeforeTheCloseFrame() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS)) {
      for (int i = 0; i < 10; i++) {
        var unused = socket.sendAsync("m" + i);
      }
      try (var peer = server.open()) {
        socket.connected().get(20, TimeUnit.SECONDS);
        var unused = socket.close(WsClose.NORMAL);
        for (int i = 0; i < 10; i++) {
          assertThat(peer.read()).isEqualTo("\u0001\"m" + i + "\"");
        }
        assertThat(peer.read()).startsWith("\u0008");
        peer.sendClose(1000, "");
      }
    }
  }

  @Test
  void theServersCloseIsReportedBehindItsMessages() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS)) {
      try (var peer = server.open()) {
        peer.text("\"last\"").sendClose(1001, "restarting");
        assertThat(peer.read()).startsWith("\u0008");
      }
      assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>("last"));
      assertThat(socket.receive()).isEqualTo(closed(1001, "restarting"));
      assertThat(socket.send("x")).isEqualTo(SendResult.CLOSED);
      assertThat(socket.state()).isEqualTo(SocketState.CLOSED);
    }
  }

  @Test
  void aCloseFrameWithoutCodeIsAway() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.open()) {
      peer.frame(0x88, new byte[0]);
      assertThat(socket.receive()).isEqualTo(closed(1001, "Away"));
    }
  }

  @Test
  void aConnectionThatEndsWithoutCloseFrameIsLost() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS)) {
      server.open().close();
      assertThat(socket.receive()).isEqualTo(closed(1006, "connection lost"));
    }
  }

  @Test
  void aClosedSocketThatIsClosedAgainStaysClosed() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address())) {
      var socket = client.connect(STRINGS);
      socket.close();
      assertThat(socket.state()).isEqualTo(SocketState.CLOSED);
      socket.close();
      assertThat(socket.receive()).isEqualTo(closed(1000, ""));
      assertThat(socket.sendAsync("x").get()).isEqualTo(SendResult.CLOSED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 426, 500, 503})
  void anotherAnswerThan101IsAFailedHandshake(int status) throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS)) {
      var sent = socket.sendAsync("queued");
      try (var peer = server.accept()) {
        peer.answer("HTTP/1.1 " + status + " No");
        assertThat(socket.connected().get(20, TimeUnit.SECONDS))
            .isEqualTo(SocketState.FAILED_TO_CONNECT);
      }
      assertThat(socket.failure().orElseThrow())
          .hasMessage(
              "Expected a WebSocket at /ws but the server answered with status " + status + ".");
      assertThat(sent.get(20, TimeUnit.SECONDS)).isEqualTo(SendResult.CLOSED);
      assertThat(socket.receive()).isEqualTo(closed(1006, "could not connect"));
    }
  }

  @Test
  void aSubprotocolThatWasNotOfferedIsAFailedHandshake() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.accept()) {
      peer.upgrade("Sec-WebSocket-Protocol: other\r\n");
      assertThat(socket.connected().get(20, TimeUnit.SECONDS))
          .isEqualTo(SocketState.FAILED_TO_CONNECT);
      assertThat(socket.failure()).containsInstanceOf(WsException.Handshake.class);
    }
  }

  @Test
  void aServerThatIsNotThereIsATransportFailure() throws Exception {
    try (var client = WsClient.to("http://127.0.0.1:" + Ports.free());
        var socket = client.connect(STRINGS)) {
      assertThat(socket.connected().get(20, TimeUnit.SECONDS))
          .isEqualTo(SocketState.FAILED_TO_CONNECT);
      assertThat(socket.failure()).containsInstanceOf(WsException.Transport.class);
    }
  }

  @Test
  void aServerThatDoesNotAnswerTimesOut() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket =
            client.connect(
                STRINGS, SocketOptions.defaults().connectTimeout(Duration.ofMillis(100)))) {
      assertThat(socket.connected().get(20, TimeUnit.SECONDS))
          .isEqualTo(SocketState.FAILED_TO_CONNECT);
      assertThat(socket.failure()).containsInstanceOf(WsException.Transport.class);
    }
  }

  @Test
  void aReplacedConnectionTellsTheReaderAndKeepsTheQueue() throws Exception {
    var rooms =
        WsChannel.of(
            WsRoute.of("/ws/{room}"), Codecs.json().textFrames(), String.class, String.class);
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(rooms.with("room", 1));
        var first = server.open()) {
      assertThat(socket.connected().get(20, TimeUnit.SECONDS)).isEqualTo(SocketState.OPEN);
      var reading = socket.receiveAsync();
      socket.replace(rooms.with("room", 2));
      assertThat(reading.get(20, TimeUnit.SECONDS))
          .isEqualTo(closed(1001, "Connection replaced by a new one"));
      var sent = socket.sendAsync("to the second");
      try (var second = server.open()) {
        assertThat(second.requestLine).startsWith("GET /ws/2 ");
        assertThat(second.read()).isEqualTo("\u0001\"to the second\"");
        assertThat(sent.get(20, TimeUnit.SECONDS)).isEqualTo(SendResult.QUEUED);
        second.text("\"hello\"");
        assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>("hello"));
        assertThat(first.read()).isEqualTo("\u0008\u0003\ufffd");
        second.sendClose(1000, "");
      }
    }
  }

  @Test
  void aSocketThatHasEndedCanBeConnectedAnew() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS)) {
      try (var peer = server.accept()) {
        peer.answer("HTTP/1.1 403 No");
        assertThat(socket.receive()).isEqualTo(closed(1006, "could not connect"));
      }
      socket.replace(STRINGS);
      try (var peer = server.open()) {
        assertThat(socket.send("again")).isEqualTo(SendResult.QUEUED);
        assertThat(peer.read()).isEqualTo("\u0001\"again\"");
        assertThat(socket.failure()).isEmpty();
        peer.sendClose(1000, "");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1002, 1003, 1004, 1005, 1006, 1007, 1009, 1010, 1012, 1013, 1014, 1015, 1016, 2999})
  void codesAClientCannotSendAreRefused(int code) throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS)) {
      assertThatThrownBy(() -> socket.close(new WsClose(code, "")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("but found " + code);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1008, 1011, 3000, 4999})
  void theOthersArrive(int code) throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.open()) {
      socket.connected().get(20, TimeUnit.SECONDS);
      var unused = socket.close(new WsClose(code, "x"));
      assertThat(peer.read()).startsWith("\u0008").endsWith("x");
      peer.sendClose(code, "");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat.example.org",
        "ftp://x",
        "http://",
        "http://x?y",
        "http://x#y",
        "http://u@x"
      })
  void otherAddressesAreRefused(String address) {
    assertThatThrownBy(() -> WsClient.to(address)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClosedClientClosesItsSocketsAndOpensNoMore() throws Exception {
    try (var server = RawServer.start()) {
      var client = WsClient.to(server.address());
      var socket = client.connect(STRINGS);
      try (var peer = server.open()) {
        socket.connected().get(20, TimeUnit.SECONDS);
        peer.sendClose(1000, "");
        client.close();
      }
      assertThat(socket.state()).isEqualTo(SocketState.CLOSED);
      assertThatThrownBy(() -> client.connect(STRINGS)).isInstanceOf(IllegalStateException.class);
    }
  }
}
