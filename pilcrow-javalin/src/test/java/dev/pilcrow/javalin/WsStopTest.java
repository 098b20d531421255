package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.testing.Ports;
import dev.pilcrow.ws.SendResult;
import io.javalin.Javalin;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How an application ends, and that another one does not notice. */
class WsStopTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/s");

  private static Set<String> pilcrowThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("pilcrow-"))
        .collect(Collectors.toSet());
  }

  @Test
  void stoppingClosesEveryConnectionWith1012AndEndsEveryHandlerAndThread() throws Exception {
    LinkedBlockingQueue<String> ended = new LinkedBlockingQueue<>();
    TestServer server =
        TestServer.start(
            (config, pilcrow) ->
                pilcrow
                    .ws(
                        ROUTE,
                        stream -> {
                          for (WsEvent event : stream.events()) {
                            stream.send(event);
                          }
                          ended.add("loop");
                        })
                    .ws(
                        WsRoute.of("/ws/c"),
                        WsCallbacks.create()
                            .onOpen(stream -> stream.send(WsEvent.navigate("/open")))
                            .onClose((stream, close) -> ended.add("callbacks " + close.code()))));
    try (var loop = TestSocket.open(server.ws("/ws/s"));
        var callbacks = TestSocket.open(server.ws("/ws/c"));
        var silcrow = TestSocket.open(server.ws("/ws/s?silcrow=1"))) {
      assertThat(silcrow.next()).contains("hello");
      assertThat(callbacks.next()).contains("/open");
      for (TestSocket running : List.of(loop, silcrow)) {
        assertThat(running.send("{\"event\":\"e\"}").next()).contains("\"e\"");
      }
      server.close();
      assertThat(loop.closeCode()).isEqualTo(1012);
      assertThat(callbacks.closeCode()).isEqualTo(1012);
      assertThat(silcrow.next()).startsWith("{\"type\":\"drain\",\"retryAfterMs\":");
      assertThat(silcrow.closeCode()).isEqualTo(1012);
      assertThat(ended).containsExactlyInAnyOrder("loop", "loop", "callbacks 1012");
      assertThat(server.pilcrow.stats().open()).isZero();
      Eventually.until("no thread of ours is left", () -> pilcrowThreads().isEmpty());
    }
  }

  @Test
  void aHandlerThatDoesNotListenIsInterrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch started = new CountDownLatch(1);
    TestServer server =
        TestServer.start(
            (config, pilcrow) ->
                pilcrow.ws(
                    ROUTE,
                    stream -> {
                      started.countDown();
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        interrupted.countDown();
                      }
                    }));
    try (var client = TestSocket.open(server.ws("/ws/s"))) {
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
      server.close();
      assertThat(client.closeCode()).isEqualTo(1012);
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void stoppingJettyItselfIsEnough() throws Exception {
    TestServer server =
        TestServer.start((config, pilcrow) -> pilcrow.ws(ROUTE, stream -> stream.receive()));
    try (var client = TestSocket.open(server.ws("/ws/s"))) {
      Eventually.until("open", () -> server.pilcrow.stats().opened() == 1);
      server.app.jettyServer().server().stop();
      assertThat(client.closeCode()).isEqualTo(1012);
      Eventually.until("no thread of ours is left", () -> pilcrowThreads().isEmpty());
    }
  }

  @Test
  void afterTheStopSendsSayClosedAndTopicsForgetTheStream() throws Exception {
    LinkedBlockingQueue<WsStream> streams = new LinkedBlockingQueue<>();
    TestServer server =
        TestServer.start(
            (config, pilcrow) ->
                pilcrow.ws(
                    ROUTE,
                    stream -> {
                      pilcrow.hub().topic("t").subscribe(stream);
                      streams.add(stream);
                      stream.receive();
                    }));
    try (var client = TestSocket.open(server.ws("/ws/s"))) {
      WsStream stream = streams.poll(10, TimeUnit.SECONDS);
      assertThat(stream).isNotNull();
      server.close();
      assertThat(stream.send(WsEvent.navigate("/"))).isEqualTo(SendResult.CLOSED);
      assertThat(server.pilcrow.hub().topic("t").subscribers()).isZero();
      CountDownLatch late = new CountDownLatch(1);
      stream.onClose(late::countDown);
      assertThat(late.getCount()).isZero();
      assertThat(client.closeCode()).isEqualTo(1012);
    }
  }

  private static Javalin start(int port, WsHandler handler) {
    return Javalin.create(config -> Pilcrow.install(config).ws(ROUTE, handler))
        .start("127.0.0.1", port);
  }

  @Test
  void aStoppedServerStartsAgainOnTheSamePort() throws Exception {
    int port = Ports.free();
    URI address = URI.create("ws://127.0.0.1:" + port + "/ws/s");
    Javalin first = start(port, stream -> stream.receive());
    try (var client = TestSocket.open(address)) {
      first.stop();
      assertThat(client.closeCode()).isEqualTo(1012);
    }
    Javalin second = start(port, stream -> stream.send(WsEvent.navigate("/again")));
    try (var client = TestSocket.open(address)) {
      assertThat(client.next()).contains("/again");
    } finally {
      second.stop();
    }
  }

  @Test
  void twoApplicationsInOneJvmDoNotKnowOfEachOther() throws Exception {
    try (var one = TestServer.start((config, pilcrow) -> subscribe(pilcrow));
        var other = TestServer.start((config, pilcrow) -> subscribe(pilcrow));
        var atOne = TestSocket.open(one.ws("/ws/s"));
        var atOther = TestSocket.open(other.ws("/ws/s"))) {
      Eventually.until(
          "subscribed",
          () ->
              one.pilcrow.hub().topic("t").subscribers() == 1
                  && other.pilcrow.hub().topic("t").subscribers() == 1);
      one.pilcrow.hub().topic("t").publish(WsEvent.navigate("/one"));
      other.pilcrow.hub().topic("t").publish(WsEvent.navigate("/other"));
      assertThat(atOne.next()).contains("/one");
      assertThat(atOther.next()).contains("/other");
      one.app.stop();
      assertThat(atOne.closeCode()).isEqualTo(1012);
      other.pilcrow.hub().topic("t").publish(WsEvent.navigate("/still"));
      assertThat(atOther.next()).contains("/still");
      assertThat(one.pilcrow.stats().opened()).isEqualTo(1);
    }
  }

  private static void subscribe(Pilcrow pilcrow) {
    pilcrow.ws(
        ROUTE,
        stream -> {
          pilcrow.hub().topic("t").subscribe(stream);
          stream.receive();
        });
  }

  @Test
  void anApplicationThatCannotStartLeavesNoThread() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      Javalin app =
          Javalin.create(config -> Pilcrow.install(config).ws(ROUTE, stream -> stream.receive()));
      try {
        app.start(taken.getLocalPort());
      } catch (RuntimeException expected) {
        assertThat(expected).hasMessageContaining("in use");
      }
      Eventually.until("no thread of ours is left", () -> pilcrowThreads().isEmpty());
    }
  }
}
