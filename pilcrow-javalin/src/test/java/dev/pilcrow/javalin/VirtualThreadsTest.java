package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where handlers run: on virtual threads when the JDK has them and the settings agree. */
class VirtualThreadsTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/v");
  private static final boolean AVAILABLE = Runtime.version().feature() >= 21;

  private static WsHandler tellingItsThread() {
    return stream -> {
      Thread thread = Thread.currentThread();
      boolean virtual = thread.getClass().getSimpleName().equals("VirtualThread");
      stream.send(WsEvent.custom(thread.getName(), virtual));
      stream.receive();
    };
  }

  @Test
  void handlersRunOnVirtualThreadsWhereThereAreAny() throws Exception {
    try (var server = TestServer.start((config, pilcrow) -> pilcrow.ws(ROUTE, tellingItsThread()));
        var client = TestSocket.open(server.ws("/ws/v"))) {
      assertThat(client.next())
          .contains("pilcrow-handler-")
          .endsWith("\"data\":" + AVAILABLE + "}");
    }
  }

  @Test
  void settingsChoosePlatformThreads() throws Exception {
    try (var server =
            TestServer.start(
                settings -> settings.virtualThreads(false),
                (config, pilcrow) -> pilcrow.ws(ROUTE, tellingItsThread()));
        var client = TestSocket.open(server.ws("/ws/v"))) {
      assertThat(client.next()).endsWith("\"data\":false}");
    }
  }

  @Test
  void virtualThreadsAreNotCounted() throws Exception {
    assumeTrue(AVAILABLE, "needs Java 21");
    List<TestSocket> clients = new ArrayList<>();
    try (var server =
        TestServer.start(
            settings -> settings.platformThreads(1),
            (config, pilcrow) -> pilcrow.ws(ROUTE, tellingItsThread()))) {
      for (int i = 0; i < 20; i++) {
        TestSocket client = TestSocket.open(server.ws("/ws/v"));
        clients.add(client);
        assertThat(client.next()).contains("true");
      }
    } finally {
      clients.forEach(TestSocket::close);
    }
  }
}
