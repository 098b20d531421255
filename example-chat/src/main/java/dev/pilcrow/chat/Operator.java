package dev.pilcrow.chat;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.shared;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.SseStream;
import dev.pilcrow.route.SseRoute;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's page: rendered whole by the server, then again every two seconds for all who
 * watch, over one event stream each. It shows numbers only, never who or what.
 */
final class Operator {
  static final SseRoute LIVE = SseRoute.of("/live/operator");

  private static final Logger LOG = LoggerFactory.getLogger(Operator.class);
  private static final int SECONDS = 2;

  private final Gauges gauges;
  private final Rooms rooms;
  private final Visitors visitors;
  private final Views views;
  private final Topic topic;
  private final Fleeting fleeting;
  private final AtomicInteger watching = new AtomicInteger();

  Operator(
      Gauges gauges, Rooms rooms, Visitors visitors, Views views, Topic topic, Fleeting fleeting) {
    this.gauges = gauges;
    this.rooms = rooms;
    this.visitors = visitors;
    this.views = views;
    this.topic = topic;
    this.fleeting = fleeting;
  }

  void register(Pilcrow pilcrow, RoutesConfig routes, ScheduledExecutorService timer) {
    routes.get("/operator", this::page);
    pilcrow.sse(LIVE, this::serve);
    var unused = timer.scheduleAtFixedRate(this::tick, 0, SECONDS, TimeUnit.SECONDS);
  }

  /** With {@code ?still} the page stays as it is, for those whom movement disturbs. */
  private void page(Context ctx) throws Exception {
    Visitor visitor = visitors.of(ctx);
    OperatorPage page = gauges.page();
    boolean still = ctx.queryParam("still") != null;
    var markup =
        html(() -> views.operator(visitor, rooms.links(visitor.person(), null), page, still));
    respond(
        ctx,
        shared().noCache(),
        still ? markup : markup.sse(LIVE),
        json(Map.of("rooms", page.rooms(), "facts", page.facts())));
  }

  private void serve(SseStream stream) {
    watching.incrementAndGet();
    stream.onClose(watching::decrementAndGet);
    topic.subscribe(stream);
    rooms.follow(stream);
    stream.send(shown());
  }

  /** Measures, and shows it to who watches: rendered and encoded once, however many they are. */
  private void tick() {
    try {
      gauges.measure();
      if (watching.get() > 0) {
        fleeting.publish(() -> topic.publish(shown()));
      }
    } catch (RuntimeException e) {
      LOG.warn("The operator's page misses a beat", e); // the timer would stop at an exception
    }
  }

  private WsEvent shown() {
    return WsEvent.html(views.gauges(gauges.page()), "#gauges");
  }
}
