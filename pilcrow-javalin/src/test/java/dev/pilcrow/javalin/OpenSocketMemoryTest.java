package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.route.WsRoute;
import io.javalin.http.Context;
import io.javalin.websocket.WsContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.websocket.api.UpgradeResponse;
import org.junit.jupiter.api.Test;

/** What an open socket keeps of its handshake. */
class OpenSocketMemoryTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/u");

  /** Of ten, for a thread of Jetty that waits may still have one on its stack. */
  @Test
  void anOpenSocketKeepsNeitherTheRequestNorTheConnectionItCameOver() throws Exception {
    List<WeakReference<ServletRequest>> requests = new CopyOnWriteArrayList<>();
    List<Context> kept = new CopyOnWriteArrayList<>();
    List<String> read = new CopyOnWriteArrayList<>();
    try (var server =
        TestServer.start(
            (config, pilcrow) -> {
              config.routes.wsBeforeUpgrade(
                  ctx -> {
                    ServletRequest jettys = ((ServletRequestWrapper) ctx.req()).getRequest();
                    requests.add(new WeakReference<>(jettys));
                    kept.add(ctx);
                    ctx.header("X-App", "a");
                  });
              pilcrow.ws(
                  ROUTE,
                  stream -> {
                    WsContext ctx = stream.ctx();
                    UpgradeResponse response = ctx.session.getUpgradeResponse();
                    read.add(
                        ctx.queryParam("q")
                            + ctx.header("Upgrade")
                            + response.getHeader("x-app")
                            + response.getHeaders().get("x-app")
                            + response.getHeaders("x-app")
                            + response.getHeaderNames().contains("X-App"));
                    stream.receive();
                  });
            })) {
      List<TestSocket> sockets = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        sockets.add(TestSocket.open(server.ws("/ws/u?q=1")));
      }
      Eventually.until("all have been read", () -> read.size() == 10);
      assertThat(read).containsOnly("1websocketa[a][a]true");
      Eventually.until(
          "requests are let go",
          () -> {
            System.gc();
            return requests.stream().filter(request -> request.refersTo(null)).count() >= 5;
          });
      assertThat(server.pilcrow.stats().open()).isEqualTo(10);
      assertThatThrownBy(() -> kept.get(0).req().getMethod())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("getMethod came too late")
          .hasMessageContaining("wsBeforeUpgrade");
      assertThatThrownBy(() -> kept.get(0).res().getStatus())
          .hasMessageContaining("getStatus came too late");
      for (TestSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
