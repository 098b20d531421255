package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.ledger.Ledger;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages with an id: answered when they are handled, and handled once. */
class AcksTest extends AckTest {
  @ParameterizedTest
  @EnumSource
  void aMessageIsAckedWhenItsHandlerIsDoneAndNotBefore(Style style) throws Exception {
    Semaphore go = new Semaphore(0);
    Handling waiting =
        (stream, event) -> {
          stream.send(WsEvent.custom("at", name(event)));
          go.acquire();
        };
    try (var server = serve(style, waiting);
        var client = connect(server)) {
      client.send(message("a", 1)).send(message("b", 2));
      assertThat(client.next()).contains("\"at\"", "\"a\"");
      assertThat(client.waiting()).isZero();
      go.release();
      assertThat(client.next()).isEqualTo(ack(1));
      assertThat(client.next()).contains("\"at\"", "\"b\"");
      go.release();
      assertThat(client.next()).isEqualTo(ack(2));
      assertThat(server.pilcrow.stats().acked()).isEqualTo(2);
    }
  }

  @Test
  void aLoopThatReturnsHasHandledItsLastMessage() throws Exception {
    WsHandler one = stream -> handled.add(stream.receive(Duration.ofSeconds(10)).toString());
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.ws(ROUTE, one));
        var client = connect(server)) {
      assertThat(client.send(message("a", 1)).next()).isEqualTo(ack(1));
      assertThat(client.closeCode()).isEqualTo(1000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatComesAgainIsAckedAndNotHandledAgain(Style style) throws Exception {
    try (var server = serve(style, recording)) {
      try (var client = connect(server)) {
        client.send(message("a", 1)).send(message("b", 2));
        assertThat(List.of(client.next(), client.next())).containsExactly(ack(1), ack(2));
      }
      try (var client = connect(server)) {
        client.send(message("a", 1)).send(message("b", 2)).send(message("c", 3));
        assertThat(List.of(client.next(), client.next(), client.next()))
            .containsExactly(ack(1), ack(2), ack(3));
        client.send(message("b", 2)).send(message("d", 4)).send(message("d", 4));
        assertThat(List.of(client.next(), client.next(), client.next()))
            .containsExactly(ack(2), ack(4), ack(4));
      }
      assertThat(handled).containsExactly("a", "b", "c", "d");
      assertThat(server.pilcrow.stats().repeated()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExceptionRejectsTheMessageForGood(Style style) throws Exception {
    Handling failing =
        (stream, event) -> {
          handled.add(name(event));
          if (name(event).equals("bad")) {
            throw new IllegalStateException("on purpose, in a test; a secret");
          }
        };
    try (var server = serve(style, failing)) {
      try (var client = connect(server)) {
        client.send(message("a", 1)).send(message("bad", 2)).trySend(message("b", 3));
        assertThat(client.next()).isEqualTo(ack(1));
        assertThat(client.next()).isEqualTo(nack(2, "The handler failed."));
        assertThat(client.closeCode()).isEqualTo(1011);
        assertThat(client.waiting()).isZero();
      }
      try (var client = connect(server)) {
        client.send(message("bad", 2)).send(message("b", 3));
        assertThat(client.next()).isEqualTo(nack(2, "The handler failed."));
        assertThat(client.next()).isEqualTo(ack(3));
      }
      assertThat(handled).containsExactly("a", "bad", "b");
      assertThat(server.pilcrow.stats().rejected()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheOldConnectionIsStillAtIsNotHandledOnTheNewOne(Style style) throws Exception {
    Semaphore started = new Semaphore(0);
    Semaphore go = new Semaphore(0);
    Handling waiting =
        (stream, event) -> {
          handled.add(name(event));
          started.release();
          go.acquire();
        };
    try (var server = serve(style, waiting);
        var old = connect(server)) {
      old.send(message("a", 1)).send(message("b", 2)).send(message("c", 3));
      started.acquire();
      old.abort();
      try (var client = connect(server)) {
        client.send(message("a", 1)).send(message("b", 2)).send(message("c", 3));
        client.send(message("d", 4));
        go.release(4);
        for (int n = 1; n <= 4; n++) {
          assertThat(client.next()).isEqualTo(ack(n));
        }
      }
      assertThat(handled).containsExactly("a", "b", "c", "d");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theNameOfAMessageIsTheSameAfterACrashAndTellsNothing(Style style) throws Exception {
    List<String> names = new CopyOnWriteArrayList<>();
    Handling naming = (stream, event) -> names.add(stream.messageId().orElseThrow());
    for (int life = 0; life < 2; life++) {
      try (var server = serve(style, naming);
          var client = connect(server)) {
        client.send(message("a", 1)).send(message("b", 2));
        assertThat(List.of(client.next(), client.next())).containsExactly(ack(1), ack(2));
      }
    }
    assertThat(names).hasSize(4).allMatch(name -> name.matches("[A-Za-z0-9_-]{43}"));
    assertThat(names.subList(0, 2)).isEqualTo(names.subList(2, 4)).doesNotHaveDuplicates();
    assertThat(names.get(0)).doesNotContain(CLIENT);
  }

  @ParameterizedTest
  @EnumSource
  void whatAStopInterruptsIsLeftForAnotherServer(Style style) throws Exception {
    Ledger shared = Ledger.inMemory(10, Duration.ofHours(1), System::nanoTime);
    AtomicBoolean stuck = new AtomicBoolean(true);
    Handling handling =
        (stream, event) -> {
          handled.add(name(event));
          if (stuck.get()) {
            new Semaphore(0).acquire();
          }
        };
    try (var server =
        TestServer.start(
            settings -> settings.ledger(shared),
            (config, pilcrow) -> style.serve(pilcrow, handling))) {
      TestSocket client = connect(server);
      client.send(message("a", 1)).send(message("b", 2));
      Eventually.until("at work", () -> handled.contains("a"));
    }
    stuck.set(false);
    try (var server =
            TestServer.start(
                settings -> settings.ledger(shared),
                (config, pilcrow) -> style.serve(pilcrow, handling));
        var client = connect(server)) {
      client.send(message("a", 1)).send(message("b", 2));
      assertThat(List.of(client.next(), client.next())).containsExactly(ack(1), ack(2));
    }
    assertThat(handled).containsExactly("a", "a", "b");
  }

  @ParameterizedTest
  @EnumSource
  void anEventStreamAndASocketKnowTheSameMessages(Style style) throws Exception {
    try (var server = serve(style, recording)) {
      try (var client = TestStream.open(server.port(), "/ws/acks?silcrow=1")) {
        String path = "/ws/acks?silcrow-stream=" + Upstream.key(client);
        assertThat(post(server, path + "&n=1", message("a", 1))).isEqualTo(204);
        assertThat(client.next()).isEqualTo("event: ack\ndata: {\"id\":\"" + CLIENT + ":1\"}");
        assertThat(post(server, path + "&n=2", message("b", 2))).isEqualTo(204);
        assertThat(client.next()).contains("event: ack", CLIENT + ":2");
      }
      try (var client = connect(server)) {
        client.send(message("b", 2)).send(message("c", 3));
        assertThat(List.of(client.next(), client.next())).containsExactly(ack(2), ack(3));
      }
      assertThat(handled).containsExactly("a", "b", "c");
    }
  }

  private static int post(TestServer server, String path, String message) throws Exception {
    var body = HttpRequest.BodyPublishers.ofString(message);
    return server.send("POST", path, body, "Content-Type", "text/plain").statusCode();
  }
}
