package dev.pilcrow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.WireFormat;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.javalin.TypedHandler;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.testing.Ports;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A typed channel between a client and a server of ours: both sides of each case. */
@Timeout(60)
class ChannelTest {
  private static final WsRoute ROUTE = WsRoute.of("/api/uppercase_ws");
  private static final WsChannel<ClientEvent, ServerEvent> CHANNEL = channel(Codecs.json());
  private static final WsClose BYE = new WsClose(4000, "bye");

  static Stream<WireFormat> formats() {
    return Stream.of(
        Codecs.json(),
        Codecs.json().textFrames(),
        Codecs.cbor(),
        Codecs.messagePack(),
        Codecs.messagePack().positional());
  }

  private static WsChannel<ClientEvent, ServerEvent> channel(WireFormat format) {
    return WsChannel.of(ROUTE, format, ClientEvent.class, ServerEvent.class);
  }

  private static ServerEvent answer(ClientEvent event) {
    return event instanceof ClientEvent.TextInput input
        ? new ServerEvent.Uppercase(input.text().toUpperCase(Locale.ROOT))
        : new ServerEvent.Welcome("nobody", 0, "");
  }

  /** A server that greets, and notes what both ways to receive say; raw first, then typed. */
  private static void noting(ChannelServer.Served served) {
    served
        .pilcrow()
        .ws(
            CHANNEL,
            stream -> {
              stream.send(new ServerEvent.Uppercase("HELLO"));
              served.seen().add(stream.receiveRaw());
              served.seen().add(stream.receive());
              served.seen().add(stream.send(new ServerEvent.Uppercase("LATE")));
            });
  }

  private static ChannelServer serving(TypedHandler<ClientEvent, ServerEvent> handler) {
    return ChannelServer.start(served -> served.pilcrow().ws(CHANNEL, handler));
  }

