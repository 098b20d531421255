package dev.pilcrow.client;

import static dev.pilcrow.client.RawServer.STRINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReconnectTest {
  private static final SocketOptions AT_ONCE =
      SocketOptions.defaults().reconnect(lost -> Optional.of(Duration.ofMillis(5)));

  @Test
  void queuedMessagesGoOutOnTheNextConnection() throws Exception {
    List<SocketState> seen = new CopyOnWriteArrayList<>();
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS, AT_ONCE)) {
      socket.onState(seen::add);
      var reading = socket.receiveAsync();
      server.open().close();
      Eventually.until("lost", () -> seen.size() >= 2);
      var sent = socket.sendAsync("kept");
      try (var second = server.open()) {
        assertThat(second.read()).isEqualTo("\u0001\"kept\"");
        assertThat(sent.get(20, TimeUnit.SECONDS)).isEqualTo(SendResult.QUEUED);
        second.text("\"heard\"");
        assertThat(reading.get(20, TimeUnit.SECONDS)).isEqualTo(new WsReceive.Message<>("heard"));
        second.sendClose(1000, "");
        assertThat(socket.receive()).isInstanceOf(WsReceive.Closed.class);
      }
      assertThat(seen)
          .containsExactly(
              SocketState.OPEN, SocketState.CONNECTING, SocketState.OPEN, SocketState.CLOSED);
    }
  }

  @Test
  void aLongQueueGoesOutOnOneConnection() throws Exception {
    int count = 20_000;
    List<SocketState> seen = new CopyOnWriteArrayList<>();
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket =
            client.connect(STRINGS, AT_ONCE.queue(count).connectTimeout(Duration.ofMinutes(1)))) {
      socket.onState(seen::add);
      List<CompletableFuture<SendResult>> sent =
          IntStream.range(0, count).mapToObj(n -> socket.sendAsync("n" + n)).toList();
      try (var peer = server.open()) {
        for (int n = 0; n < count; n++) {
          assertThat(peer.read()).isEqualTo("\u0001\"n" + n + "\"");
        }
        assertThat(sent).allMatch(each -> each.join() == SendResult.QUEUED);
        peer.sendClose(1000, "");
        assertThat(socket.receive()).isInstanceOf(WsReceive.Closed.class);
      }
      assertThat(seen).containsExactly(SocketState.OPEN, SocketState.CLOSED);
    }
  }

  /** A long message is written in parts, and its end comes from the JDK's own thread. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10_000_000})
  void whoHearsThatAMessageWentOutMaySendAnotherAndWait(int length) throws Exception {
    String one = "1".repeat(length);
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS, AT_ONCE)) {
      var second =
          socket
              .sendAsync(one)
              .thenApply(
                  sent -> {
                    try {
                      return socket.send("two");
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      try (var peer = server.open()) {
        StringBuilder read = new StringBuilder();
        while (read.length() < length + 2) {
          read.append(peer.read().substring(1)); // a part
        }
        assertThat(read).hasToString("\"" + one + "\"");
        assertThat(peer.read()).isEqualTo("\u0001\"two\"");
        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(SendResult.QUEUED);
        peer.sendClose(1000, "");
        assertThat(socket.receive()).isInstanceOf(WsReceive.Closed.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1002, 1003, 1007, 1008, 1009, 4401, 4403, 4404})
  void afterSomeCodesThereIsNoOtherAttempt(int code) throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS, AT_ONCE)) {
      try (var peer = server.open()) {
        peer.sendClose(code, "final");
        assertThat(socket.receive())
            .isEqualTo(new WsReceive.Closed<String>(new WsClose(code, "final")));
      }
      assertThat(socket.state()).isEqualTo(SocketState.CLOSED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 1006, 1011, 1012, 1013, 4000})
  void afterTheOthersThereIs(int code) throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS, AT_ONCE)) {
      try (var peer = server.open()) {
        if (code == 1006) {
          peer.cut();
        } else {
          peer.sendClose(code, "");
        }
        try (var second = server.open()) {
          second.text("\"back\"");
          assertThat(socket.receive()).isEqualTo(new WsReceive.Message<>("back"));
          second.sendClose(1000, "");
        }
      }
    }
  }

  @Test
  void theStrategyIsToldTheAttemptsAndMayGiveUp() throws Exception {
    List<Reconnect.Lost> asked = new CopyOnWriteArrayList<>();
    Reconnect strategy =
        lost -> {
          asked.add(lost);
          return Optional.of(Duration.ZERO);
        };
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket =
            client.connect(STRINGS, SocketOptions.defaults().reconnect(strategy.atMost(3)))) {
      for (int i = 0; i < 4; i++) {
        try (var peer = server.accept()) {
          peer.answer("HTTP/1.1 503 Later");
        }
      }
      assertThat(socket.receive()).isInstanceOf(WsReceive.Closed.class);
      assertThat(socket.state()).isEqualTo(SocketState.FAILED_TO_CONNECT);
      assertThat(asked).extracting(Reconnect.Lost::attempt).containsExactly(1, 2, 3);
    }
  }

  @Test
  void anAnswerThatWillNotChangeIsFinal() throws Exception {
    try (var server = RawServer.start();
        var client = WsClient.to(server.address());
        var socket = client.connect(STRINGS, AT_ONCE)) {
      try (var peer = server.accept()) {
        peer.answer("HTTP/1.1 401 No");
        assertThat(socket.receive()).isInstanceOf(WsReceive.Closed.class);
      }
      assertThat(socket.state()).isEqualTo(SocketState.FAILED_TO_CONNECT);
    }
  }

  @Test
  void backoffDoublesUpToItsBound() {
    Reconnect backoff = Reconnect.backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
    for (int attempt : new int[] {1, 2, 3, 4, 5, 40, Integer.MAX_VALUE}) {
      long bound = Math.min(1_000, 100L << Math.min(attempt - 1, 10));
      for (int i = 0; i < 50; i++) {
        Duration delay =
            backoff.delay(new Reconnect.Lost(attempt, new WsClose(1006, ""))).orElseThrow();
        assertThat(delay).isBetween(Duration.ZERO, Duration.ofMillis(bound));
      }
    }
  }
}
