package dev.pilcrow.browser.guide;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.WsCallbacks;
import dev.pilcrow.route.SseRoute;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An application about a list of numbers, which grows by live events that show when they come
 * twice: the items have no ids. What it knows survives its servers, as a database would.
 */
final class Numbers implements AutoCloseable {
  private static final WsRoute SOCKET = WsRoute.of("/ws/numbers");
  private static final SseRoute STREAM = SseRoute.of("/events/numbers");

  private final List<Integer> numbers = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<String, String> said = new ConcurrentHashMap<>();
  private final List<String> order = new CopyOnWriteArrayList<>();
  private final boolean stream;
  private volatile @Nullable Runnable afterPage;
  private volatile Served served;

  /**
   * An application that has been started.
   *
   * @param stream whether its pages follow an event stream instead of a socket
   */
  Numbers(boolean stream) {
    this.stream = stream;
    served = start();
  }

  /** One server, in its life. */
  private record Served(Javalin app, Pilcrow pilcrow) {}

  private Served start() {
    var installed = new AtomicReference<Pilcrow>();
    Javalin app =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              Pilcrow pilcrow = Pilcrow.install(config);
              installed.set(pilcrow);
              config.routes.get(
                  "/",
                  ctx -> {
                    TopicPosition at;
                    String page;
                    synchronized (this) {
                      at = topic().position();
                      page = page(pilcrow.scriptTag());
                    }
                    respond(
                        ctx,
                        stream
                            ? html(() -> page).sse(STREAM, at)
                            : html(() -> page).ws(SOCKET, at));
                    Runnable after = afterPage;
                    afterPage = null;
                    if (after != null) {
                      after.run();
                    }
                  });
              config.routes.get("/away", ctx -> ctx.html("<!doctype html><title>Away</title>"));
              config.routes.get("/favicon.ico", ctx -> ctx.status(204));
              pilcrow.sse(STREAM, stream -> topic().subscribe(stream));
              pilcrow.ws(
                  SOCKET,
                  WsCallbacks.create()
                      .onOpen(stream -> topic().subscribe(stream))
                      .onEvent(
                          (stream, event) -> {
                            String text = String.valueOf(((WsEvent.Custom) event).data());
                            if (said.putIfAbsent(stream.messageId().orElseThrow(), text) == null) {
                              order.add(text);
                            }
                          }));
            });
    app.start("127.0.0.1", 0);
    return new Served(app, Objects.requireNonNull(installed.get()));
  }

  private Topic topic() {
    return served.pilcrow().hub().topic("numbers");
  }

  int port() {
    return served.app().port();
  }

  /** Ends the server and starts another one, at another port. */
  void restart() {
    served.app().stop();
    served = start();
  }

  /** Runs this when the next page has been rendered, before its connection opens. */
  void afterNextPage(Runnable work) {
    afterPage = work;
  }

  /** Adds so many numbers, and tells everybody. */
  synchronized void add(int count) {
    for (int i = 0; i < count; i++) {
      int n = numbers.size() + 1;
      numbers.add(n);
      topic().publish(WsEvent.html("<li>" + n + "</li>", "#list").append());
      topic().publish(WsEvent.patch(Map.of("count", n), "#count"));
    }
  }

  int count() {
    return numbers.size();
  }

  /** What was said to the server, in order. */
  List<String> said() {
    return order;
  }

  private String page(String script) {
    return "<!doctype html><html lang='en'><head><title>Numbers</title>"
        + script
        + "</head><body><main id='main'><h1>Numbers</h1><p id='count'><b :text='count'>"
        + numbers.size()
        + "</b></p><ul id='list'>"
        + numbers.stream().map(n -> "<li>" + n + "</li>").collect(Collectors.joining())
        + "</ul><textarea id='draft' aria-label='Draft'></textarea></main></body></html>";
  }

  @Override
  public void close() {
    served.app().stop();
  }
}
