package dev.pilcrow.javalin;

import io.javalin.config.JavalinState;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.servlet.JavalinServletContextConfig;
import io.javalin.http.servlet.JavalinWsServletContext;
import io.javalin.http.servlet.Task;
import io.javalin.router.ParsedEndpoint;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves WebSocket routes to Silcrow.js where networks let no WebSocket through: at the same path a
 * GET opens an event stream, and a POST brings one message. The checks are those of an upgrade,
 * {@code wsBeforeUpgrade} handlers included.
 */
final class Fallback {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JavalinState javalin;
  private final LiveServices services;
  private final OriginCheck origins;
  private final RefusalLog log;
  private final Handler upgradeCheck;
  private final Map<String, FallbackConnection> open = new ConcurrentHashMap<>();

  /**
   * A fallback.
   *
   * @param upgradeCheck our own {@code wsBeforeUpgrade} handler, which is for upgrades only
   */
  Fallback(
      JavalinState javalin,
      LiveServices services,
      OriginCheck origins,
      RefusalLog log,
      Handler upgradeCheck) {
    this.upgradeCheck = upgradeCheck;
    this.javalin = javalin;
    this.services = services;
    this.origins = origins;
    this.log = log;
  }

  /**
   * Answers requests at the path of a route that are ours; others pass. A {@code before} handler.
   */
  void handle(Context ctx, WsRoutes.Route route, Serving serving) throws Exception {
    String key = ctx.queryParam("silcrow-stream");
    String method = ctx.req().getMethod();
    if (method.equals("POST") && key != null) {
      receive(ctx, route, key);
    } else if (method.equals("GET")
        && "1".equals(ctx.queryParam("silcrow"))
        && "text/event-stream".equals(ctx.header("Accept"))) {
      connect(ctx, route, serving);
    }
  }

  private void connect(Context ctx, WsRoutes.Route route, Serving serving) throws Exception {
    String reason = origins.refuseStream(ctx.req());
    if (reason != null) {
      refuse(ctx, new Refusal(403, "This event stream was refused: " + reason + "."));
      return;
    }
    HttpServletRequest request = UpgradeFilter.withoutNewSession(ctx.req());
    var handshake =
        new JavalinWsServletContext(
            JavalinServletContextConfig.Companion.of(javalin), request, ctx.res(), Set.of());
    if (!askApplication(ctx, handshake)) {
      return;
    }
    var ticket =
        new UpgradeTicket(
            random(63),
            route,
            new ClientRequest(ArrivalTime.of(ctx.req()), true, services.places(ctx)),
            new PathParams(route.path(), Map.copyOf(ctx.pathParamMap())),
            address(ctx),
            handshake,
            serving.admit(ctx));
    Refusal refusal = services.connections().admit(ticket.place());
    if (refusal != null) {
      refuse(ctx, refusal);
      return;
    }
    ctx.skipRemainingHandlers();
    var connection =
        new FallbackConnection(
            random(128), ticket, serving, services, ended -> open.remove(ended.key()));
    open.put(connection.key(), connection);
    ctx.future(connection::open);
  }

  /** Runs the handlers that may refuse an upgrade; returns false when one has answered instead. */
  private boolean askApplication(Context ctx, JavalinWsServletContext handshake) throws Exception {
    handshake.update(ctx.endpoint(), ctx.pathParamMap());
    handshake.getTasks().add(new Task(false, () -> null));
    String path = ctx.path().substring(ctx.contextPath().length());
    for (ParsedEndpoint handler :
        javalin.internalRouter.findHttpHandlerEntries(HandlerType.WEBSOCKET_BEFORE_UPGRADE, path)) {
      if (handler.endpoint.handler == upgradeCheck) {
        continue;
      }
      handler.handle(handshake, path);
      if (handshake.getTasks().isEmpty() || ctx.res().isCommitted()) {
        answerAsTold(ctx, handshake);
        return false;
      }
    }
    handshake.getExtractedData().setAttributeMap(new HashMap<>(handshake.attributeMap()));
    return true;
  }

  /** A handler that skips the rest has refused: its status counts, or 403 when it set none. */
  private void answerAsTold(Context ctx, JavalinWsServletContext handshake) {
    services.counters().refused.increment();
    InputStream result = handshake.resultInputStream();
    if (result != null) {
      ctx.result(result);
    }
    ctx.status(handshake.statusCode() == 200 ? 403 : handshake.statusCode());
    ctx.skipRemainingHandlers();
  }

  private void receive(Context ctx, WsRoutes.Route route, String key) throws IOException {
    FallbackConnection connection = open.get(key);
    long number = number(ctx.queryParam("n"));
    if (connection == null || !connection.isOf(route)) {
      new Refusal(404, "There is no such stream (any more). Connect anew.").answer(ctx);
    } else if (number < 1) {
      new Refusal(400, "Expected the number of the message in n, from 1.").answer(ctx);
    } else {
      byte[] body = ctx.req().getInputStream().readNBytes(services.config().maxMessageBytes + 1);
      String type = ctx.contentType();
      boolean text = type != null && type.startsWith("text/plain");
      FallbackConnection.Taken taken = connection.take(number, body, text);
      if (taken == FallbackConnection.Taken.YES) {
        ctx.status(204).skipRemainingHandlers();
      } else {
        new Refusal(taken.status, "The message was not taken: " + taken + ".").answer(ctx);
      }
    }
  }

  private static long number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  private void refuse(Context ctx, Refusal refusal) {
    services.counters().refused.increment();
    log.refused("an event stream in place of a WebSocket", ctx.path(), refusal.message());
    refusal.answer(ctx);
  }

  private String address(Context ctx) {
    return origins.address(ctx.req());
  }

  private static String random(int bits) {
    return new BigInteger(bits, RANDOM).toString(36);
  }
}
