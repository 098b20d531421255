package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Callbacks: their order, that they never overlap, and what their exceptions do. */
class WsCallbacksTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/callbacks");

  private final List<String> calls = new CopyOnWriteArrayList<>();

  private static TestServer serve(WsCallbacks callbacks) {
    return TestServer.start((config, pilcrow) -> pilcrow.ws(ROUTE, callbacks));
  }

  private WsCallbacks recording() {
    return WsCallbacks.create()
        .onOpen(stream -> calls.add("open"))
        .onEvent((stream, event) -> calls.add(((WsEvent.Custom) event).event()))
        .onMalformed((stream, reason) -> calls.add("malformed"))
        .onClose((stream, close) -> calls.add("close " + close.code()));
  }

  @Test
  void theyComeInOrderAndCloseComesOnce() throws Exception {
    try (var server = serve(recording());
        var client = TestSocket.open(server.ws("/ws/callbacks"))) {
      client.send("{\"event\":\"a\"}").send("nonsense").send("{\"event\":\"b\"}").sendClose(4000);
      Eventually.until("close", () -> calls.contains("close 4000"));
      assertThat(calls).containsExactly("open", "a", "malformed", "b", "close 4000");
    }
    assertThat(calls).hasSize(5);
  }

  @Test
  void theyNeverOverlapForOneConnection() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(200);
    WsCallbacks counting =
        WsCallbacks.create()
            .onOpen(stream -> visit(inside, overlaps))
            .onEvent(
                (stream, event) -> {
                  visit(inside, overlaps);
                  done.countDown();
                });
    try (var server =
            TestServer.start(
                settings -> settings.rateLimit(10_000, 10_000),
                (config, pilcrow) -> pilcrow.ws(ROUTE, counting));
        var client = TestSocket.open(server.ws("/ws/callbacks"))) {
      for (int i = 0; i < 200; i++) {
        client.send("{\"event\":\"e\"}");
      }
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(overlaps).hasValue(0);
    }
  }

  private static void visit(AtomicInteger inside, AtomicInteger overlaps) {
    if (inside.incrementAndGet() > 1) {
      overlaps.incrementAndGet();
    }
    LockSupport.parkNanos(1_000);
    inside.decrementAndGet();
  }

  @Test
  void connectionsDoNotWaitForEachOther() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    WsCallbacks blocking =
        WsCallbacks.create()
            .onEvent(
                (stream, event) -> {
                  if (((WsEvent.Custom) event).event().equals("block")) {
                    release.await();
                  }
                  stream.send(event);
                });
    try (var server = serve(blocking);
        var stuck = TestSocket.open(server.ws("/ws/callbacks"));
        var free = TestSocket.open(server.ws("/ws/callbacks"))) {
      stuck.send("{\"event\":\"block\"}");
      assertThat(free.send("{\"event\":\"free\"}").next()).contains("free");
      release.countDown();
      assertThat(stuck.next()).contains("block");
    }
  }

  @Test
  void anExceptionClosesWith1011AndOnlyTheCloseIsCalledAfterIt() throws Exception {
    WsCallbacks failing =
        recording()
            .onEvent(
                (stream, event) -> {
                  calls.add("event");
                  throw new IllegalStateException("on purpose, in a test");
                });
    try (var server = serve(failing);
        var client = TestSocket.open(server.ws("/ws/callbacks"))) {
      client.send("{\"event\":\"a\"}").trySend("{\"event\":\"b\"}");
      assertThat(client.closeCode()).isEqualTo(1011);
      Eventually.until("close", () -> calls.contains("close 1011"));
      assertThat(calls).containsExactly("open", "event", "close 1011");
    }
  }

  @Test
  void sixteenMalformedFramesInARowCloseWith1007() throws Exception {
    try (var server = serve(recording());
        var client = TestSocket.open(server.ws("/ws/callbacks"))) {
      for (int i = 0; i < 16; i++) {
        client.send("x");
      }
      assertThat(client.closeCode()).isEqualTo(1007);
    }
  }

  @Test
  void receivingIsForLoops() throws Exception {
    BlockingQueue<String> thrown = new LinkedBlockingQueue<>();
    WsCallbacks confused =
        WsCallbacks.create()
            .onOpen(
                stream -> {
                  try {
                    stream.receive();
                  } catch (IllegalStateException e) {
                    thrown.add(String.valueOf(e.getMessage()));
                  }
                });
    try (var server = serve(confused);
        var client = TestSocket.open(server.ws("/ws/callbacks"))) {
      assertThat(thrown.poll(10, TimeUnit.SECONDS)).contains("WsCallbacks.onEvent");
      assertThat(client.waiting()).isZero();
    }
  }

  @Test
  void idleConnectionsHoldNoThread() throws Exception {
    try (var server = serve(recording());
        var first = TestSocket.open(server.ws("/ws/callbacks"));
        var second = TestSocket.open(server.ws("/ws/callbacks"))) {
      Eventually.until("both open", () -> calls.size() == 2);
      Eventually.until("no thread is inside a callback", () -> busyCallbackThreads() == 0);
      first.send("{\"event\":\"a\"}");
      second.send("{\"event\":\"b\"}");
      Eventually.until("both called", () -> calls.containsAll(List.of("a", "b")));
    }
  }

  private static long busyCallbackThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().startsWith("pilcrow-"))
        .filter(
            entry ->
                List.of(entry.getValue()).stream()
                    .anyMatch(frame -> frame.getClassName().contains("CallbackPump")))
        .count();
  }
}
