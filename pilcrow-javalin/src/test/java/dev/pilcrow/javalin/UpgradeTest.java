package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import io.javalin.http.UnauthorizedResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.junit.jupiter.api.Test;

/** The handshake: beside Javalin's own features, and what is left behind. */
class UpgradeTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/u");

  @Test
  void aPlainRequestToASocketIsToldSoWith426() throws Exception {
    try (var server =
        TestServer.start((config, pilcrow) -> pilcrow.ws(ROUTE, stream -> stream.receive()))) {
      var plain = server.send("GET", "/ws/u");
      assertThat(plain.statusCode()).isEqualTo(426);
      assertThat(plain.headers().firstValue("Upgrade")).contains("websocket");
      assertThat(plain.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(plain.body()).contains("WebSocket").contains("proxy");
      assertThat(server.send("GET", "/ws/unknown").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aHandshakeWithoutItsHeaderOrOfAnotherVersionIsToldSoToo() throws Exception {
    String start = "GET /ws/u HTTP/1.1\r\nHost: x\r\n";
    try (var server =
            TestServer.start((config, pilcrow) -> pilcrow.ws(ROUTE, stream -> stream.receive()));
        var dropped =
            RawSocket.exactly(
                server.port(),
                start + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n");
        var old =
            RawSocket.exactly(
                server.port(),
                start
                    + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
                    + "Sec-WebSocket-Key: x\r\n\r\n")) {
      assertThat(dropped.status).isEqualTo(400);
      assertThat(dropped.body).contains("proxy");
      assertThat(old.status).isEqualTo(426);
      assertThat(old.body).contains("version 13");
      assertThat(old.headers).containsEntry("Sec-WebSocket-Version", "13");
    }
  }

  @Test
  void aPageMayHaveTheSamePathAsASocket() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) -> {
                  pilcrow.ws(ROUTE, stream -> stream.send(WsEvent.navigate("/socket")));
                  config.routes.get("/ws/u", ctx -> ctx.result("page"));
                });
        var client = TestSocket.open(server.ws("/ws/u"))) {
      assertThat(client.next()).contains("/socket");
      assertThat(server.send("GET", "/ws/u").body()).isEqualTo("page");
    }
  }

  @Test
  void anUnknownSocketIs404() throws Exception {
    try (var server =
            TestServer.start((config, pilcrow) -> pilcrow.ws(ROUTE, stream -> stream.receive()));
        var socket = new RawSocket(server.port(), "/ws/other")) {
      assertThat(socket.status).isEqualTo(404);
    }
  }

  @Test
  void theApplicationsOwnCheckRefusesAndItsAttributesReachTheHandler() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) -> {
                  config.routes.wsBeforeUpgrade(
                      ctx -> {
                        if (ctx.queryParam("user") == null) {
                          throw new UnauthorizedResponse();
                        }
                        ctx.attribute("user", ctx.queryParam("user"));
                      });
                  pilcrow.ws(
                      ROUTE,
                      stream -> {
                        String user = stream.ctx().attribute("user");
                        stream.send(WsEvent.custom("user", user));
                      });
                });
        var stranger = new RawSocket(server.port(), "/ws/u");
        var ann = TestSocket.open(server.ws("/ws/u?user=ann"))) {
      assertThat(stranger.status).isEqualTo(401);
      assertThat(ann.next()).contains("\"ann\"");
      Eventually.until("no place is lost", () -> server.pilcrow.stats().open() == 0);
    }
  }

  @Test
  void javalinsOwnSocketsWorkBesideOurs() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) -> {
                  pilcrow.ws(ROUTE, stream -> stream.send(WsEvent.navigate("/ours")));
                  config.routes.ws(
                      "/ws/theirs", ws -> ws.onConnect(ctx -> ctx.send("from Javalin")));
                });
        var theirs = TestSocket.open(server.ws("/ws/theirs"));
        var ours = TestSocket.open(server.ws("/ws/u"))) {
      assertThat(theirs.next()).isEqualTo("from Javalin");
      assertThat(ours.next()).contains("/ours");
    }
  }

  @Test
  void pathsMatchAsJavalinMatchesThem() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) -> {
                  config.router.caseInsensitiveRoutes = true;
                  pilcrow.ws(ROUTE, stream -> stream.send(WsEvent.navigate("/ours")));
                });
        var slash = TestSocket.open(server.ws("/ws/u/"));
        var upper = TestSocket.open(server.ws("/WS/U"))) {
      assertThat(slash.next()).contains("/ours");
      assertThat(upper.next()).contains("/ours");
    }
  }

  @Test
  void aContextPathIsNoPartOfTheRoute() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) -> {
                  config.router.contextPath = "/app";
                  pilcrow.ws(ROUTE, stream -> stream.send(WsEvent.navigate("/ours")));
                });
        var client = TestSocket.open(server.ws("/app/ws/u"))) {
      assertThat(client.next()).contains("/ours");
    }
  }

  @Test
  void asynchronousAnswersPassTheFilterOfUpgrades() throws Exception {
    try (var server =
        TestServer.start(
            (config, pilcrow) ->
                config.routes.get(
                    "/later",
                    ctx ->
                        ctx.future(
                            () -> CompletableFuture.supplyAsync(() -> ctx.result("later")))))) {
      assertThat(server.send("GET", "/later").body()).isEqualTo("later");
    }
  }

  @Test
  void upgradesLeaveNoSessionAndNoCookieBehind() throws Exception {
    SessionHandler[] sessions = new SessionHandler[1];
    try (var server =
        TestServer.start(
            settings -> settings.maxConnectionsPerAddress(2_000),
            (config, pilcrow) -> {
              pilcrow.ws(ROUTE, WsCallbacks.create().onOpen(WsStream::close));
              config.jetty.modifyServletContextHandler(
                  (ServletContextHandler context) -> sessions[0] = context.getSessionHandler());
            })) {
      for (int i = 0; i < 500; i++) {
        try (var accepted = new RawSocket(server.port(), "/ws/u");
            var refused = new RawSocket(server.port(), "/ws/u", "Origin: http://evil.example")) {
          assertThat(accepted.status).isEqualTo(101);
          assertThat(refused.status).isEqualTo(403);
          assertThat(accepted.headers).doesNotContainKey("Set-Cookie");
          assertThat(refused.headers).doesNotContainKey("Set-Cookie");
        }
      }
      assertThat(sessions[0].getSessionsCreated()).isZero();
    }
  }

  @Test
  void aSessionThatExistsIsReadAndOneThatIsWrittenIsMade() throws Exception {
    try (var server =
            TestServer.start(
                (config, pilcrow) -> {
                  config.routes.get("/login", ctx -> ctx.sessionAttribute("user", "ann"));
                  config.routes.wsBeforeUpgrade(
                      ctx -> {
                        if (ctx.queryParam("write") != null) {
                          ctx.sessionAttribute("seen", true);
                        }
                      });
                  pilcrow.ws(
                      ROUTE,
                      stream -> {
                        String user = stream.ctx().sessionAttribute("user");
                        stream.send(WsEvent.custom("user", user));
                      });
                });
        var stranger = TestSocket.open(server.ws("/ws/u"))) {
      assertThat(stranger.next()).contains("null");
      String cookie = server.send("GET", "/login").headers().firstValue("Set-Cookie").orElseThrow();
      String session = cookie.substring(0, cookie.indexOf(';'));
      try (var ann =
          TestSocket.open(
              server.ws("/ws/u"), Map.of("Cookie", session, "Origin", server.origin()))) {
        assertThat(ann.next()).contains("\"ann\"");
      }
      try (var written = new RawSocket(server.port(), "/ws/u?write=1")) {
        assertThat(written.headers.get("Set-Cookie")).startsWith("JSESSIONID");
      }
    }
  }

  @Test
  void pilcrowIsInstalledOncePerApplication() {
    assertThatThrownBy(
            () ->
                Javalin.create(
                    config -> {
                      Pilcrow.install(config);
                      Pilcrow.install(config);
                    }))
        .hasMessageContaining("PilcrowPlugin");
  }

  @Test
  void aPathHasOneSocket() {
    assertThatThrownBy(
            () ->
                Javalin.create(
                    config ->
                        Pilcrow.install(config)
                            .ws(ROUTE, stream -> {})
                            .ws(ROUTE, WsCallbacks.create())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/ws/u");
  }
}
