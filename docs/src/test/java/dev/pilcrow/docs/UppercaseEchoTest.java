package dev.pilcrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.testing.Ports;
import dev.pilcrow.client.SocketState;
import dev.pilcrow.client.WsClient;
import dev.pilcrow.docs.UppercaseEcho.ClientEvent;
import dev.pilcrow.docs.UppercaseEcho.ServerEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.ws.WsReceive;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the uppercase echo of the guide to typed channels. */
@Timeout(60)
class UppercaseEchoTest {
  private static String address(Javalin app) {
    return "http://127.0.0.1:" + app.port();
  }

  private static Javalin serve(int port) {
    return Javalin.create(config -> UppercaseEcho.serve(config, Pilcrow.install(config)))
        .start("127.0.0.1", port);
  }

  /** The answer to a handshake that is refused. */
  private static HttpResponse<?> refusal(String url, String... header) {
    var builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (header.length > 0) {
      builder.header(header[0], header[1]);
    }
    try {
      builder.buildAsync(URI.create(url.replace("http:", "ws:")), new WebSocket.Listener() {}).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse();
      }
    }
    throw new AssertionError("Expected a refusal of " + url);
  }

  @Test
  void stringsWithAGreetingOnTheApplicationThatTheGuideBeginsWith() throws Exception {
    Javalin app = UppercaseEcho.start(0);
    try {
      List<String> heard = new ArrayList<>();
      UppercaseEcho.talk(address(app), heard::add);
      assertThat(heard).containsExactly("Hello!", "ABC");
    } finally {
      app.stop();
    }
  }

  @Test
  void eventsInJsonAndInCbor() throws Exception {
    Javalin app = serve(0);
    try (var client = WsClient.to(address(app))) {
      for (var channel : List.of(UppercaseEcho.EVENTS, UppercaseEcho.CBOR)) {
        try (var socket = client.connect(channel)) {
          socket.send(new ClientEvent.TextInput("abc"));
          assertThat(socket.receive())
              .isEqualTo(new WsReceive.Message<ServerEvent>(new ServerEvent.Uppercase("ABC")));
          socket.send(new ClientEvent.Clear());
          assertThat(socket.receive())
              .isEqualTo(new WsReceive.Message<ServerEvent>(new ServerEvent.Cleared("you")));
        }
      }
    } finally {
      app.stop();
    }
  }

  @Test
  void parametersAndTheBadAge() throws Exception {
    Javalin app = serve(0);
    try (var client = WsClient.to(address(app))) {
      assertThat(UppercaseEcho.person(client))
          .isEqualTo(new WsReceive.Message<ServerEvent>(new ServerEvent.Cleared("John, 30")));
      for (String query : Stream.of("?name=John&age=many", "?name=John", "").toList()) {
        assertThat(refusal(address(app) + "/echo/person" + query).statusCode())
            .as(query)
            .isEqualTo(400);
      }
      assertThat(answer(app, "/echo/person?name=John&age=many"))
          .startsWith("HTTP/1.1 400 ")
          .contains("Expected a whole number of 32 bits in query parameter 'age' but found another value.");
    } finally {
      app.stop();
    }
  }

  private static String answer(Javalin app, String path) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), app.port())) {
      socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + app.port()
          + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(20_000);
      byte[] buffer = new byte[4_096];
      StringBuilder text = new StringBuilder();
      while (text.indexOf("another value.") < 0) {
        int n = socket.getInputStream().read(buffer);
        assertThat(n).as("more than " + text).isPositive();
        text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
      }
      return text.toString();
    }
  }

  @Test
  void headersOfTheHandshake() throws Exception {
    Javalin app = serve(0);
    try (var client = WsClient.to(address(app))) {
      assertThat(UppercaseEcho.team(client)).isEqualTo(new WsReceive.Message<>("Hello, blue"));
      assertThat(refusal(address(app) + "/echo/team").statusCode()).isEqualTo(401);
      try (var socket = client.connect(UppercaseEcho.TEAM)) {
        assertThat(socket.connected().get(20, TimeUnit.SECONDS)).isEqualTo(SocketState.FAILED_TO_CONNECT);
        assertThat(socket.failure()).get().asString().contains("status 401");
      }
    } finally {
      app.stop();
    }
  }

  @Test
  void theConnectionComesBack() throws Exception {
    int port = Ports.free();
    Javalin first = serve(port);
    List<Object> seen = new CopyOnWriteArrayList<>();
    BlockingQueue<String> typed = new LinkedBlockingQueue<>();
    try (var client = WsClient.to(address(first))) {
      var talk = new Thread(() -> {
        try {
          UppercaseEcho.stay(client, seen::add, typed);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
      talk.start();
      typed.add("one");
      await(seen, new WsReceive.Message<ServerEvent>(new ServerEvent.Uppercase("ONE")));
      first.stop();
      await(seen, SocketState.CONNECTING);
      typed.addAll(List.of("two", ""));
      Javalin second = serve(port);
      try {
        talk.join(30_000);
        assertThat(seen).endsWith(
            new WsReceive.Message<ServerEvent>(new ServerEvent.Uppercase("ONE")),
            SocketState.CONNECTING,
            SocketState.OPEN,
            new WsReceive.Message<ServerEvent>(new ServerEvent.Uppercase("TWO")),
            SocketState.CLOSING,
            SocketState.CLOSED);
      } finally {
        second.stop();
      }
    } finally {
      first.stop();
    }
  }

  private static void await(List<Object> seen, Object what) {
    while (!seen.contains(what)) { // the timeout of the class ends it
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void theBuildHasWrittenTheTypesThatTheGuideShows() throws IOException {
    assertThat(Files.readString(Path.of("target/channels.d.ts"))).isEqualTo(Samples.read("channels.d.ts"));
  }
}
