package dev.pilcrow.javalin;

import io.javalin.config.JavalinState;
import io.javalin.http.Context;
import java.security.SecureRandom;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The event-stream routes of one application, from the request to the open stream. */
final class SseRoutes {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final LiveServices services;
  private final OriginCheck origins;
  private final RefusalLog log;

  SseRoutes(LiveServices services, OriginCheck origins, RefusalLog log) {
    this.services = services;
    this.origins = origins;
    this.log = log;
  }

  void add(JavalinState javalin, String path, SseHandler handler) {
    javalin.routes.get(path, ctx -> open(path, ctx, handler));
  }

  private void open(String path, Context ctx, SseHandler handler) throws Exception {
    var place = new LiveConnections.Place(origins.address(ctx.req()), null);
    Refusal refusal = check(ctx);
    long arrivedAt = ArrivalTime.of(ctx.req());
    if (refusal == null) {
      refusal = services.connections().admit(place);
    }
    if (refusal != null) {
      services.counters().refused.increment();
      log.refused("an event stream", ctx.path(), refusal.message());
      refusal.answer(ctx);
      return;
    }
    String id = Long.toString(RANDOM.nextLong() & Long.MAX_VALUE, 36);
    boolean silcrow = "1".equals(ctx.queryParam("silcrow"));
    var client = new ClientRequest(arrivedAt, silcrow, services.streamPlaces(ctx, silcrow));
    new LiveSseStream(id, path, ctx, client, place, services).open(handler);
  }

  private @Nullable Refusal check(Context ctx) {
    if (!accepts(ctx.header("Accept"))) {
      return Refusal.notAnEventStream(ctx.path());
    }
    String reason = origins.refuseStream(ctx.req());
    return reason == null
        ? null
        : new Refusal(403, "This event stream was refused: " + reason + ".");
  }

  /** Whether an Accept header has room for an event stream; who sends one names it. */
  static boolean accepts(@Nullable String header) {
    if (header == null) {
      return true;
    }
    String accept = header.toLowerCase(Locale.ROOT);
    return accept.contains("text/event-stream")
        || accept.contains("text/*")
        || accept.contains("*/*");
  }
}
