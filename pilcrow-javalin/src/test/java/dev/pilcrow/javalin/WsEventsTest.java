package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What {@code events()} lets through, what it reports, and what clients may see. */
class WsEventsTest {
  private static final WsRoute ECHO = WsRoute.of("/ws/echo");

  private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

  /** Echoes each event; ends with "done" when the loop has ended. */
  private TestServer echo(Consumer<PilcrowConfig> settings) {
    WsHandler handler =
        stream -> {
          for (WsEvent event : stream.events()) {
            stream.send(event);
          }
          reports.add("loop ended");
        };
    return TestServer.start(
        config -> {
          config.onMalformed((stream, reason) -> reports.add(reason));
          settings.accept(config);
        },
        (config, pilcrow) -> pilcrow.ws(ECHO, handler));
  }

  @Test
  void malformedAndBinaryFramesAreReportedAndSkipped() throws Exception {
    try (var server = echo(settings -> {});
        var client = TestSocket.open(server.ws("/ws/echo"))) {
      client.send("{").sendBinary(new byte[] {1, 2}).send("[1]").send("\"secret text\"");
      client.send("{\"event\":\"ok\"}");
      assertThat(client.next()).isEqualTo("{\"type\":\"custom\",\"event\":\"ok\",\"data\":null}");
      assertThat(reports).hasSize(4).noneMatch(reason -> reason.contains("secret"));
    }
  }

  @Test
  void sixteenMalformedFramesInARowCloseWith1007() throws Exception {
    try (var server = echo(settings -> {});
        var client = TestSocket.open(server.ws("/ws/echo"))) {
      for (int i = 0; i < 15; i++) {
        client.send("x");
      }
      client.send("{\"event\":\"breath\"}");
      assertThat(client.next()).contains("breath");
      for (int i = 0; i < 16; i++) {
        client.send("x");
      }
      assertThat(client.closeCode()).isEqualTo(1007);
      Eventually.until("loop ended", () -> reports.contains("loop ended"));
    }
  }

  @Test
  void aClientMaySendOnlyCustomEventsUnlessAllowed() throws Exception {
    String html = "{\"type\":\"html\",\"target\":\"#x\",\"markup\":\"<b>hi</b>\"}";
    try (var server = echo(settings -> {});
        var client = TestSocket.open(server.ws("/ws/echo"))) {
      client.send(html).send("{\"event\":\"ok\"}");
      assertThat(client.next()).contains("ok");
      assertThat(reports).singleElement().asString().contains("allowClientEvents");
    }
    try (var server = echo(PilcrowConfig::allowClientEvents);
        var client = TestSocket.open(server.ws("/ws/echo"))) {
      assertThat(client.send(html).next()).isEqualTo(html);
    }
  }

  @Test
  void strictEventsNeedTheirType() throws Exception {
    try (var server = echo(PilcrowConfig::strictEvents);
        var client = TestSocket.open(server.ws("/ws/echo"))) {
      client.send("{\"event\":\"chat\",\"data\":1}");
      client.send("{\"type\":\"custom\",\"event\":\"chat\",\"data\":2}");
      assertThat(client.next()).endsWith("\"data\":2}");
      assertThat(reports).hasSize(1);
    }
  }

  @Test
  void theLoopEndsWhenTheClientCloses() throws Exception {
    try (var server = echo(settings -> {});
        var client = TestSocket.open(server.ws("/ws/echo"))) {
      client.sendClose(1000);
      Eventually.until("loop ended", () -> reports.contains("loop ended"));
      Eventually.until("closed", () -> server.pilcrow.stats().open() == 0);
    }
  }

  @Test
  void whatCameBeforeTheClientsCloseIsStillHandled() throws Exception {
    BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    BlockingQueue<String> go = new LinkedBlockingQueue<>();
    WsHandler late =
        stream -> {
          go.take();
          for (WsEvent event : stream.events()) {
            handled.add(((WsEvent.Custom) event).event());
          }
          handled.add("end");
        };
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.ws(ECHO, late));
        var client = TestSocket.open(server.ws("/ws/echo"))) {
      client.send("{\"event\":\"a\"}").send("{\"event\":\"b\"}").sendClose(1000);
      Eventually.until("closed", () -> server.pilcrow.stats().open() == 0);
      go.add("go");
      Eventually.until("handled", () -> handled.contains("end"));
      assertThat(handled).containsExactly("a", "b", "end");
    }
  }

  @Test
  void aPlainSocketSeesTheFiveShapesOfTheSeedAndNothingElse() throws Exception {
    WsHandler all =
        stream -> {
          stream.send(WsEvent.patch(Map.of("n", 1), "#a"));
          stream.send(WsEvent.html("<p>x</p>", "#b"));
          stream.send(WsEvent.invalidate("#c"));
          stream.send(WsEvent.navigate("/d"));
          stream.send(WsEvent.custom("e", null));
        };
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.ws(ECHO, all));
        var client = new RawSocket(server.port(), "/ws/echo")) {
      assertThat(client.status).isEqualTo(101);
      assertThat(client.read().text())
          .isEqualTo("{\"type\":\"patch\",\"target\":\"#a\",\"data\":{\"n\":1}}");
      assertThat(client.read().text())
          .isEqualTo("{\"type\":\"html\",\"target\":\"#b\",\"markup\":\"<p>x</p>\"}");
      assertThat(client.read().text()).isEqualTo("{\"type\":\"invalidate\",\"target\":\"#c\"}");
      assertThat(client.read().text()).isEqualTo("{\"type\":\"navigate\",\"path\":\"/d\"}");
      assertThat(client.read().text())
          .isEqualTo("{\"type\":\"custom\",\"event\":\"e\",\"data\":null}");
      assertThat(client.read().closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void aSilcrowClientIsGreetedFirst() throws Exception {
    WsHandler one = stream -> stream.send(WsEvent.navigate("/d"));
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.ws(ECHO, one));
        var client = TestSocket.open(server.ws("/ws/echo?silcrow=1"))) {
      assertThat(client.next())
          .isEqualTo(
              "{\"type\":\"hello\",\"protocol\":1,\"ack\":true,\"heartbeat\":25000,"
                  + "\"maxMessage\":65536}");
      assertThat(client.next()).isEqualTo("{\"type\":\"navigate\",\"path\":\"/d\"}");
    }
  }
}
