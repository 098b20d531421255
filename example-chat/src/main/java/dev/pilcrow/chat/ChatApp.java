package dev.pilcrow.chat;

import dev.pilcrow.javalin.Pilcrow;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson3;
import io.javalin.util.JavalinBindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running chat. */
public final class ChatApp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChatApp.class);

  private static final String CONTENT_POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
          + " object-src 'none'; require-trusted-types-for 'script'; trusted-types silcrow";

  private static final Map<Integer, String> TITLES =
      Map.of(
          400, "That did not make sense",
          403, "That is not allowed",
          404, "Nothing here",
          405, "Nothing here",
          406, "Not in that form",
          413, "Too much at once",
          500, "Something broke");

  private final Javalin javalin;
  private final Database database;
  private final ScheduledExecutorService timer;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ChatApp(Javalin javalin, Database database, ScheduledExecutorService timer) {
    this.javalin = javalin;
    this.database = database;
    this.timer = timer;
  }

  /**
   * Opens the database and serves the chat.
   *
   * @param clock tells when a message was sent
   * @throws StartException if the database or the port cannot be had; nothing is left running then
   */
  public static ChatApp start(ChatSettings settings, Clock clock) throws StartException {
    // The database opens while the web server starts; an early request waits for it.
    CompletableFuture<Database> opening = openInBackground(settings);
    ScheduledExecutorService timer = timer();
    Javalin javalin = Javalin.create(config -> configure(config, settings, clock, timer, opening));
    try {
      javalin.start(settings.port());
      return new ChatApp(javalin, opening.join(), timer);
    } catch (JavalinBindException e) {
      abandon(javalin, timer, opening);
      throw portInUse(settings.port(), e);
    } catch (CompletionException e) {
      abandon(javalin, timer, opening);
      throw e.getCause() instanceof StartException start ? start : failed(settings, e);
    }
  }

  /** The port the chat listens on. */
  public int port() {
    return javalin.port();
  }

  /** Where a browser on this machine finds the chat. */
  public String url() {
    return "http://localhost:" + port();
  }

  /** Stops serving, then closes the database. Closing twice is harmless. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      timer.shutdownNow();
      javalin.stop();
      database.close();
    }
  }

  private static void configure(
      JavalinConfig config,
      ChatSettings settings,
      Clock clock,
      ScheduledExecutorService timer,
      CompletableFuture<Database> opening) {
    config.startup.showJavalinBanner = false;
    config.jsonMapper(new JavalinJackson3(null, false)); // made when first needed
    config.router.javaLangErrorHandler(
        (response, error) -> {
          LOG.error("A request failed", error);
          response.setStatus(500);
        });
    Pilcrow pilcrow =
        Pilcrow.install(
            config,
            pilcrowSettings -> {
              if (settings.dev()) {
                pilcrowSettings.developmentScript();
              }
            });
    Assets assets = new Assets(settings.dev() ? source("resources/assets") : null);
    Views views = Views.of(assets, pilcrow.scriptTag(), settings.dev() ? source("jte") : null);
    config.events.serverStarted(
        () -> {
          if (!opening.isDone()) {
            views.warmUp(); // there is time until the database is open
          }
        });
    ChatStore store = new ChatStore(() -> opening.join().jdbi());
    Chat chat = new Chat(store, pilcrow.hub(), views, clock, timer);
    Visitors visitors = new Visitors();
    pilcrow.ws(LiveRoom.ROUTE, new LiveRoom(chat, visitors)::serve);
    routes(config, new Pages(chat, visitors, views), assets);
  }

  private static void routes(JavalinConfig config, Pages pages, Assets assets) {
    config.routes.before(ChatApp::secure);
    config.routes.get("/", pages::home);
    config.routes.get("/rooms", pages::rooms);
    config.routes.post("/rooms", pages::openRoom);
    config.routes.get("/rooms/{room}", pages::room);
    config.routes.post("/rooms/{room}/messages", pages::say);
    config.routes.get("/me", pages::me);
    config.routes.post("/me", pages::rename);
    config.routes.post("/theme", pages::theme);
    config.routes.get("/assets/{hash}/{name}", assets::serve);
    config.routes.exception(
        HttpResponseException.class,
        (e, ctx) -> problem(pages, ctx, e.getStatus(), String.valueOf(e.getMessage())));
    config.routes.exception(
        Exception.class,
        (e, ctx) -> {
          LOG.error("A request failed", e);
          problem(pages, ctx, 500, "The server could not do that. It has been noted; try again.");
        });
  }

  private static void secure(Context ctx) {
    ctx.header("Content-Security-Policy", CONTENT_POLICY);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Referrer-Policy", "same-origin");
    ctx.header("Cache-Control", "private, no-cache");
  }

  private static void problem(Pages pages, Context ctx, int status, String detail) {
    String title = TITLES.getOrDefault(status, "That did not work");
    try {
      pages.problem(ctx, status, title, detail);
    } catch (Exception e) {
      LOG.error("No page for a problem could be made", e);
      ctx.status(status).contentType("text/plain; charset=utf-8").result(title + ". " + detail);
    }
  }

  private static CompletableFuture<Database> openInBackground(ChatSettings settings) {
    CompletableFuture<Database> opening = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                opening.complete(Database.open(settings));
              } catch (StartException | RuntimeException | Error e) {
                opening.completeExceptionally(e);
              }
            },
            "chat-database");
    thread.setDaemon(true);
    thread.start();
    return opening;
  }

  /** Undoes a start that failed half-way. */
  private static void abandon(
      Javalin javalin, ScheduledExecutorService timer, CompletableFuture<Database> opening) {
    timer.shutdownNow();
    javalin.stop();
    try {
      opening.join().close();
    } catch (CompletionException e) {
      LOG.debug("There is no database to close", e);
    }
  }

  private static StartException failed(ChatSettings settings, CompletionException e) {
    return new StartException(
        1, "The database " + Database.redact(settings.dbUrl()) + " failed: " + e.getCause(), e);
  }

  private static StartException portInUse(int port, Exception cause) {
    return new StartException(
        1,
        "Port "
            + port
            + " is in use. Stop what listens there, or choose another with PORT or --port.",
        cause);
  }

  private static ScheduledExecutorService timer() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, "chat-timer");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** A folder of this module's sources, from the module or from the root of the project. */
  private static Path source(String name) {
    Path inModule = Path.of("src/main", name);
    return Files.isDirectory(inModule) ? inModule : Path.of("example-chat").resolve(inModule);
  }
}
