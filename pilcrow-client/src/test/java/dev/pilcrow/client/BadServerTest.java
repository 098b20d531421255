package dev.pilcrow.client;

import static dev.pilcrow.client.RawServer.STRINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may do wrong: each is a value, and the connection goes on where it can. */
@Timeout(60)
class BadServerTest {
  @Test
  void malformedAndWrongFramesAreValuesAndTheConnectionGoesOn() throws Exception {
    var channel = WsChannel.of(WsRoute.of("/ws"), Codecs.cbor(), String.class, Integer.class);
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(channel);
        var peer = server.open()) {
      peer.text("1")
          .frame(0x82, new byte[] {0x61})
          .frame(0x82, new byte[0])
          .frame(0x82, new byte[] {7});
      assertThat(socket.receive()).isEqualTo(new WsReceive.WrongKind<Integer>(false));
      assertThat(socket.receive()).isInstanceOf(WsReceive.Malformed.class);
      assertThat(socket.receive()).isInstanceOf(WsReceive.Malformed.class);
      assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>(7));
      peer.sendClose(1000, "");
    }
  }

  @Test
  void aMessageInPartsIsOneMessage() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.open()) {
      peer.frame(0x01, "\"a".getBytes(StandardCharsets.UTF_8))
          .frame(0x89, new byte[] {1})
          .frame(0x00, new byte[0])
          .frame(0x80, "b\"".getBytes(StandardCharsets.UTF_8));
      assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>("ab"));
      peer.frame(0x02, new byte[] {'"'}).frame(0x80, new byte[] {'c', '"'});
      assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>("c"));
      peer.sendClose(1000, "");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x81, 0x82})
  void aMessageOverTheLimitEndsTheConnection(int first) throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS, SocketOptions.defaults().maxMessage(1_000));
        var peer = server.open()) {
      byte[] fits = ("\"" + "x".repeat(998) + "\"").getBytes(StandardCharsets.UTF_8);
      peer.frame(first, fits);
      assertThat(socket.receive()).isInstanceOf(WsReceive.Message.class);
      peer.frame(first, new byte[1_001]);
      assertThat(socket.receive())
          .isEqualTo(
              new WsReceive.Closed<String>(new WsClose(1009, "received more than 1000 at once")));
      assertThat(peer.isCut()).isTrue();
    }
  }

  @Test
  void invalidUtf8EndsTheConnection() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS);
        var peer = server.open()) {
      peer.frame(0x81, new byte[] {'"', (byte) 0xff, '"'});
      assertThat(socket.receive()).isInstanceOf(WsReceive.Closed.class);
      assertThat(peer.isCut()).isTrue();
    }
  }

  @Test
  void aSilentServerIsLost() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket =
            client.connect(STRINGS, SocketOptions.defaults().pingInterval(Duration.ofMillis(50)));
        var peer = server.open()) {
      assertThat(socket.receive())
          .isEqualTo(new WsReceive.Closed<String>(new WsClose(1006, "no answer to pings")));
      assertThat(peer.isCut()).isTrue();
    }
  }

  /**
   * It may have ended without a word from the JDK's client. No other ping is due within an hour.
   */
  @Test
  void aServerThatFallsSilentBehindAMessageIsAsked() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket =
            client.connect(STRINGS, SocketOptions.defaults().pingInterval(Duration.ofHours(1)));
        var peer = server.open()) {
      peer.text("\"hi\"");
      assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>("hi"));
      peer.awaitPing();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"na me", "", "näme", "a:b"})
  void headersThatCannotBeSentAreRefused(String name) {
    assertThatThrownBy(() -> SocketOptions.defaults().header(name, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb", "a\nb", "ä", "\u0000"})
  void headerValuesThatCannotBeSentAreRefused(String value) {
    assertThatThrownBy(() -> SocketOptions.defaults().header("X-A", value))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
