package dev.pilcrow.chat;

import dev.pilcrow.javalin.ErrorPage;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.WsCallbacks;
import dev.pilcrow.presence.Presence;
import dev.pilcrow.presence.PresenceSettings;
import dev.pilcrow.redis.RedisLogs;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.json.JavalinJackson3;
import io.javalin.util.JavalinBindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running chat. */
public final class ChatApp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChatApp.class);

  private static final String CONTENT_POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
          + " object-src 'none'; require-trusted-types-for 'script'; trusted-types silcrow";

  /** Above what a picture may have, so that one that is somewhat too large gets a friendly word. */
  private static final int MAX_UPLOAD_MB = 20;

  /** How long somebody stays whose last page is gone; a reload is no leaving. */
  private static final Duration LEAVE_GRACE = Duration.ofSeconds(2);

  /**
   * How long somebody counts as writing after the last sign of it, and how often that is checked.
   */
  private static final Duration TYPING = Duration.ofSeconds(6);

  private static final long SWEEP_MS = 500;

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
   * @throws StartException if Redis, the database or the port cannot be had; nothing is left
   *     running then
   */
  public static ChatApp start(ChatSettings settings, Clock clock) throws StartException {
    @Nullable RedisLogs redis =
        settings.redis().isEmpty() ? null : SharedTopics.open(settings.redis());
    // The database opens while the web server starts; an early request waits for it.
    CompletableFuture<Database> opening = openInBackground(settings);
    ScheduledExecutorService timer = timer();
    Javalin javalin =
        Javalin.create(config -> configure(config, settings, clock, timer, opening, redis));
    try {
      javalin.start(settings.port());
      return new ChatApp(javalin, opening.join(), timer);
    } catch (JavalinBindException e) {
      abandon(javalin, timer, opening, redis);
      throw portInUse(settings.port(), e);
    } catch (CompletionException e) {
      abandon(javalin, timer, opening, redis);
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
      CompletableFuture<Database> opening,
      @Nullable RedisLogs redis) {
    config.startup.showJavalinBanner = false;
    config.jetty.multipartConfig.maxTotalRequestSize(MAX_UPLOAD_MB, SizeUnit.MB);
    config.jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.MB);
    config.jsonMapper(new JavalinJackson3(null, false)); // made when first needed
    if (redis != null) {
      config.events.serverStopped(redis::close);
    }
    AtomicReference<ErrorPage> errorPage = new AtomicReference<>((ctx, e) -> e.title());
    Pilcrow pilcrow =
        Pilcrow.install(
            config,
            pilcrowSettings -> {
              pilcrowSettings.errorPages(
                  (ctx, e) -> Objects.requireNonNull(errorPage.get()).render(ctx, e));
              if (redis != null) {
                pilcrowSettings.topics(redis).ledger(redis.ledger());
              }
              if (settings.dev()) {
                pilcrowSettings.developmentScript().developmentErrors();
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
    Supplier<Jdbi> database = () -> opening.join().jdbi();
    ChatStore store = new ChatStore(database);
    AvatarStore avatars = new AvatarStore(database);
    Pulse pulse = new Pulse();
    Presence<Person> presence =
        pilcrow.presence("people", Person.class, PresenceSettings.defaults().grace(LEAVE_GRACE));
    Fleeting fleeting = new Fleeting(clock);
    config.events.serverStopped(fleeting::close);
    Typing typing = new Typing(clock, TYPING);
    Signs signs = new Signs(pilcrow.hub(), store, presence, typing, fleeting);
    Chat chat = new Chat(store, pilcrow.hub(), views, clock, pulse, presence, signs);
    Rooms rooms =
        new Rooms(new RoomStore(database), store, pilcrow.hub(), views, clock, chat::peopleIn);
    Visitors visitors = new Visitors(avatars::hash);
    RoutesConfig routes = config.routes;
    routes.before(ChatApp::secure);
    routes.get("/assets/{hash}/{name}", assets::serve);
    new RoomPages(rooms, visitors, views).register(pilcrow, routes);
    new ProfilePages(chat, rooms, avatars, visitors, views).register(routes);
    Gauges gauges = new Gauges(chat, rooms, pulse, pilcrow::stats, fleeting, clock);
    new Operator(gauges, rooms, visitors, views, pilcrow.hub().topic("operator"), fleeting)
        .register(pilcrow, routes, timer);
    Pages pages = new Pages(chat, rooms, visitors, views);
    pages.register(pilcrow, routes);
    pilcrow.ws(Rooms.LIVE, WsCallbacks.create().onOpen(rooms::follow));
    pilcrow.ws(LiveRoom.ROUTE, new LiveRoom(chat, rooms, visitors)::serve);
    new LiveSigns(signs, rooms, visitors).register(pilcrow);
    var unused =
        timer.scheduleWithFixedDelay(signs::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    errorPage.set(pages::trouble);
  }

  private static void secure(Context ctx) {
    ctx.header("Content-Security-Policy", CONTENT_POLICY);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Referrer-Policy", "same-origin");
    ctx.header("Cache-Control", "private, no-cache");
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
      Javalin javalin,
      ScheduledExecutorService timer,
      CompletableFuture<Database> opening,
      @Nullable RedisLogs redis) {
    timer.shutdownNow();
    javalin.stop();
    if (redis != null) {
      redis.close();
    }
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
    return Executors.newScheduledThreadPool(
        2,
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
