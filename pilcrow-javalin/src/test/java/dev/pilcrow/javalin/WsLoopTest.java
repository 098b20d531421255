package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A handler loop, from the guide's first example to each way it can end. */
class WsLoopTest {
  private static final WsRoute CHAT = WsRoute.of("/ws/chat");

  record Say(String text) {}

  private static TestServer serve(WsHandler handler) {
    return TestServer.start((config, pilcrow) -> pilcrow.ws(CHAT, handler));
  }

  @Test
  void theGuidesLoopGreetsAndAnswers() throws Exception {
    WsHandler chat =
        stream -> {
          stream.send(WsEvent.patch(Map.of("status", "connected"), "#chat-status"));
          for (WsEvent event : stream.events()) {
            if (event instanceof WsEvent.Custom custom) {
              Say say = stream.read(custom, Say.class);
              stream.send(WsEvent.html("<p>" + say.text() + "</p>", "#messages").append());
            }
          }
        };
    try (var server = serve(chat);
        var client = TestSocket.open(server.ws("/ws/chat"))) {
      assertThat(client.next())
          .isEqualTo(
              "{\"type\":\"patch\",\"target\":\"#chat-status\",\"data\":{\"status\":\"connected\"}}");
      client.send("{\"event\":\"chat\",\"data\":{\"text\":\"hello\"}}");
      assertThat(client.next())
          .isEqualTo(
              "{\"type\":\"html\",\"target\":\"#messages\",\"markup\":\"<p>hello</p>\",\"swap\":\"append\"}");
    }
  }

