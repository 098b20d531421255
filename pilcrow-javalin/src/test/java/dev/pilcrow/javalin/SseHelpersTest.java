package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.SseRoute;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Intervals and watches. */
class SseHelpersTest {
  private static final SseRoute ROUTE = SseRoute.of("/events");

  private final BlockingQueue<SseStream> streams = new LinkedBlockingQueue<>();
  private final AtomicInteger ticks = new AtomicInteger();
  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

  private static TestServer serve(SseHandler handler) {
    return TestServer.start((config, pilcrow) -> pilcrow.sse(ROUTE, handler));
  }

  @Test
  void anIntervalSendsAtOnceAndAgainAndEndsWithTheStream() throws Exception {
    SseHandler ticking =
        stream -> {
          streams.add(stream);
          stream.interval(
              Duration.ofMillis(10), () -> WsEvent.custom("tick", ticks.incrementAndGet()));
        };
    try (var server = serve(ticking);
        var client = TestStream.open(server.port(), "/events")) {
      int last = 0; // one that has not gone out gives way to the next
      for (int i = 0; i < 5; i++) {
        int tick = Integer.parseInt(client.next().replaceAll("\\D", ""));
        assertThat(tick).isGreaterThan(last);
        last = tick;
      }
      client.leave();
      CountDownLatch closed = new CountDownLatch(1);
      streams.remove().onClose(closed::countDown);
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
      Eventually.until("the clock's thread has nothing to do", () -> !isTicking());
    }
  }

  /** Whether an interval of this test is still being run. */
  private boolean isTicking() throws InterruptedException {
    int before = ticks.get();
    CountDownLatch passed = new CountDownLatch(3);
    try (var server =
            serve(
                stream ->
                    stream.interval(
                        Duration.ofMillis(10),
                        () -> {
                          passed.countDown();
                          return WsEvent.custom("other", null);
                        }));
        var client = TestStream.open(server.port(), "/events")) {
      assertThat(client.next()).contains("other");
      assertThat(passed.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return ticks.get() != before;
  }

  @Test
  void anIntervalNeverRunsTwiceAtOnceAndLeavesTicksOut() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    CountDownLatch release = new CountDownLatch(1);
    SseHandler slow =
        stream ->
            stream.interval(
                Duration.ofMillis(10),
                () -> {
                  calls.add("in " + inside.incrementAndGet());
                  release.await();
                  inside.decrementAndGet();
                  return WsEvent.custom("done", null);
                });
    SseHandler quick =
        stream -> stream.interval(Duration.ofMillis(10), () -> WsEvent.custom("quick", null));
    try (var server =
            TestServer.start(
                (config, pilcrow) -> pilcrow.sse(ROUTE, slow).sse(SseRoute.of("/quick"), quick));
        var stuck = TestStream.open(server.port(), "/events");
        var free = TestStream.open(server.port(), "/quick")) {
      for (int i = 0; i < 20; i++) {
        assertThat(free.next()).contains("quick");
      }
      assertThat(calls).containsExactly("in 1");
      release.countDown();
      assertThat(stuck.next()).contains("done");
      assertThat(stuck.next()).contains("done");
      assertThat(calls).allMatch(call -> call.equals("in 1"));
    }
  }

  @Test
  void aSupplierThatThrowsClosesTheStream() throws Exception {
    SseHandler failing =
        stream ->
            stream.interval(
                Duration.ofMillis(10),
                () -> {
                  throw new IllegalStateException("on purpose, in a test");
                });
    try (var server = serve(failing);
        var client = TestStream.open(server.port(), "/events?silcrow=1")) {
      assertThat(client.rest()).contains("\"code\":1011");
    }
  }

  @Test
  void aSlowReaderOfAWatchGetsTheNewestAndNoBacklog() throws Exception {
    BlockingQueue<SseStream.Watch> watches = new LinkedBlockingQueue<>();
    SseHandler watching =
        stream -> {
          streams.add(stream);
          watches.add(stream.watch());
        };
    try (var server =
            TestServer.start(
                settings -> settings.writeTimeout(Duration.ofHours(1)),
                (config, pilcrow) -> pilcrow.sse(ROUTE, watching));
        var slow = TestStream.slow(server.port(), "/events")) {
      assertThat(slow.block()).isEqualTo(":");
      SseStream.Watch watch = watches.take();
      String padding = "x".repeat(100_000);
      int last = 400;
      for (int i = 1; i <= last; i++) {
        watch.set(WsEvent.custom("n" + i + ";", padding));
      }
      int seen = 0;
      String event;
      do {
        event = slow.next();
        seen++;
      } while (!event.contains("\"n" + last + ";\""));
      assertThat(seen).isLessThan(last / 2);
      streams.remove().close();
      assertThat(watch.set(WsEvent.custom("late", null)).name()).isEqualTo("CLOSED");
    }
  }

  @Test
  void periodsAndTheNumberOfWatchesAreChecked() throws Exception {
    SseHandler careless =
        stream -> {
          assertThatThrownBy(
                  () -> stream.interval(Duration.ofMillis(9), () -> WsEvent.navigate("/")))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("10 ms to 1 day");
          assertThatThrownBy(() -> stream.interval(Duration.ofDays(2), () -> WsEvent.navigate("/")))
              .isInstanceOf(IllegalArgumentException.class);
          for (int i = 0; i < 100; i++) {
            stream.watch();
          }
          assertThatThrownBy(stream::watch)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("at most 100");
          calls.add("checked");
        };
    try (var server = serve(careless);
        var client = TestStream.open(server.port(), "/events")) {
      assertThat(client.status).isEqualTo(200);
      assertThat(calls).containsExactly("checked");
    }
  }
}
