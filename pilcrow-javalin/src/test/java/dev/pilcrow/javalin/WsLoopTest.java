package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WsLoopTest {
  private static final WsRoute CHAT = WsRoute.of("/ws/chat");

  record Say(String text) {}

  @Test
  void theGuidesLoopGreetsAndEchoesUntilTheClientCloses() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) ->
                    pilcrow.ws(
                        CHAT,
                        stream -> {
                          stream.send(WsEvent.patch(Map.of("status", "connected"), "#chat-status"));
                          for (WsEvent event : stream.events()) {
                            if (event instanceof WsEvent.Custom custom) {
                              Say say = stream.read(custom, Say.class);
                              stream.send(
                                  WsEvent.html("<p>" + say.text() + "</p>", "#messages").append());
                            }
                          }
                        }));
        var client = TestSocket.open(server.ws("/ws/chat"))) {
      assertThat(client.next())
          .isEqualTo(
              "{\"type\":\"patch\",\"target\":\"#chat-status\",\"data\":{\"status\":\"connected\"}}");
      client.send("{\"event\":\"chat\",\"data\":{\"text\":\"hello\"}}");
      assertThat(client.next())
          .isEqualTo(
              "{\"type\":\"html\",\"target\":\"#messages\",\"markup\":\"<p>hello</p>\",\"swap\":\"append\"}");
    }
  }
}