  private static WsReceive<ServerEvent> greeting() {
    return new WsReceive.Message<>(new ServerEvent.Uppercase("HELLO"));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void messagesOfTypesGoBothWays(WireFormat format) throws Exception {
    try (var server =
            ChannelServer.start(
                served ->
                    served
                        .pilcrow()
                        .ws(
                            channel(format),
                            stream -> {
                              for (ClientEvent event : stream.messages()) {
                                stream.send(answer(event));
                              }
                            }));
        var client = WsClient.to(server.address());
        var socket = client.connect(channel(format))) {
      for (String text : new String[] {"", "äöü 😀", "x".repeat(20_000)}) {
        socket.send(new ClientEvent.TextInput(text));
        assertThat(socket.receive())
            .isEqualTo(new WsReceive.Message<>(answer(new ClientEvent.TextInput(text))));
      }
      socket.send(new ClientEvent.Leave());
      assertThat(socket.receive())
          .isEqualTo(new WsReceive.Message<>(new ServerEvent.Welcome("nobody", 0, "")));
    }
  }

  @Test
  void theFormatIsTheFirstOfTheClientThatTheServerHas() throws Exception {
    var offered = channel(Codecs.messagePack()).or(Codecs.cbor());
    var served = channel(Codecs.json()).or(Codecs.cbor()).or(Codecs.messagePack());
    try (var server =
            ChannelServer.start(
                s ->
                    s.pilcrow()
                        .ws(
                            served,
                            stream -> {
                              s.seen().add(stream.subprotocol().orElseThrow());
                              stream.send(new ServerEvent.Uppercase("HELLO"));
                            }));
        var client = WsClient.to(server.address());
        var socket = client.connect(offered)) {
      assertThat(socket.receive()).isEqualTo(greeting());
      assertThat(server.seen()).isEqualTo("pilcrow.msgpack");
      assertThat(socket.subprotocol()).contains("pilcrow.msgpack");
    }
  }

  @Test
  void formatsThatDoNotMeetAreAFailedHandshake() throws Exception {
    try (var server = serving(stream -> {});
        var client = WsClient.to(server.address());
        var socket = client.connect(channel(Codecs.cbor()))) {
      assertThat(socket.connected().get(20, TimeUnit.SECONDS))
          .isEqualTo(SocketState.FAILED_TO_CONNECT);
      assertThat(socket.failure())
          .get()
          .isInstanceOfSatisfying(
              WsException.Handshake.class, why -> assertThat(why.status()).isEqualTo(400));
    }
  }

  @Test
  void theClientClosesWithACodeAndAReason() throws Exception {
    try (var server = ChannelServer.start(ChannelTest::noting);
        var client = WsClient.to(server.address());
        var socket = client.connect(CHANNEL)) {
      assertThat(socket.receive()).isEqualTo(greeting());
      assertThat(socket.close(BYE).get(20, TimeUnit.SECONDS)).isEqualTo(BYE);
      assertThat(server.seen()).isEqualTo(new WsReceive.Closed<RawMessage>(BYE));
      assertThat(server.seen()).isEqualTo(new WsReceive.Closed<ClientEvent>(BYE));
      assertThat(server.seen()).isEqualTo(SendResult.CLOSED);
      assertThat(socket.receive()).isEqualTo(new WsReceive.Closed<ServerEvent>(BYE));
      assertThat(socket.receiveRaw()).isEqualTo(new WsReceive.Closed<RawMessage>(BYE));
      assertThat(socket.send(new ClientEvent.Leave())).isEqualTo(SendResult.CLOSED);
    }
  }

  @Test
  void theServerClosesWithACodeAndAReason() throws Exception {
    try (var server =
            serving(
                stream -> {
                  stream.send(new ServerEvent.Uppercase("HELLO"));
                  stream.close(BYE);
                });
        var client = WsClient.to(server.address());
        var socket = client.connect(CHANNEL)) {
      assertThat(socket.receive()).isEqualTo(greeting());
      assertThat(socket.receive()).isEqualTo(new WsReceive.Closed<ServerEvent>(BYE));
      assertThat(socket.receiveRaw()).isEqualTo(new WsReceive.Closed<RawMessage>(BYE));
      assertThat(socket.send(new ClientEvent.Leave())).isEqualTo(SendResult.CLOSED);
      assertThat(socket.state()).isEqualTo(SocketState.CLOSED);
    }
  }

  @Test
  void aHandlerThatReturnsClosesWith1000AndOneThatThrowsWith1011() throws Exception {
    try (var server =
            serving(
                stream -> {
                  if (stream.receive() instanceof WsReceive.Message<ClientEvent> message
                      && message.value() instanceof ClientEvent.TextInput) {
                    throw new IllegalStateException("a fault of the application");
                  }
                });
        var client = WsClient.to(server.address());
        var good = client.connect(CHANNEL);
        var bad = client.connect(CHANNEL)) {
      good.send(new ClientEvent.Leave());
      assertThat(good.receive()).isEqualTo(new WsReceive.Closed<ServerEvent>(WsClose.NORMAL));
      bad.send(new ClientEvent.TextInput("x"));
      assertThat(bad.receive()).isEqualTo(new WsReceive.Closed<ServerEvent>(WsClose.ERROR));
    }
  }

  @Test
  void theServerStopsWith1012AndAClientThatReconnectsFindsTheNextOne() throws Exception {
    int port = Ports.free();
    var first = ChannelServer.startOn(port, ChannelTest::noting);
    try (var client = WsClient.to(first.address());
        var socket =
            client.connect(CHANNEL, SocketOptions.defaults().reconnect(Reconnect.backoff()))) {
      assertThat(socket.receive()).isEqualTo(greeting());
      first.close();
      assertThat(first.seen()).isEqualTo(new WsReceive.Closed<RawMessage>(WsClose.RESTART));
      var sent = socket.sendAsync(new ClientEvent.Leave());
      try (var second = ChannelServer.startOn(port, ChannelTest::noting)) {
        assertThat(socket.receive()).isEqualTo(greeting());
        assertThat(sent.get(20, TimeUnit.SECONDS)).isEqualTo(SendResult.QUEUED);
        assertThat(second.seen()).isInstanceOf(WsReceive.Message.class);
      }
    }
  }

  @Test
  void whatIsNoMessageIsReportedOnBothSidesAndTheConnectionStaysOpen() throws Exception {
    try (var server =
            ChannelServer.start(
                served ->
                    served
                        .pilcrow()
                        .ws(
                            CHANNEL,
                            stream -> {
                              served.seen().add(stream.receive());
                              served.seen().add(stream.receive());
                              stream.sendRaw(new RawMessage.Text("{\"No\":1}"));
                              stream.send(new ServerEvent.Uppercase("HELLO"));
                              stream.receive();
                            }));
        var client = WsClient.to(server.address());
        var socket = client.connect(CHANNEL)) {
      socket.sendRaw(new RawMessage.Binary(ByteBuffer.wrap(new byte[] {'{', -1})));
      socket.send(new ClientEvent.Leave());
      assertThat(server.seen()).isInstanceOf(WsReceive.Malformed.class);
      assertThat(server.seen())
          .isEqualTo(new WsReceive.Message<ClientEvent>(new ClientEvent.Leave()));
      assertThat(socket.receive()).isInstanceOf(WsReceive.Malformed.class);
      assertThat(socket.receive()).isEqualTo(greeting());
    }
  }

  @Test
  void whatCannotBeEncodedIsReportedAtOnceOnBothSides() throws Exception {
    var cbor = channel(Codecs.cbor());
    try (var server =
            ChannelServer.start(
                served ->
                    served
                        .pilcrow()
                        .ws(
                            cbor,
                            stream -> {
                              assertThatThrownBy(
                                      () -> stream.send(new ServerEvent.Uppercase("half \ud83d")))
                                  .isInstanceOf(IllegalArgumentException.class);
                              stream.send(new ServerEvent.Uppercase("HELLO"));
                              stream.receive();
                            }));
        var client = WsClient.to(server.address());
        var socket = client.connect(cbor)) {
      assertThatThrownBy(() -> socket.send(new ClientEvent.TextInput("half \ud83d")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(socket.receive()).isEqualTo(greeting());
    }
  }

  @Test
  void rawMessagesPassByTheTypesOnBothSides() throws Exception {
    try (var server =
            ChannelServer.start(
                served ->
                    served
                        .pilcrow()
                        .ws(
                            CHANNEL,
                            stream -> {
                              served.seen().add(stream.receiveRaw());
                              stream.sendRaw(new RawMessage.Ping(ByteBuffer.allocate(125)));
                              stream.sendRaw(new RawMessage.Text("as it is"));
                              stream.receive();
                            }));
        var client = WsClient.to(server.address());
        var socket = client.connect(CHANNEL)) {
      socket.sendRaw(new RawMessage.Text("anything"));
      assertThat(server.seen())
          .isEqualTo(new WsReceive.Message<RawMessage>(new RawMessage.Text("anything")));
      assertThat(socket.receiveRaw())
          .isEqualTo(new WsReceive.Message<RawMessage>(new RawMessage.Text("as it is")));
    }
  }

  @Test
  void manyMessagesKeepTheirOrder() throws Exception {
    int count = 5_000;
    List<Integer> received = new ArrayList<>();
    var numbers = WsChannel.of(ROUTE, Codecs.cbor(), Integer.class, Integer.class);
    try (var server =
            ChannelServer.start(
                served ->
                    served
                        .pilcrow()
                        .ws(
                            numbers,
                            stream -> {
                              for (int number : stream.messages()) {
                                if (stream.send(number) == SendResult.CLOSED) {
                                  return;
                                }
                              }
                            }));
        var client = WsClient.to(server.address());
        var socket = client.connect(numbers)) {
      var sender =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < count; i++) {
                    socket.send(i);
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      sender.start();
      for (int number : socket.messages()) {
        received.add(number);
        if (received.size() == count) {
          break;
        }
      }
      sender.join();
    }
    assertThat(received).hasSize(count).isSorted();
  }
}
