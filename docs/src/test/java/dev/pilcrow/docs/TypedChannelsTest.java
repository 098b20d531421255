package dev.pilcrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.client.SocketState;
import dev.pilcrow.client.WsClient;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.docs.TypedChannels.ClientEvent;
import dev.pilcrow.docs.TypedChannels.ServerEvent;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.WsReceive;
import io.javalin.Javalin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the samples of the guide to typed channels. */
@Timeout(60)
class TypedChannelsTest {
  private static final WsChannel<ClientEvent, ServerEvent> CALLBACKS =
      WsChannel.of(WsRoute.of("/api/callbacks"), Codecs.json(), ClientEvent.class, ServerEvent.class);

  @Test
  void theGuideToTypedChannels() throws Exception {
    WsRoute chat = WsRoute.of("/ws/chat");
    BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
    Javalin app = Javalin.create(config -> {
      Pilcrow pilcrow = Pilcrow.install(config, settings -> settings.allowMissingOrigin());
      TypedChannels.server(pilcrow);
      TypedChannels.topics(pilcrow);
      TypedChannels.callbacks(pilcrow, CALLBACKS, closes);
      pilcrow.ws(chat, stream -> stream.send(WsEvent.navigate("/next")));
    });
    app.start("127.0.0.1", 0);
    String address = "http://127.0.0.1:" + app.port();
    try (var client = WsClient.to(address)) {
      assertThat(TypedChannels.client(address)).isEqualTo("John: HELLO");
      try (var socket = client.connect(CALLBACKS)) {
        socket.send(new ClientEvent.TextInput("a"));
        assertThat(socket.receive())
            .isEqualTo(new WsReceive.Message<ServerEvent>(new ServerEvent.Uppercase("TextInput[text=a]")));
      }
      assertThat(closes.poll(20, TimeUnit.SECONDS)).isEqualTo(1000);
      assertThat(TypedChannels.page(client, chat)).isEqualTo(WsEvent.navigate("/next"));
      var cursors = TypedChannels.CURSORS.with("room", 7);
      try (var ann = client.connect(cursors); var bob = client.connect(cursors)) {
        var cursor = new TypedChannels.Cursor("Ann", 1, 2);
        Optional<WsReceive<TypedChannels.Cursor>> heard = Optional.empty();
        for (int tries = 0; heard.isEmpty() && tries < 200; tries++) {
          ann.send(cursor); // until Bob is in the room
          heard = bob.receive(Duration.ofMillis(100));
        }
        assertThat(heard).contains(new WsReceive.Message<>(cursor));
      }
      List<SocketState> seen = new CopyOnWriteArrayList<>();
      try (var socket =
          client.connect(
              TypedChannels.UPPERCASE.with(new TypedChannels.Person("Ann", 7)),
              TypedChannels.options("t", seen))) {
        TypedChannels.watch(socket, seen);
        assertThat(socket.connected().get(20, TimeUnit.SECONDS)).isEqualTo(SocketState.OPEN);
      }
      assertThat(seen).endsWith(SocketState.CLOSING, SocketState.CLOSED);
    } finally {
      app.stop();
    }
  }
}
