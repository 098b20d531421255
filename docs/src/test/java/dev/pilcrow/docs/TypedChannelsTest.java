package dev.pilcrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.client.SocketState;
import dev.pilcrow.client.WsClient;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the samples of the guide to typed channels. */
@Timeout(60)
class TypedChannelsTest {
  @Test
  void theGuideToTypedChannels() throws Exception {
    WsRoute chat = WsRoute.of("/ws/chat");
    Javalin app = Javalin.create(config -> {
      TypedChannels.server(config);
      Pilcrow.install(config).ws(chat, stream -> stream.send(WsEvent.navigate("/next")));
    });
    app.start("127.0.0.1", 0);
    String address = "http://127.0.0.1:" + app.port();
    try (var client = WsClient.to(address)) {
      assertThat(TypedChannels.client(address)).isEqualTo("HELLO");
      assertThat(TypedChannels.page(client, chat)).isEqualTo(WsEvent.navigate("/next"));
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
