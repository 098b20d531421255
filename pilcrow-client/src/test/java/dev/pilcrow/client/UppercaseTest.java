package dev.pilcrow.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.WireFormat;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The uppercase echo of Dioxus' guide in all its forms, against plain Javalin sockets. */
@Timeout(60)
class UppercaseTest {
  private static final WsRoute ROUTE = WsRoute.of("/api/uppercase_ws");

  record Person(String name, int age) {}

  static Stream<WireFormat> formats() {
    return Stream.of(
        Codecs.json(),
        Codecs.json().textFrames(),
        Codecs.cbor(),
        Codecs.messagePack(),
        Codecs.messagePack().positional());
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  @Test
  void strings() throws Exception {
    var channel = WsChannel.of(ROUTE, Codecs.json(), String.class, String.class);
    try (var server = EchoServer.start(channel, (ctx, text) -> upper(text));
        var client = WsClient.to(server.address());
        var socket = client.connect(channel)) {
      assertThat(socket.send("abc")).isEqualTo(SendResult.QUEUED);
      assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>("ABC"));
      assertThat(socket.state()).isEqualTo(SocketState.OPEN);
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void messageTypes(WireFormat format) throws Exception {
    var channel = WsChannel.of(ROUTE, format, ClientEvent.class, ServerEvent.class);
    try (var server =
            EchoServer.<ClientEvent, ServerEvent>start(
                channel,
                (ctx, event) ->
                    new ServerEvent.Uppercase(upper(((ClientEvent.TextInput) event).text())));
        var client = WsClient.to(server.address());
        var socket = client.connect(channel)) {
      for (String text : new String[] {"", "äöü 😀", "x".repeat(20_000)}) {
        socket.send(new ClientEvent.TextInput(text));
        assertThat(socket.receive())
            .isEqualTo(new WsReceive.Message<ServerEvent>(new ServerEvent.Uppercase(upper(text))));
      }
    }
  }

  @Test
  void queryParametersAndHeaders() throws Exception {
    var channel =
        WsChannel.of(ROUTE, Codecs.cbor(), ClientEvent.class, ServerEvent.class)
            .parameters(Person.class);
    try (var server =
            EchoServer.<ClientEvent, ServerEvent>start(
                channel,
                (ctx, event) ->
                    new ServerEvent.Welcome(
                        String.valueOf(ctx.queryParam("name")),
                        Integer.parseInt(String.valueOf(ctx.queryParam("age"))),
                        String.valueOf(ctx.header("X-Token"))));
        var client = WsClient.to(server.address());
        var socket =
            client.connect(
                channel.with(new Person("John Döe & co", 30)),
                SocketOptions.defaults().header("X-Token", "abc"))) {
      socket.send(new ClientEvent.Leave());
      assertThat(socket.receive())
          .isEqualTo(
              new WsReceive.Message<ServerEvent>(
                  new ServerEvent.Welcome("John Döe & co", 30, "abc")));
    }
  }

  @Test
  void aQueryThatDoesNotFitIsAHandshakeThatFails() throws Exception {
    record Other(String name, String age) {}
    var channel = WsChannel.of(ROUTE, Codecs.json(), String.class, String.class);
    try (var server = EchoServer.start(channel.parameters(Person.class), (ctx, text) -> text);
        var client = WsClient.to(server.address());
        var socket =
            client.connect(channel.parameters(Other.class).with(new Other("John", "many")))) {
      assertThat(socket.connected().get(20, TimeUnit.SECONDS))
          .isEqualTo(SocketState.FAILED_TO_CONNECT);
      assertThat(socket.failure())
          .containsInstanceOf(WsException.Handshake.class)
          .get()
          .extracting(failure -> ((WsException.Handshake) failure).status())
          .isEqualTo(400);
    }
  }

  @Test
  void rawMessagesPassByTheTypes() throws Exception {
    var channel = WsChannel.of(ROUTE, Codecs.json(), String.class, String.class);
    try (var server = EchoServer.start(channel, (ctx, text) -> upper(text));
        var client = WsClient.to(server.address());
        var socket = client.connect(channel)) {
      socket.sendRaw(new RawMessage.Ping(ByteBuffer.allocate(125)));
      socket.sendRaw(new RawMessage.Pong(ByteBuffer.allocate(0)));
      socket.sendRaw(new RawMessage.Text("\"a\""));
      assertThat(socket.receiveRaw())
          .isEqualTo(new WsReceive.Message<RawMessage>(new RawMessage.Text("\"A\"")));
      socket.sendRaw(
          new RawMessage.Binary(ByteBuffer.wrap("\"b\"".getBytes(StandardCharsets.UTF_8))));
      assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>("B"));
    }
  }

  @Test
  void theServerChoosesAmongTheFormatsOffered() throws Exception {
    var channel =
        WsChannel.of(ROUTE, Codecs.json(), String.class, String.class).or(Codecs.messagePack());
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(channel)) {
      var sent = socket.sendAsync("abc");
      try (var peer = server.accept()) {
        assertThat(peer.headers.get("sec-websocket-protocol"))
            .isEqualTo("pilcrow.json, pilcrow.msgpack");
        peer.upgrade("Sec-WebSocket-Protocol: pilcrow.msgpack\r\n");
        assertThat(sent.get(20, TimeUnit.SECONDS)).isEqualTo(SendResult.QUEUED);
        peer.frame(0x82, new byte[] {(byte) 0xa2, 'h', 'i'});
        assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>("hi"));
        var unused = socket.close(WsClose.NORMAL);
        assertThat(peer.read()).startsWith("\u0002").endsWith("abc");
        assertThat(peer.read()).startsWith("\u0008");
        peer.sendClose(1000, "");
      }
    }
  }
}
