package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** What one client may ask of the server, and what it gets for more. */
class WsLimitsTest {
  private static final WsRoute ECHO = WsRoute.of("/ws/echo");

  private static TestServer echo(Consumer<PilcrowConfig> settings) {
    WsHandler handler =
        stream -> {
          for (WsEvent event : stream.events()) {
            stream.send(event);
          }
        };
    return TestServer.start(settings, (config, pilcrow) -> pilcrow.ws(ECHO, handler));
  }

  private static String message(int bytes) {
    String frame = "{\"event\":\"e\",\"data\":\"\"}";
    return frame.replace("\"\"", "\"" + "x".repeat(bytes - frame.length()) + "\"");
  }

  @Test
  void aMessageAsLargeAsTheLimitPassesAndOneByteMoreClosesWith1009() throws Exception {
    try (var server = echo(settings -> {});
        var client = TestSocket.open(server.ws("/ws/echo"))) {
      assertThat(client.send(message(65_536)).next()).contains("xxx");
      client.send(message(65_537));
      assertThat(client.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aClientThatIsStillSendingHearsTheCodeAndNotAReset() throws Exception {
    try (var server = echo(settings -> {});
        var client = new RawSocket(server.port(), "/ws/echo")) {
      client.header(true, RawSocket.TEXT, 20_000_000);
      byte[] part = new byte[100_000];
      for (int i = 0; i < 200; i++) {
        client.bytes(part);
      }
      assertThat(client.readClose()).isEqualTo(1009);
      assertThat(client.isCut()).isTrue();
      Eventually.until("closed", () -> server.pilcrow.stats().open() == 0);
    }
  }

  @Test
  void theLimitCountsBytesNotCharacters() throws Exception {
    try (var server = echo(settings -> settings.maxMessageBytes(1_000));
        var client = TestSocket.open(server.ws("/ws/echo"))) {
      assertThat(client.send("{\"event\":\"" + "ü".repeat(400) + "\"}").next()).contains("üü");
      client.send("{\"event\":\"" + "ü".repeat(600) + "\"}");
      assertThat(client.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void theLimitHoldsForBinaryMessages() throws Exception {
    try (var server = echo(settings -> settings.maxMessageBytes(1_000));
        var client = TestSocket.open(server.ws("/ws/echo"))) {
      client.sendBinary(new byte[1_001]);
      assertThat(client.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void theLimitHoldsForFragmentsTogether() throws Exception {
    try (var server = echo(settings -> settings.maxMessageBytes(1_000));
        var client = new RawSocket(server.port(), "/ws/echo")) {
      byte[] part = new byte[300];
      client.frame(false, RawSocket.TEXT, part);
      for (int i = 0; i < 3; i++) {
        client.frame(false, 0, part);
      }
      assertThat(client.readClose()).isEqualTo(1009);
      assertThat(client.isCut()).isTrue();
    }
  }

  @Test
  void fragmentsMakeOneMessage() throws Exception {
    try (var server = echo(settings -> {});
        var client = new RawSocket(server.port(), "/ws/echo")) {
      byte[] whole = "{\"event\":\"zoë\"}".getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < whole.length; i++) {
        byte[] one = {whole[i]};
        client.frame(i == whole.length - 1, i == 0 ? RawSocket.TEXT : 0, one);
      }
      assertThat(client.read().text()).contains("zoë");
    }
  }

  @Test
  void endlessEmptyFragmentsAreStopped() throws Exception {
    try (var server = echo(settings -> {});
        var client = new RawSocket(server.port(), "/ws/echo")) {
      client.frame(false, RawSocket.TEXT, new byte[0]);
      for (int i = 0; i < 5_000; i++) {
        client.frame(false, 0, new byte[0]);
      }
      assertThat(client.readClose()).isEqualTo(1009);
    }
  }

  @Test
  void invalidUtf8ClosesWith1007() throws Exception {
    try (var server = echo(settings -> {});
        var client = new RawSocket(server.port(), "/ws/echo")) {
      client.frame(true, RawSocket.TEXT, new byte[] {(byte) 0xc3, 0x28});
      assertThat(client.readClose()).isEqualTo(1007);
      Eventually.until("closed", () -> server.pilcrow.stats().open() == 0);
    }
  }

  @Test
  void tooManyMessagesTooFastCloseWith1008() throws Exception {
    FakeClock clock = new FakeClock();
    try (var server =
            echo(
                settings -> {
                  clock.in(settings);
                  settings.rateLimit(10, 20);
                });
        var client = TestSocket.open(server.ws("/ws/echo"))) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.send("{\"event\":\"e\"}").next()).contains("custom");
      }
      clock.advance(Duration.ofMillis(100));
      assertThat(client.send("{\"event\":\"e\"}").next()).contains("custom");
      client.send("{\"event\":\"one too many\"}");
      assertThat(client.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void pingsAreAnsweredAndCount() throws Exception {
    FakeClock clock = new FakeClock();
    try (var server =
            echo(
                settings -> {
                  clock.in(settings);
                  settings.rateLimit(1, 5);
                });
        var client = new RawSocket(server.port(), "/ws/echo")) {
      for (byte i = 0; i < 5; i++) {
        client.frame(true, RawSocket.PING, new byte[] {i});
        RawSocket.Frame pong = client.read();
        assertThat(pong.opcode()).isEqualTo(RawSocket.PONG);
        assertThat(pong.payload()).containsExactly(i);
      }
      client.frame(true, RawSocket.PING, new byte[0]);
      assertThat(client.readClose()).isEqualTo(1008);
    }
  }

  @Test
  void anAddressMayHaveSoManyConnectionsAndNoMore() throws Exception {
    try (var server = echo(settings -> settings.maxConnectionsPerAddress(2));
        var first = new RawSocket(server.port(), "/ws/echo");
        var second = new RawSocket(server.port(), "/ws/echo");
        var third = new RawSocket(server.port(), "/ws/echo")) {
      assertThat(first.status).isEqualTo(101);
      assertThat(second.status).isEqualTo(101);
      assertThat(third.status).isEqualTo(429);
      assertThat(third.body).contains("maxConnectionsPerAddress");
      first.frame(true, RawSocket.CLOSE, new byte[0]);
      Eventually.until("one is gone", () -> server.pilcrow.stats().open() == 1);
      try (var again = new RawSocket(server.port(), "/ws/echo")) {
        assertThat(again.status).isEqualTo(101);
      }
      assertThat(server.pilcrow.stats().refused()).isEqualTo(1);
    }
  }

  @Test
  void addressesBehindATrustedProxyAreToldApart() throws Exception {
    try (var server =
            echo(settings -> settings.maxConnectionsPerAddress(1).trustForwardedHeaders());
        var one = new RawSocket(server.port(), "/ws/echo", "X-Forwarded-For: 1.1.1.1, 2.2.2.2");
        var other = new RawSocket(server.port(), "/ws/echo", "X-Forwarded-For: 1.1.1.1, 3.3.3.3");
        var same = new RawSocket(server.port(), "/ws/echo", "X-Forwarded-For: 9.9.9.9, 2.2.2.2")) {
      assertThat(one.status).isEqualTo(101);
      assertThat(other.status).isEqualTo(101);
      assertThat(same.status).isEqualTo(429);
    }
  }

  @Test
  void withoutAFreeHandlerThreadTheUpgradeIsRefusedWith503() throws Exception {
    try (var server = echo(settings -> settings.virtualThreads(false).platformThreads(2));
        var first = new RawSocket(server.port(), "/ws/echo");
        var second = new RawSocket(server.port(), "/ws/echo");
        var third = new RawSocket(server.port(), "/ws/echo")) {
      assertThat(second.status).isEqualTo(101);
      assertThat(third.status).isEqualTo(503);
      assertThat(third.headers).containsKey("Retry-After");
      assertThat(third.body).contains("platformThreads");
      first.frame(true, RawSocket.CLOSE, new byte[0]);
      Eventually.until(
          "a thread is free",
          () -> {
            try (var again = new RawSocket(server.port(), "/ws/echo")) {
              return again.status == 101;
            }
          });
    }
  }

  @Test
  void compressionIsOffUnlessAsked() throws Exception {
    String offer = "Sec-WebSocket-Extensions: permessage-deflate";
    try (var server = echo(settings -> {});
        var client = new RawSocket(server.port(), "/ws/echo", offer)) {
      assertThat(client.status).isEqualTo(101);
      assertThat(client.headers).doesNotContainKey("Sec-WebSocket-Extensions");
    }
    try (var server = echo(settings -> settings.compression(true));
        var client = new RawSocket(server.port(), "/ws/echo", offer)) {
      assertThat(client.headers.get("Sec-WebSocket-Extensions")).contains("permessage-deflate");
    }
  }

  @Test
  void aMessageThatGrowsBeyondTheLimitWhenInflatedClosesWith1009() throws Exception {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(new byte[50_000_000]);
    byte[] bomb = new byte[100_000];
    int length = deflater.deflate(bomb, 0, bomb.length, Deflater.SYNC_FLUSH) - 4;
    deflater.end();
    try (var server = echo(settings -> settings.compression(true));
        var client =
            new RawSocket(
                server.port(), "/ws/echo", "Sec-WebSocket-Extensions: permessage-deflate")) {
      client.frame(true, 0x40 | RawSocket.TEXT, Arrays.copyOf(bomb, length));
      assertThat(client.readClose()).isEqualTo(1009);
    }
  }

  @Test
  void noSubProtocolIsAcceptedUnchecked() throws Exception {
    try (var server = echo(settings -> {});
        var client =
            new RawSocket(server.port(), "/ws/echo", "Sec-WebSocket-Protocol: token-abc, x")) {
      assertThat(client.status).isEqualTo(101);
      assertThat(client.headers).doesNotContainKey("Sec-WebSocket-Protocol");
    }
  }
}