  @Test
  void codesThatACloseFrameMustNotCarryAreRefusedAndTheStreamStaysOpen() throws Exception {
    WsHandler handler =
        stream -> {
          for (int code : new int[] {1004, 1005, 1006, 1014, 1015, 1016, 2999}) {
            assertThatThrownBy(() -> stream.close(new WsClose(code, "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("but found " + code);
          }
          stream.send(WsEvent.navigate("/open"));
        };
    try (var server = serve(handler);
        var client = TestSocket.open(server.ws("/ws/chat"))) {
      assertThat(client.next()).contains("/open");
      assertThat(client.closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void theButtonOfTheGuideArrivesAsACustomEvent() throws Exception {
    BlockingQueue<WsReceive<WsEvent>> received = new LinkedBlockingQueue<>();
    try (var server = serve(stream -> received.add(stream.receive()));
        var client = TestSocket.open(server.ws("/ws/chat"))) {
      client.send("{\"event\":\"chat\",\"data\":{\"text\":\"hi\"}}");
      assertThat(received.poll(10, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              WsReceive.Message.class,
              message ->
                  assertThat(message.value())
                      .isInstanceOfSatisfying(
                          WsEvent.Custom.class,
                          custom -> {
                            assertThat(custom.event()).isEqualTo("chat");
                            assertThat(custom.data()).hasToString("{\"text\":\"hi\"}");
                          }));
    }
  }

  @Test
  void aReturningHandlerClosesWith1000AfterWhatItHasQueued() throws Exception {
    WsHandler burst =
        stream -> {
          for (int i = 0; i < 100; i++) {
            stream.send(WsEvent.custom("n", i));
          }
        };
    try (var server = serve(burst);
        var client = TestSocket.open(server.ws("/ws/chat"))) {
      for (int i = 0; i < 100; i++) {
        assertThat(client.next())
            .isEqualTo("{\"type\":\"custom\",\"event\":\"n\",\"data\":" + i + "}");
      }
      assertThat(client.closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void aThrowingHandlerClosesWith1011AfterWhatItHasQueued() throws Exception {
    WsHandler broken =
        stream -> {
          stream.send(WsEvent.custom("last", null));
          throw new IllegalStateException("on purpose, in a test");
        };
    try (var server = serve(broken);
        var client = TestSocket.open(server.ws("/ws/chat"))) {
      assertThat(client.next()).contains("last");
      assertThat(client.closeCode()).isEqualTo(1011);
    }
  }

  @Test
  void aHandlerChoosesItsCloseCodeAndNothingIsSentAfterIt() throws Exception {
    CompletableFuture<SendResult> after = new CompletableFuture<>();
    CompletableFuture<WsReceive<WsEvent>> next = new CompletableFuture<>();
    WsHandler closing =
        stream -> {
          stream.close(new WsClose(4401, "sign in again"));
          after.complete(stream.send(WsEvent.navigate("/")));
          next.complete(stream.receive());
        };
    try (var server = serve(closing);
        var client = TestSocket.open(server.ws("/ws/chat"))) {
      assertThat(client.closeCode()).isEqualTo(4401);
      assertThat(after.get(20, TimeUnit.SECONDS)).isEqualTo(SendResult.CLOSED);
      assertThat(next.get(20, TimeUnit.SECONDS))
          .isEqualTo(new WsReceive.Closed<>(new WsClose(4401, "sign in again")));
      assertThat(client.waiting()).isZero();
    }
  }

  @Test
  void codesThatACloseFrameMustNotCarryAreRefused() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    WsHandler closing =
        stream -> {
          try {
            stream.close(new WsClose(1006, ""));
          } catch (IllegalArgumentException e) {
            thrown.complete(e);
          }
        };
    try (var server = serve(closing);
        var client = TestSocket.open(server.ws("/ws/chat"))) {
      assertThat(thrown.get(20, TimeUnit.SECONDS)).hasMessageContaining("4000 to 4999");
      assertThat(client.closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void receiveShowsEveryOutcomeAndTheSocketStaysOpen() throws Exception {
    BlockingQueue<WsReceive<WsEvent>> received = new LinkedBlockingQueue<>();
    WsHandler all =
        stream -> {
          WsReceive<WsEvent> next;
          do {
            next = stream.receive();
            received.add(next);
          } while (!(next instanceof WsReceive.Closed<WsEvent>));
          received.add(stream.receive());
        };
    try (var server = serve(all);
        var client = TestSocket.open(server.ws("/ws/chat"))) {
      client.send("not json").sendBinary(new byte[] {1}).send("{\"type\":\"patch\"}");
      client.send("{\"type\":\"custom\",\"event\":\"e\",\"data\":null}").sendClose(4000);
      assertThat(take(received)).isInstanceOf(WsReceive.Malformed.class);
      assertThat(take(received)).isEqualTo(new WsReceive.WrongKind<>(true));
      assertThat(take(received)).isInstanceOf(WsReceive.Malformed.class);
      assertThat(take(received)).isInstanceOf(WsReceive.Message.class);
      assertThat(take(received)).isEqualTo(new WsReceive.Closed<>(new WsClose(4000, "")));
      assertThat(take(received)).isEqualTo(new WsReceive.Closed<>(new WsClose(4000, "")));
      assertThat(server.pilcrow.stats().malformed()).isEqualTo(3);
      assertThat(server.pilcrow.stats().received()).isEqualTo(1);
    }
  }

  private static WsReceive<WsEvent> take(BlockingQueue<WsReceive<WsEvent>> queue)
      throws InterruptedException {
    WsReceive<WsEvent> item = queue.poll(10, TimeUnit.SECONDS);
    assertThat(item).isNotNull();
    return item;
  }

  @Test
  void aReceiveWithATimeoutIsEmptyWhenNothingComes() throws Exception {
    CompletableFuture<Optional<WsReceive<WsEvent>>> received = new CompletableFuture<>();
    WsHandler impatient = stream -> received.complete(stream.receive(Duration.ofMillis(10)));
    try (var server = serve(impatient);
        var client = TestSocket.open(server.ws("/ws/chat"))) {
      assertThat(received.get(20, TimeUnit.SECONDS)).isEmpty();
      assertThat(client.closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void aClientThatVanishesEndsTheLoop() throws Exception {
    CompletableFuture<WsReceive<WsEvent>> last = new CompletableFuture<>();
    try (var server = serve(stream -> last.complete(stream.receive()))) {
      TestSocket.open(server.ws("/ws/chat")).abort();
      assertThat(last.get(10, TimeUnit.SECONDS)).isInstanceOf(WsReceive.Closed.class);
      Eventually.until("closed", () -> server.pilcrow.stats().open() == 0);
    }
  }

  @Test
  void pathParametersAreDecodedAndTheHandshakeIsThere() throws Exception {
    WsRoute room = WsRoute.of("/ws/rooms/{room}");
    WsHandler handler =
        stream -> {
          stream.send(WsEvent.custom(stream.pathParam("room"), stream.ctx().queryParam("who")));
          assertThatThrownBy(() -> stream.pathParam("other"))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("[room]");
          stream.send(WsEvent.custom(stream.ctx().pathParam("room"), stream.id()));
        };
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.ws(room, handler));
        var client = TestSocket.open(server.ws(room.with("room", "a b/ü").path() + "?who=ann"))) {
      assertThat(client.next())
          .isEqualTo("{\"type\":\"custom\",\"event\":\"a b/ü\",\"data\":\"ann\"}");
      assertThat(client.next()).contains("\"event\":\"a b/ü\"");
    }
  }

  @Test
  void theFirstOfOverlappingRoutesWins() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow
                        .ws(WsRoute.of("/ws/one"), stream -> stream.send(WsEvent.navigate("/1")))
                        .ws(WsRoute.of("/ws/{x}"), stream -> stream.send(WsEvent.navigate("/x"))));
        var one = TestSocket.open(server.ws("/ws/one"));
        var other = TestSocket.open(server.ws("/ws/other"))) {
      assertThat(one.next()).contains("/1");
      assertThat(other.next()).contains("/x");
    }
  }

  @Test
  void dataThatIsNoJsonIsTheCallersMistake() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    WsHandler handler =
        stream -> {
          try {
            List<Object> endless = new ArrayList<>();
            endless.add(endless);
            stream.send(WsEvent.custom("x", endless));
          } catch (IllegalArgumentException e) {
            thrown.complete(e);
          }
        };
    try (var server = serve(handler);
        var client = TestSocket.open(server.ws("/ws/chat"))) {
      assertThat(thrown.get(20, TimeUnit.SECONDS)).hasMessageContaining("Custom");
      assertThat(client.closeCode()).isEqualTo(1000);
    }
  }
}
