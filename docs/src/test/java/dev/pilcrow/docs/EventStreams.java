package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;

import dev.pilcrow.event.SseEvent;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.SseStream;
import dev.pilcrow.route.SseRoute;
import io.javalin.Javalin;
import io.javalin.http.ForbiddenResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The application of the guide to event streams. */
public final class EventStreams {
  // tag::route[]
  static final SseRoute DASHBOARD = SseRoute.of("/events/dashboard");
  // end::route[]
  static final SseRoute ROOM = SseRoute.of("/events/rooms/{room}");

  private final List<String> news = new CopyOnWriteArrayList<>();
  private final List<Consumer<Integer>> listeners = new CopyOnWriteArrayList<>();

  /** The application, not yet started. */
  public Javalin app() {
    return Javalin.create(
        config -> {
          var pilcrow = Pilcrow.install(config);
          // tag::page[]
          config.routes.get("/dashboard", ctx -> respond(ctx,
              html(() -> layout("Dashboard", page(), pilcrow.scriptTag())).sse(DASHBOARD)));
          // end::page[]
          config.routes.post("/news", ctx -> publish(pilcrow.hub().topic("news"), ctx.body()));
          config.routes.post("/price", ctx -> {
            int price = Integer.parseInt(ctx.body());
            listeners.forEach(listener -> listener.accept(price));
          });
          dashboard(pilcrow);
          others(pilcrow);
        });
  }

  private void dashboard(Pilcrow pilcrow) {
    // tag::handler[]
    pilcrow.sse(DASHBOARD, stream -> {
      // What is published from now on; first, so that nothing falls between this and the rest
      pilcrow.hub().topic("news").subscribe(stream);

      // What the page needs at once
      stream.send(WsEvent.patch(Map.of("state", "connected"), "#state"));

      // What is measured, now and every two seconds
      stream.interval(Duration.ofSeconds(2), () ->
          WsEvent.patch(Map.of("open", pilcrow.stats().open()), "#load"));
    });
    // end::handler[]
  }

  private void others(Pilcrow pilcrow) {
    // tag::room[]
    pilcrow.sse(ROOM, stream -> {
      if (!mayRead(stream.ctx().cookie("user"), stream.pathParam("room"))) {
        throw new ForbiddenResponse();
      }
      pilcrow.hub().topic("room:" + stream.pathParam("room")).subscribe(stream);
    });
    // end::room[]
    // tag::resume[]
    pilcrow.sse(SseRoute.of("/events/news"), stream -> {
      int seen = stream.lastEventId().map(Integer::parseInt).orElse(0);
      for (int i = seen; i < news.size(); i++) {
        WsEvent event = WsEvent.html("<li>" + escape(news.get(i)) + "</li>", "#news").append();
        stream.send(SseEvent.of(event).id(String.valueOf(i + 1)));
      }
    });
    // end::resume[]
    pilcrow.sse(SseRoute.of("/events/price"), this::price);
  }

  private void price(SseStream stream) {
    // tag::watch[]
    SseStream.Watch price = stream.watch();
    Consumer<Integer> listener = cents -> price.set(WsEvent.patch(Map.of("cents", cents), "#price"));
    listeners.add(listener);
    stream.onClose(() -> listeners.remove(listener));
    // end::watch[]
  }

  private void publish(Topic topic, String text) {
    news.add(text);
    // tag::publish[]
    topic.publish(WsEvent.html("<li>" + escape(text) + "</li>", "#news").append());
    // end::publish[]
  }

  /** How many listeners a price has. */
  int listeners() {
    return listeners.size();
  }

  private static boolean mayRead(@org.jspecify.annotations.Nullable String user, String room) {
    return room.equals("lobby") || user != null;
  }

  private static String page() {
    return Samples.read("dashboard.html");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static String layout(String title, String body, String script) {
    return """
        <!doctype html><html lang="en"><head><title>%s</title>%s</head><body>%s</body></html>"""
        .formatted(title, script, body);
  }
}
