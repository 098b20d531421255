package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.SseRoute;
import dev.pilcrow.route.WsRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A stream outlives the request that let it in; what ends it is said here. */
class LeaseTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/{user}");
  private static final Instant START = Instant.parse("2030-01-01T12:00:00Z");

  /** A typed channel whose members hear what its topic says. */
  private static final WsChannel<String, String> TYPED =
      WsChannel.of(
          WsRoute.of("/typed/{user}"), Codecs.json().textFrames(), String.class, String.class);

  private final FakeClock clock = new FakeClock();
  private final AtomicReference<Instant> wall = new AtomicReference<>(START);
  private final BlockingQueue<String> hung = new LinkedBlockingQueue<>();

  private TestServer serve(Consumer<PilcrowConfig> more) {
    return TestServer.start(
        settings -> {
          clock.in(settings);
          settings.wallClock = wall::get;
          settings
              .idleTimeout(Duration.ofHours(1))
              .heartbeat(Duration.ofHours(1), Duration.ofHours(1));
          more.accept(settings);
        },
        (config, pilcrow) ->
            pilcrow
                .ws(
                    ROUTE,
                    stream -> {
                      stream.user(stream.pathParam("user"));
                      stream.validUntil(START.plusSeconds(60));
                      pilcrow.hub().topic("t").subscribe(stream);
                      stream.receive();
                    })
                .ws(
                    TYPED,
                    TypedCallbacks.<String, String>onMessage((stream, message) -> {})
                        .onOpen(
                            stream -> {
                              stream.user(stream.pathParam("user"));
                              stream.validUntil(START.plusSeconds(60));
                              pilcrow.hub().topic("t", TYPED).subscribe(stream);
                            }))
                .sse(
                    SseRoute.of("/events/{user}"),
                    stream -> {
                      stream.user(stream.pathParam("user"));
                      stream.validUntil(START.plusSeconds(60));
                      pilcrow.hub().topic("t").subscribe(stream);
                    }));
  }

  private static void awaitSubscribers(TestServer server, int count) throws Exception {
    Eventually.until("subscribed", () -> server.pilcrow.hub().topic("t").subscribers() == count);
  }

  private static void awaitTyped(TestServer server, int count) throws Exception {
    Eventually.until(
        "subscribed", () -> server.pilcrow.hub().topic("t", TYPED).subscribers() == count);
  }

  @Test
  void aStreamEndsWithItsLeaseAndNotWithAClockThatIsSet() throws Exception {
    try (var server = serve(settings -> {});
        var socket = TestSocket.open(server.ws("/ws/alice"));
        var typed = TestSocket.open(server.ws("/typed/alice"));
        var stream = TestStream.open(server.port(), "/events/alice?silcrow=1")) {
      awaitSubscribers(server, 2);
      awaitTyped(server, 1);
      wall.set(START.plus(Duration.ofDays(1)));
      clock.advance(Duration.ofSeconds(59));
      server.pilcrow.sweep();
      server.pilcrow.hub().topic("t").publish(WsEvent.custom("n", 1));
      assertThat(socket.next()).contains("\"data\":1");
      server.pilcrow.hub().topic("t", TYPED).publish("still here");
      assertThat(typed.next()).isEqualTo("\"still here\"");
      clock.advance(Duration.ofSeconds(2));
      server.pilcrow.sweep();
      assertThat(socket.closeCode()).isEqualTo(4401);
      assertThat(typed.closeCode()).isEqualTo(4401);
      String last = stream.next();
      while (!last.startsWith("event: close")) {
        last = stream.next();
      }
      assertThat(last)
          .isEqualTo("event: close\ndata: {\"code\":4401,\"reason\":\"sign in again\"}");
      assertThat(server.pilcrow.stats().expired()).isEqualTo(3);
    }
  }

  @Test
  void aPauseWhileItIsGivenDoesNotMakeItLonger() throws Exception {
    try (var server =
            serve(
                settings ->
                    settings.wallClock =
                        () -> {
                          clock.advance(Duration.ofSeconds(30));
                          return wall.get();
                        });
        var socket = TestSocket.open(server.ws("/ws/alice"))) {
      awaitSubscribers(server, 1);
      clock.advance(Duration.ofSeconds(31));
      server.pilcrow.sweep();
      assertThat(socket.closeCode()).isEqualTo(4401);
    }
  }

  @Test
  void revalidationGivesItMoreOrEndsIt() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    AtomicReference<Optional<Instant>> answer =
        new AtomicReference<>(Optional.of(START.plusSeconds(120)));
    Revalidation revalidation =
        user -> {
          Optional<Instant> given = Objects.requireNonNull(answer.get());
          asked.add(user);
          return given;
        };
    // The clock may leap while the first answer is on its way.
    try (var server =
            serve(
                settings -> settings.revalidate(revalidation).handlerTimeout(Duration.ofHours(1)));
        var socket = TestSocket.open(server.ws("/ws/alice"));
        var typed = TestSocket.open(server.ws("/typed/bob"))) {
      awaitSubscribers(server, 1);
      awaitTyped(server, 1);
      pass(server, 61);
      assertThat(List.of(nextOf(asked), nextOf(asked))).containsExactlyInAnyOrder("alice", "bob");
      answer.set(Optional.empty());
      pass(server, 60);
      Set<String> again = new HashSet<>();
      Eventually.until("asked again", () -> sweepAsks(server, asked, again));
      assertThat(socket.closeCode()).isEqualTo(4401);
      assertThat(typed.closeCode()).isEqualTo(4401);
    }
  }

  private void pass(TestServer server, int seconds) {
    wall.updateAndGet(now -> now.plusSeconds(seconds));
    clock.advance(Duration.ofSeconds(seconds));
    server.pilcrow.sweep();
  }

  private static String nextOf(BlockingQueue<String> asked) throws InterruptedException {
    return String.valueOf(asked.poll(10, TimeUnit.SECONDS));
  }

  /** Sweeps, and notes who has been asked about; true when it was both. */
  private static boolean sweepAsks(
      TestServer server, BlockingQueue<String> asked, Set<String> users) {
    server.pilcrow.sweep();
    asked.drainTo(users);
    return users.size() == 2;
  }

  @Test
  void aRevalidationThatFailsOrHangsLetsThePageComeBack() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Revalidation failing =
        user -> {
          if (user.equals("hanging")) {
            hung.add("asked");
            never.await();
          }
          throw new IllegalStateException("the database is away");
        };
    try (var server = serve(settings -> settings.revalidate(failing));
        var failed = TestSocket.open(server.ws("/ws/failing"));
        var hanging = TestSocket.open(server.ws("/ws/hanging"))) {
      awaitSubscribers(server, 2);
      pass(server, 61);
      assertThat(failed.closeCode()).isEqualTo(1013);
      assertThat(hung.poll(10, TimeUnit.SECONDS)).isEqualTo("asked");
      pass(server, 31);
      assertThat(hanging.closeCode()).isEqualTo(1013);
      never.countDown();
    }
  }

  @Test
  void revokingEndsEveryStreamOfAUserOnEveryMachineAndNobodyElses() throws Exception {
    SharedLogs logs = new SharedLogs();
    try (var one = serve(settings -> settings.topics(logs));
        var two = serve(settings -> settings.topics(logs));
        var here = TestSocket.open(one.ws("/ws/alice"));
        var there = TestSocket.open(two.ws("/ws/alice"));
        var stream = TestStream.open(two.port(), "/events/alice?silcrow=1");
        var typed = TestSocket.open(two.ws("/typed/alice"));
        var typedBob = TestSocket.open(two.ws("/typed/bob"));
        var bob = TestSocket.open(two.ws("/ws/bob"))) {
      awaitSubscribers(one, 1);
      awaitSubscribers(two, 3);
      awaitTyped(two, 2);
      one.pilcrow.hub().revoke("alice");
      assertThat(here.closeCode()).isEqualTo(4403);
      assertThat(there.closeCode()).isEqualTo(4403);
      assertThat(stream.rest()).contains("event: close\ndata: {\"code\":4403,");
      assertThat(typed.closeCode()).isEqualTo(4403);
      one.pilcrow.hub().topic("t", TYPED).publish("to all");
      assertThat(typedBob.next()).isEqualTo("\"to all\"");
      two.pilcrow.hub().topic("t").publish(WsEvent.custom("n", 1));
      assertThat(bob.next()).contains("\"data\":1");
      assertThat(one.pilcrow.stats().revoked()).isEqualTo(1);
      assertThat(two.pilcrow.stats().revoked()).isEqualTo(3);
      clock.advance(Duration.ofMillis(1));
      try (var again = TestSocket.open(two.ws("/ws/alice"))) {
        awaitSubscribers(two, 2);
        two.pilcrow.hub().topic("t").publish(WsEvent.custom("n", 2));
        assertThat(again.next()).as("the handshake let it in again").contains("\"data\":2");
      }
    }
  }

  @Test
  void aStreamHasOneUser() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        ROUTE,
                        stream -> {
                          stream.user("alice");
                          stream.user("alice");
                          try {
                            stream.user("bob");
                          } catch (IllegalStateException e) {
                            stream.send(WsEvent.custom("error", e.getMessage()));
                          }
                          stream.receive();
                        }));
        var socket = TestSocket.open(server.ws("/ws/x"))) {
      assertThat(socket.next()).contains("Expected a stream to have one user");
    }
  }
}
