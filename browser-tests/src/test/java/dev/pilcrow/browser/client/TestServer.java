package dev.pilcrow.browser.client;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.json.JavalinJackson3;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.jspecify.annotations.Nullable;
import org.webjars.WebJarVersionLocator;

/**
 * A Javalin server that answers on any path: pages that a test registers, the built bundle, and
 * live connections whose server end is a {@link Peer}. Every response carries the strict policy.
 */
final class TestServer implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  static final String CSP =
      "default-src 'self'; script-src 'self'; require-trusted-types-for 'script';"
          + " trusted-types silcrow";

  /** Pages under this have no policy, so that only the client stands between markup and script. */
  static final String LENIENT = "/lenient";

  /** A page without anything. */
  static final String BLANK = "/blank";

  /** Ends a blocked event stream. */
  private static final String END = "\u0000end";

  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<Peer>> waiting = new ConcurrentHashMap<>();
  private final Map<String, List<Peer>> all = new ConcurrentHashMap<>();
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Set<String> withoutStreams = ConcurrentHashMap.newKeySet();
  private final Path sources =
      Path.of(System.getProperty("wire.dir")).resolveSibling("silcrow-js/src");
  private final String bundle = "/" + new WebJarVersionLocator().fullPath("silcrow", "");
  private final Javalin app = Javalin.create(this::configure).start("127.0.0.1", 0);

  /** Whose connections count; those of the test before may come late. */
  private volatile Object test = new Object();

  /** Answers one path in a test's own way. */
  interface Handler {
    void handle(Context ctx) throws Exception;
  }

  private void configure(JavalinConfig config) {
    config.jsonMapper(new JavalinJackson3(null, false));
    config.startup.showJavalinBanner = false;
    config.routes.before(
        ctx -> {
          if (!ctx.path().startsWith(LENIENT)) {
            ctx.header("Content-Security-Policy", CSP);
          }
        });
    config.routes.wsBeforeUpgrade(
        "/<path>",
        ctx -> {
          if (refused.contains(ctx.path())) {
            throw new ForbiddenResponse();
          }
          ctx.attribute("test", test);
        });
    config.routes.ws(
        "/<path>",
        ws -> {
          ws.onConnect(this::onConnect);
          ws.onMessage(message -> peer(message).onText(message.message()));
          ws.onClose(close -> peer(close).onClose(close.status()));
        });
    config.routes.get("/<path>", this::answer);
    config.routes.head("/<path>", this::answer);
    config.routes.post("/<path>", this::answer);
    config.routes.put("/<path>", this::answer);
    config.routes.patch("/<path>", this::answer);
    config.routes.delete("/<path>", this::answer);
  }

  private void onConnect(WsContext ctx) {
    Peer peer =
        new Peer(
            String.valueOf(ctx.queryString()),
            message -> {
              if (message instanceof String text) {
                ctx.session.sendText(text, Callback.NOOP);
              } else {
                ctx.session.sendBinary(ByteBuffer.wrap((byte[]) message), Callback.NOOP);
              }
            },
            (code, reason) -> ctx.session.close(code, reason, Callback.NOOP));
    ctx.attribute("peer", peer);
    announce("/" + ctx.pathParam("path"), peer, ctx.attribute("test"));
  }

  private static Peer peer(WsContext ctx) {
    return (Peer) ctx.attribute("peer");
  }

  private synchronized void announce(String path, Peer peer, @Nullable Object asker) {
    if (asker != test) {
      peer.close();
      return;
    }
    all.computeIfAbsent(path, key -> new CopyOnWriteArrayList<>()).add(peer);
    queue(path).add(peer);
  }

  private void answer(Context ctx) throws Exception {
    String path = ctx.path();
    Handler handler = handlers.get(path);
    if (handler != null) {
      handler.handle(ctx);
    } else if (pages.containsKey(path)) {
      ctx.header("Cache-Control", "no-store").html(pages.get(path));
    } else if (path.startsWith("/src/")) {
      ctx.contentType("text/javascript")
          .result(Files.readString(sources.resolve(path.substring(5))));
    } else if (path.equals(BLANK)) {
      ctx.html("<!doctype html><title>Blank</title>");
    } else if (path.equals("/favicon.ico")) {
      ctx.status(204);
    } else if (path.startsWith("/silcrow.")) {
      ctx.contentType("text/javascript").result(resource(path.substring(1)));
    } else if (String.valueOf(ctx.header("Accept")).contains("text/event-stream")) {
      if (path.startsWith("/ws/") || withoutStreams.contains(path)) {
        ctx.status(426);
      } else {
        stream(ctx);
      }
    } else {
      ctx.status(404);
    }
  }

  private InputStream resource(String name) {
    InputStream found = TestServer.class.getResourceAsStream(bundle + name);
    if (found == null) {
      throw new IllegalStateException(
          "Expected the built bundle on the class path: " + bundle + name);
    }
    return found;
  }

  /** Blocks a server thread per stream, which is fine for the few of a test. */
  private void stream(Context ctx) throws IOException, InterruptedException {
    Object asker = test;
    BlockingQueue<String> out = new LinkedBlockingQueue<>();
    Peer peer =
        new Peer(
            ctx.queryString() + "&last=" + ctx.header("Last-Event-ID"),
            text -> out.add((String) text),
            (code, reason) -> out.add(END));
    ctx.res().setContentType("text/event-stream");
    ctx.res().setHeader("Cache-Control", "no-cache");
    var body = ctx.res().getOutputStream();
    try {
      body.write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
      body.flush();
      announce(ctx.path(), peer, asker);
      while (true) {
        String next = out.poll(50, TimeUnit.MILLISECONDS);
        if (END.equals(next)) {
          return;
        }
        body.write((next == null ? ":\n" : next).getBytes(StandardCharsets.UTF_8));
        body.flush();
      }
    } catch (IOException gone) {
      // The browser closed the stream, which is how each of them ends.
    } finally {
      peer.onClose(0);
    }
  }

  /** Serves this text as a page. */
  void page(String path, String html) {
    pages.put(path, html);
  }

  /** Answers a path in a test's own way. */
  void handle(String path, Handler handler) {
    handlers.put(path, handler);
  }

  /** Refuses event streams at a path, as a socket route does. */
  void refuseStreams(String path) {
    withoutStreams.add(path);
  }

  void acceptStreams(String path) {
    withoutStreams.remove(path);
  }

  /** Refuses sockets at a path until {@link #accept}. */
  void refuse(String path) {
    refused.add(path);
  }

  void accept(String path) {
    refused.remove(path);
  }

  /** The next connection to a path. */
  Peer await(String path) throws InterruptedException {
    Peer peer = queue(path).poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (peer == null) {
      throw new AssertionError("Nobody connected to " + path + " within ten seconds.");
    }
    return peer;
  }

  /** Every connection there was to a path. */
  List<Peer> peers(String path) {
    return all.getOrDefault(path, List.of());
  }

  private BlockingQueue<Peer> queue(String path) {
    return waiting.computeIfAbsent(path, key -> new LinkedBlockingQueue<>());
  }

  String url(String path) {
    return "http://127.0.0.1:" + app.port() + path;
  }

  /** Forgets what a test set up, and ends its connections. */
  synchronized void reset() {
    test = new Object();
    all.values().forEach(peers -> peers.stream().filter(Peer::isOpen).forEach(Peer::close));
    all.clear();
    waiting.clear();
    pages.clear();
    handlers.clear();
    refused.clear();
    withoutStreams.clear();
  }

  @Override
  public void close() {
    reset();
    app.stop();
  }
}
