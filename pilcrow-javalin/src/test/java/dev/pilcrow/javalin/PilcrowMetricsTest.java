package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.route.SseRoute;
import dev.pilcrow.route.WsRoute;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PilcrowMetricsTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();

  private double gauge(String name, String... tags) {
    return registry.get("pilcrow." + name).tags(tags).gauge().value();
  }

  private double count(String name) {
    return registry.get("pilcrow." + name).functionCounter().count();
  }

  private TestServer serve() {
    TestServer server =
        TestServer.start(
            settings -> settings.topics(new Hub.Limits(10, 50, 1 << 20)),
            (config, pilcrow) ->
                pilcrow
                    .ws(
                        WsRoute.of("/ws"),
                        stream -> {
                          pilcrow.hub().topic("t").subscribe(stream);
                          stream.receive();
                        })
                    .sse(SseRoute.of("/events"), pilcrow.hub().topic("t")::subscribe));
    PilcrowMetrics.bind(registry, server.pilcrow);
    return server;
  }

  @Test
  void metersFollowWhatHappens() throws Exception {
    try (var server = serve()) {
      assertThat(gauge("connections", "transport", "socket")).isZero();
      try (var socket = ResumingSocket.open(server, "/ws");
          var stream = TestStream.open(server.port(), "/events")) {
        assertThat(socket.take(1)).containsExactly("skip @0");
        Eventually.until("open", () -> gauge("connections", "transport", "stream") == 1);
        assertThat(gauge("connections", "transport", "socket")).isEqualTo(1);
        assertThat(gauge("topics")).as("that of withdrawals, and ours").isEqualTo(2);
        server.pilcrow.hub().topic("t").publish(WsEvent.custom("n", 1));
        assertThat(socket.take(1)).containsExactly("1 @1");
        assertThat(stream.next()).contains("\"data\":1");
        assertThat(count("published")).isEqualTo(1);
        Eventually.until("opened", () -> count("opened") == 2);
        Eventually.until("sent", () -> count("sent") == 2);
        assertThat(gauge("lag")).isZero();
      }
      try (var lost = ResumingSocket.resume(server, "/ws", "{\"t\":\"other:1\"}")) {
        assertThat(lost.take(1)).containsExactly("resync @1");
        assertThat(count("resynced")).isEqualTo(1);
      }
      try (var bad = ResumingSocket.raw(server, "/ws", "nonsense")) {
        assertThat(bad.take(1)).containsExactly("resync @1");
        assertThat(count("resumes.bad")).isEqualTo(1);
      }
    }
  }

  @Test
  void aReaderThatDoesNotReadShowsAsLagAndQueuedBytes() throws Exception {
    String markup = "x".repeat(100_000);
    try (var server = serve()) {
      Topic topic = server.pilcrow.hub().topic("t");
      try (var slow = RawSocket.slow(server.port(), "/ws")) {
        assertThat(slow.status).isEqualTo(101);
        Eventually.until("subscribed", () -> topic.subscribers() == 1);
        Eventually.until(
            "lagging",
            () -> {
              topic.publish(WsEvent.html(markup, "#x"));
              return gauge("lag") >= 5;
            });
        assertThat(gauge("queued.bytes")).as("topics queue nothing").isZero();
      }
      Eventually.until("gone", () -> gauge("lag") == 0);
    }
  }

  @Test
  void messagesThatWaitForABusyHandlerAreCounted() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    WsHandler busy =
        stream -> {
          go.await();
          stream.events().forEach(stream::send);
        };
    try (var server =
            TestServer.start(
                (config, pilcrow) -> {
                  PilcrowMetrics.bind(registry, pilcrow);
                  pilcrow.ws(WsRoute.of("/ws"), busy);
                });
        var socket = TestSocket.open(server.ws("/ws"));
        var stream = TestStream.open(server.port(), "/ws?silcrow=1")) {
      socket.send("{\"event\":\"a\"}").send("{\"event\":\"b\"}");
      Eventually.until("two wait", () -> gauge("waiting") == 2);
      go.countDown();
      assertThat(socket.next()).contains("\"a\"");
      assertThat(socket.next()).contains("\"b\"");
      assertThat(gauge("waiting")).isZero();
      assertThat(stream.status).isEqualTo(200);
    }
  }

  @Test
  void whatACloseLeavesUnwrittenIsCounted() throws Exception {
    String markup = "x".repeat(100_000);
    try (var server =
        TestServer.start(
            (config, pilcrow) -> {
              PilcrowMetrics.bind(registry, pilcrow);
              pilcrow.ws(
                  WsRoute.of("/ws"),
                  stream -> {
                    while (stream.send(WsEvent.html(markup, "#x"))
                        == dev.pilcrow.ws.SendResult.QUEUED) {
                      // Until its queue is full.
                    }
                  });
            })) {
      // A writer that got everything into the system's buffers just in time has left nothing.
      Eventually.until("left", () -> leftByATooSlow(server) > 0);
      Eventually.until("forgotten", () -> gauge("queued.bytes") == 0);
    }
  }

  private double leftByATooSlow(TestServer server) throws Exception {
    double before = count("too.slow");
    try (var slow = RawSocket.slow(server.port(), "/ws")) {
      assertThat(slow.status).isEqualTo(101);
      Eventually.until("too slow", () -> count("too.slow") > before);
    }
    Eventually.until("closed", () -> server.pilcrow.stats().open() == 0);
    return count("dropped");
  }
}
