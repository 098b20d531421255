package dev.pilcrow.javalin;

import io.javalin.config.JavalinState;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.servlet.JavalinWsServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeResponse;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket routes of one application, from the request to the open connection.
 *
 * <p>Javalin routes the upgrade and runs every {@code wsBeforeUpgrade} handler; then Jetty asks us,
 * and not Javalin, for the endpoint of our routes (docs/decisions/0003-own-websocket-endpoint.md).
 */
final class WsRoutes {
  /** A route as registered. */
  record Route(String path, RouteService service) {}

  private static final String TICKET = UpgradeTicket.class.getName();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, Route> routes = new ConcurrentHashMap<>();
  private final LiveServices services;
  private final OriginCheck origins;
  private final RefusalLog log;

  /** The check of every upgrade, a {@code wsBeforeUpgrade} handler. */
  final Handler check = this::beforeUpgrade;

  WsRoutes(LiveServices services, OriginCheck origins, RefusalLog log) {
    this.services = services;
    this.origins = origins;
    this.log = log;
  }

  void add(JavalinState javalin, Route route) {
    javalin.routes.ws(route.path(), ws -> {});
    routes.put(route.path(), route);
  }

  /**
   * Answers plain requests to our paths: those of clients that can open no WebSocket, and other GET
   * requests unless the application has a page there.
   */
  void answerPlainRequests(JavalinState javalin) {
    Fallback fallback = new Fallback(javalin, services, origins, log, check);
    for (Route route : routes.values()) {
      if (services.config().fallback && route.service() instanceof Serving serving) {
        javalin.routes.before(route.path(), ctx -> fallback.handle(ctx, route, serving));
      }
      boolean taken =
          javalin.internalRouter.allHttpHandlers().stream()
              .map(handler -> handler.endpoint)
              .anyMatch(
                  known -> known.method.equals(HandlerType.GET) && known.path.equals(route.path()));
      if (!taken) {
        javalin.routes.get(route.path(), ctx -> Refusal.noHandshake(ctx).answer(ctx));
      }
    }
  }

  private void beforeUpgrade(Context ctx) throws IOException {
    Route route = routes.get(ctx.endpoints().list().get(0).path);
    if (route == null) {
      return;
    }
    HttpServletRequest request = ctx.req();
    Refusal refusal = check(ctx);
    if (refusal != null) {
      refuse(ctx, refusal);
      return;
    }
    Admission admission = route.service().admit(ctx);
    if (!(admission instanceof Admission.Granted granted)) {
      refuse(ctx, ((Admission.Refused) admission).refusal());
      return;
    }
    boolean silcrow = "1".equals(ctx.queryParam("silcrow"));
    // Javalin would accept the first sub-protocol a client offers, unchecked.
    ctx.res().setHeader("Sec-WebSocket-Protocol", null);
    request.setAttribute(
        TICKET,
        new UpgradeTicket(
            Long.toString(RANDOM.nextLong() & Long.MAX_VALUE, 36),
            route,
            new ClientRequest(
                ArrivalTime.of(request),
                silcrow,
                silcrow ? services.places(ctx) : ClientPlaces.NONE),
            new PathParams(route.path(), Map.copyOf(ctx.pathParamMap())),
            origins.address(request),
            (JavalinWsServletContext) ctx,
            granted));
  }

  /** Whether this is an upgrade that one of our routes has let go on. */
  static boolean isOurs(HttpServletRequest request) {
    return request.getAttribute(TICKET) != null;
  }

  private @Nullable Refusal check(Context ctx) {
    if (!Refusal.isUpgrade(ctx) || !"13".equals(ctx.header("Sec-WebSocket-Version"))) {
      return Refusal.noHandshake(ctx);
    }
    String reason = origins.refuseUpgrade(ctx.req());
    return reason == null ? null : new Refusal(403, "This upgrade was refused: " + reason + ".");
  }

  private void refuse(Context ctx, Refusal refusal) throws IOException {
    services.counters().refused.increment();
    log.refused("an upgrade", ctx.path(), refusal.message());
    ctx.skipRemainingHandlers();
    refusal.write(ctx.res());
  }

  /** Makes the endpoints: ours for our routes, Javalin's for every other. */
  void configure(JettyWebSocketServletFactory factory) {
    factory.addMapping(
        "/*",
        (request, response) -> {
          Object ticket = request.getHttpServletRequest().getAttribute(TICKET);
          return ticket instanceof UpgradeTicket admitted
              ? endpoint(admitted, response)
              : factory.getMapping("/").createWebSocket(request, response);
        });
  }

  private @Nullable JettyEndpoint endpoint(
      UpgradeTicket ticket, JettyServerUpgradeResponse response) throws IOException {
    Refusal refusal = services.connections().admit(ticket.place());
    if (refusal != null) {
      refuse(ticket.context(), refusal);
      return null;
    }
    if (!services.config().compression) {
      response.setExtensions(List.of());
    }
    String subprotocol = ticket.granted().subprotocol();
    if (subprotocol != null) {
      response.setAcceptedSubProtocol(subprotocol);
    }
    JettyEndpoint endpoint = new JettyEndpoint(ticket, services);
    services.connections().add(endpoint.watched());
    return endpoint;
  }
}
