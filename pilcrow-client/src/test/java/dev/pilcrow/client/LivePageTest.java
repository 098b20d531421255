package dev.pilcrow.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.WsReceive;
import io.javalin.Javalin;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Java program follows a page's events, and sends what a browser would. */
@Timeout(60)
class LivePageTest {
  private static final WsRoute CHAT = WsRoute.of("/ws/rooms/{room}");

  @Test
  void aProgramFollowsAPage() throws Exception {
    Javalin app =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              var pilcrow = Pilcrow.install(config);
              pilcrow.ws(
                  CHAT,
                  stream -> {
                    stream.send(WsEvent.html("<p>Hi</p>", "#room-" + stream.pathParam("room")));
                    for (WsEvent event : stream.events()) {
                      stream.send(event);
                    }
                  });
            });
    app.start("127.0.0.1", 0);
    try (var client = WsClient.to("http://127.0.0.1:" + app.port());
        var page = client.connect(WsChannel.events(CHAT).with("room", 42))) {
      assertThat(page.receive())
          .isEqualTo(new WsReceive.Message<WsEvent>(WsEvent.html("<p>Hi</p>", "#room-42")));
      page.send(WsEvent.custom("say", Map.of("text", "hello")));
      assertThat(page.receive())
          .isInstanceOfSatisfying(
              WsReceive.Message.class,
              message ->
                  assertThat(message.value().toString())
                      .isEqualTo("Custom[event=say, data={\"text\":\"hello\"}]"));
    } finally {
      app.stop();
    }
  }
}
