package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.javalin.Typed.ClientEvent;
import dev.pilcrow.javalin.Typed.ServerEvent;
import dev.pilcrow.route.WsRoute;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshake of a typed channel: parameters and format are settled before there is a socket. */
@Timeout(60)
class TypedHandshakeTest {
  record Guest(int room, String name, int age) {
    Guest {
      if (age < 0) {
        throw new IllegalArgumentException("Expected an age of 0 or more.");
      }
    }
  }

  private static final WsChannel<ClientEvent, ServerEvent> THREE =
      Typed.channel(Codecs.json()).or(Codecs.cbor()).or(Codecs.messagePack());

  private static final WsChannel<String, String> GUESTS =
      WsChannel.of(
              WsRoute.of("/ws/rooms/{room}"),
              Codecs.json().textFrames(),
              String.class,
              String.class)
          .parameters(Guest.class);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pilcrow.cbor|pilcrow.cbor",
        "pilcrow.msgpack, pilcrow.json|pilcrow.msgpack",
        "v2.other ,pilcrow.json|pilcrow.json",
      })
  void theFirstOfferedFormatThatTheChannelHasIsSpoken(String offered, String chosen)
      throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        THREE,
                        stream -> {
                          assertThat(stream.subprotocol()).isEqualTo(stream.format().subprotocol());
                          stream.send(
                              new ServerEvent.Uppercase(stream.subprotocol().orElseThrow()));
                        }));
        var socket =
            new RawSocket(
                server.port(), Typed.ROUTE.path(), "Sec-WebSocket-Protocol: " + offered)) {
      assertThat(socket.status).isEqualTo(101);
      assertThat(socket.headers).containsEntry("Sec-WebSocket-Protocol", chosen);
      RawSocket.Frame frame = socket.read();
      assertThat(frame.opcode()).isEqualTo(RawSocket.BINARY);
      assertThat(frame.text()).contains(chosen);
      assertThat(socket.readClose()).isEqualTo(1000);
    }
  }

  @Test
  void severalHeadersAreOneList() throws Exception {
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.ws(THREE, Typed::echo));
        var socket =
            new RawSocket(
                server.port(),
                Typed.ROUTE.path(),
                "Sec-WebSocket-Protocol: unknown",
                "Sec-WebSocket-Protocol: pilcrow.cbor")) {
      assertThat(socket.headers).containsEntry("Sec-WebSocket-Protocol", "pilcrow.cbor");
    }
  }

  @Test
  void whoOffersNothingGetsTheFirstFormatAndNoHeader() throws Exception {
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.ws(THREE, Typed::echo));
        var socket = new RawSocket(server.port(), Typed.ROUTE.path())) {
      assertThat(socket.headers).doesNotContainKey("Sec-WebSocket-Protocol");
      assertThat(socket.text("{\"TextInput\":\"abc\"}").read().text())
          .isEqualTo("{\"Uppercase\":\"ABC\"}");
    }
  }

  @Test
  void anUnknownSubprotocolIsRefusedWithTheNamesOfTheKnown() throws Exception {
    var served = new AtomicInteger();
    try (var server =
            TestServer.start(
                (config, pilcrow) -> pilcrow.ws(THREE, stream -> served.incrementAndGet()));
        var socket =
            new RawSocket(
                server.port(), Typed.ROUTE.path(), "Sec-WebSocket-Protocol: Pilcrow.json, a\"b")) {
      assertThat(socket.status).isEqualTo(400);
      assertThat(socket.body)
          .isEqualTo(
              "Expected one of the subprotocols pilcrow.json, pilcrow.cbor, pilcrow.msgpack in"
                  + " Sec-WebSocket-Protocol but found only others. Offer one of these, or none for"
                  + " JSON.\n");
      assertThat(server.pilcrow.stats().refused()).isEqualTo(1);
      assertThat(server.pilcrow.stats().open()).isZero();
    }
    assertThat(served).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/ws/rooms/7?name=Ann&age=many|Expected a whole number of 32 bits in query parameter 'age'",
        "/ws/rooms/7?name=Ann|in query parameter 'age' but found none.",
        "/ws/rooms/7?name=Ann&age=1&age=2|in query parameter 'age' but found several.",
        "/ws/rooms/7?age=3|Expected a text in query parameter 'name' but found none.",
        "/ws/rooms/seven?name=Ann&age=3|Expected a whole number of 32 bits in path parameter 'room'",
        "/ws/rooms/7?name=Ann&age=-1|Expected an age of 0 or more.",
      })
  void parametersThatDoNotFitAreA400AndNoSocket(String target, String reason) throws Exception {
    var served = new AtomicInteger();
    try (var server =
            TestServer.start(
                (config, pilcrow) -> pilcrow.ws(GUESTS, stream -> served.incrementAndGet()));
        var socket = new RawSocket(server.port(), target)) {
      assertThat(socket.status).isEqualTo(400);
      assertThat(socket.body).contains(reason).doesNotContain("many", "seven");
    }
    assertThat(served).hasValue(0);
  }

  @Test
  void theHandlerSeesParametersHeadersCookiesAndAttributes() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) -> {
                  config.routes.wsBeforeUpgrade(
                      GUESTS.route().path(), ctx -> ctx.attribute("user", "ann@example.org"));
                  pilcrow.ws(
                      GUESTS,
                      stream -> {
                        Guest guest = stream.parameters(Guest.class);
                        stream.send(guest.toString());
                        stream.send(stream.pathParam("room"));
                        stream.send(
                            String.join(
                                " ",
                                List.of(
                                    String.valueOf(stream.ctx().header("X-Token")),
                                    String.valueOf(stream.ctx().cookie("theme")),
                                    String.valueOf(stream.ctx().<String>attribute("user")))));
                      });
                });
        var socket =
            new RawSocket(
                server.port(),
                "/ws/rooms/7?name=Zo%C3%AB&age=30",
                "Origin: " + server.origin(),
                "X-Token: abc",
                "Cookie: theme=dark")) {
      assertThat(socket.read().text()).isEqualTo("\"Guest[room=7, name=Zoë, age=30]\"");
      assertThat(socket.read().text()).isEqualTo("\"7\"");
      assertThat(socket.read().text()).isEqualTo("\"abc dark ann@example.org\"");
    }
  }

  @Test
  void askingForOtherParametersSaysWhichThereAre() throws Exception {
    record Other(int x) {}
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        GUESTS,
                        stream -> {
                          assertThatThrownBy(() -> stream.parameters(Other.class))
                              .isInstanceOf(IllegalArgumentException.class)
                              .hasMessage(
                                  "Expected the parameters of WsChannel[/ws/rooms/{room} String →"
                                      + " String], which are Guest, but found Other.");
                          assertThatThrownBy(() -> stream.pathParam("rom"))
                              .hasMessageContaining("It has [room]");
                          stream.send("checked");
                        }));
        var socket = new RawSocket(server.port(), "/ws/rooms/7?name=Ann&age=3")) {
      assertThat(socket.read().text()).isEqualTo("\"checked\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Origin: https://evil.example", "Sec-Fetch-Site: cross-site"})
  void theOriginIsCheckedAsOnEveryRoute(String header) throws Exception {
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.ws(THREE, Typed::echo));
        var socket = new RawSocket(server.port(), Typed.ROUTE.path(), header)) {
      assertThat(socket.status).isEqualTo(403);
    }
  }

  /** What a WebSocket's handshake must have, without it or with another value. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "GET|-|-|-|-|426",
        "GET|Upgrade: h2c|Connection: Upgrade|-|-|426",
        "GET|-|-|-|Sec-WebSocket-Key: KEY|400",
        "GET|-|Connection: Upgrade|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: KEY|400",
        "GET|Upgrade: h2c|Connection: Upgrade|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: KEY|400",
        "GET|Upgrade: websocket|-|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: KEY|400",
        "GET|Upgrade: websocket|Connection: close|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: KEY|400",
        "GET|Upgrade: websocket|Connection: Upgrade|-|Sec-WebSocket-Key: KEY|400",
        "GET|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 8|Sec-WebSocket-Key: KEY|426",
        "GET|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13|-|400",
        "POST|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: KEY|405",
        "GET|upgrade: WebSocket|connection: keep-alive, upgrade|sec-websocket-version: 13|sec-websocket-key: KEY|101",
      })
  void aHandshakeThatLacksSomethingIsNoSocket(
      String method,
      @Nullable String upgrade,
      @Nullable String connection,
      @Nullable String version,
      @Nullable String key,
      int status)
      throws Exception {
    var served = new AtomicInteger();
    try (var server =
        TestServer.start(
            (config, pilcrow) -> pilcrow.ws(THREE, stream -> served.incrementAndGet()))) {
      String head =
          Stream.of(
                  method + " " + Typed.ROUTE.path() + " HTTP/1.1",
                  "Host: 127.0.0.1:" + server.port(),
                  upgrade,
                  connection,
                  version,
                  key)
              .filter(Objects::nonNull)
              .collect(Collectors.joining("\r\n"))
              .replace("KEY", "dGhlIHNhbXBsZSBub25jZQ==");
      try (var socket = RawSocket.exactly(server.port(), head + "\r\n\r\n")) {
        assertThat(socket.status).isEqualTo(status);
        if (status == 426) {
          assertThat(socket.headers)
              .containsEntry("Upgrade", "websocket")
              .containsEntry("Sec-WebSocket-Version", "13");
        } else if (status == 101) {
          assertThat(socket.readClose()).isEqualTo(1000);
        }
      }
      assertThat(served).hasValue(status == 101 ? 1 : 0);
    }
  }

  @Test
  void aTypedChannelIsNothingForPlainRequests() throws Exception {
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.ws(THREE, Typed::echo))) {
      String path = Typed.ROUTE.path();
      assertThat(server.send("GET", path).statusCode()).isEqualTo(426);
      var stream = server.send("GET", path + "?silcrow=1", "Accept", "text/event-stream");
      assertThat(stream.statusCode()).isEqualTo(426);
      assertThat(server.send("POST", path + "?silcrow-stream=x&n=1").statusCode()).isEqualTo(404);
    }
  }
}
