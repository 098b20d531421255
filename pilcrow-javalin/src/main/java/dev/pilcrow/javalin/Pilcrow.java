package dev.pilcrow.javalin;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.event.EventCodec;
import dev.pilcrow.form.Form;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.presence.Presence;
import dev.pilcrow.presence.PresenceSettings;
import dev.pilcrow.response.Arm;
import dev.pilcrow.response.Effects;
import dev.pilcrow.response.Replies;
import dev.pilcrow.response.Reply;
import dev.pilcrow.route.SseRoute;
import dev.pilcrow.route.WsRoute;
import io.javalin.config.JavalinConfig;
import io.javalin.config.JavalinState;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Pilcrow in one Javalin application: its replies, its WebSocket routes and its topics.
 *
 * <p>Install it inside {@code Javalin.create}. There is no global state: several applications in
 * one JVM do not know of each other. It stops with the application.
 */
public final class Pilcrow {
  private final JavalinState javalin;
  private final WsRoutes routes;
  private final SseRoutes streams;
  private final WsCounters counters;
  private final LiveConnections connections;
  private final Hub hub;
  private final Presences presences;
  private final ScriptAsset script;
  private final Once once;
  private final AtomicBoolean settlesOnce = new AtomicBoolean();

  private Pilcrow(JavalinConfig javalinConfig, PilcrowConfig config) {
    EventCodec codec = config.strictEvents ? EventCodec.strict() : EventCodec.lenient();
    OriginCheck origins = new OriginCheck(config);
    RefusalLog log = new RefusalLog();
    HandlerThreads handlers = new HandlerThreads(config.virtualThreads, config.platformThreads);
    WriterThreads writers = new WriterThreads();
    javalin = javalinConfig.unsafe;
    script =
        ScriptAsset.load(
            () -> javalin.router.contextPath,
            config.developmentScript ? ScriptAsset.DEBUG : ScriptAsset.SMALL);
    counters = new WsCounters();
    hub = new Hub(codec, config.hubLimits, config.topicLogs.apply(config.ticker), config.ticker);
    presences = new Presences(hub, config.ticker);
    connections = new LiveConnections(config, counters, handlers);
    Intervals intervals = new Intervals(handlers);
    Revocations revocations = new Revocations(hub, codec, config, counters);
    LiveServices services =
        new LiveServices(
            config,
            codec,
            config.ledger.apply(config.ticker),
            counters,
            writers,
            handlers,
            intervals,
            connections,
            revocations);
    routes = new WsRoutes(services, origins, log);
    streams = new SseRoutes(services, origins, log);
    javalinConfig.registerPlugin(
        new PilcrowPlugin(
            config.ticker,
            routes,
            new CrossSiteRequests(config, origins, log),
            revocations::start,
            () -> {
              connections.stop();
              presences.stop();
              intervals.stop();
              writers.stop();
            }));
    javalin.appData(ReplyConfig.KEY, config.replies);
    script.register(javalin.routes);
    once = new Once(new OnceStore(config.onceLimits, config.ticker), config.onceWait);
    if (config.errorPages) {
      new ErrorPages(config).register(javalinConfig);
    }
  }

  /** Adds Pilcrow to an application. */
  public static Pilcrow install(JavalinConfig config) {
    return install(config, settings -> {});
  }

  /**
   * Adds Pilcrow to an application, with settings. Install it before registering handlers, so that
   * its checks come first; a second time in one application is an error.
   */
  public static Pilcrow install(JavalinConfig config, Consumer<PilcrowConfig> settings) {
    PilcrowConfig pilcrowConfig = new PilcrowConfig();
    settings.accept(pilcrowConfig);
    pilcrowConfig.seal();
    return new Pilcrow(config, pilcrowConfig);
  }

  /**
   * Answers with this reply: an arm, {@code navigate} or {@code status}. An arm alone is the answer
   * unless the client accepts only the other representation or refuses this one: then 406.
   *
   * @throws Exception what the arm's body throws; nothing has been written then
   */
  public static void respond(Context ctx, Reply reply) throws Exception {
    respond(ctx, Replies.shared(), reply);
  }

  /** The same, with modifiers of which the reply's own win. */
  public static void respond(Context ctx, Effects shared, Reply reply) throws Exception {
    ResponseWriter.respond(ctx, shared, reply);
  }

  /**
   * Answers with the arm that the client prefers; only that one's body is made.
   *
   * @throws Exception what the arm's body throws; nothing has been written then
   */
  public static void respond(Context ctx, Arm first, Arm second) throws Exception {
    respond(ctx, Replies.shared(), first, second);
  }

  /** The same, with modifiers for whichever arm is chosen; the arm's own win, lists add up. */
  public static void respond(Context ctx, Effects shared, Arm first, Arm second) throws Exception {
    ResponseWriter.respond(ctx, shared, first, second);
  }

  /**
   * Serves a WebSocket by a loop that runs on a thread of its own for as long as the connection is
   * open: a virtual thread on Java 21 and later, one of a bounded number before ({@link
   * PilcrowConfig#platformThreads}).
   *
   * @throws IllegalArgumentException if the path already has a WebSocket
   */
  public Pilcrow ws(WsRoute route, WsHandler handler) {
    routes.add(javalin, new WsRoutes.Route(route.path(), new Serving.ByLoop(handler)));
    return this;
  }

  /**
   * Serves a WebSocket by callbacks, which hold no thread while nothing happens.
   *
   * @throws IllegalArgumentException if the path already has a WebSocket
   */
  public Pilcrow ws(WsRoute route, WsCallbacks callbacks) {
    routes.add(javalin, new WsRoutes.Route(route.path(), new Serving.ByCallbacks(callbacks)));
    return this;
  }

  /**
   * Serves a typed channel by a loop that runs on a thread of its own for as long as the connection
   * is open, as {@link #ws(WsRoute, WsHandler)} does.
   *
   * @throws IllegalArgumentException if the path already has a WebSocket
   */
  public <In, Out> Pilcrow ws(WsChannel<In, Out> channel, TypedHandler<In, Out> handler) {
    return serve(new TypedService.ByLoop<>(channel, handler));
  }

  /**
   * Serves a typed channel by callbacks, which hold no thread while nothing happens.
   *
   * @throws IllegalArgumentException if the path already has a WebSocket
   */
  public <In, Out> Pilcrow ws(WsChannel<In, Out> channel, TypedCallbacks<In, Out> callbacks) {
    return serve(new TypedService.ByCallbacks<>(channel, callbacks));
  }

  private Pilcrow serve(TypedService<?, ?> service) {
    routes.add(javalin, new WsRoutes.Route(service.channel().route().path(), service));
    return this;
  }

  /**
   * Serves an event stream: live events from the server to the browser, over plain HTTP. The
   * handler opens each stream and returns; an open stream holds no thread.
   *
   * @throws IllegalArgumentException if the path already has a GET handler
   */
  public Pilcrow sse(SseRoute route, SseHandler handler) {
    streams.add(javalin, route.path(), handler);
    return this;
  }

  /**
   * Reads the form that a request holds: urlencoded, multipart without its files, or a JSON object
   * of texts, numbers, booleans and lists of them. At most 1,000 values.
   *
   * @throws HttpResponseException 415 when it holds something else, 413 when it is too large, 400
   *     when it is malformed
   */
  public static Form form(Context ctx) {
    return FormReader.read(ctx);
  }

  /**
   * A handler that carries a request out once, however often it is sent: by header {@code
   * Idempotency-Key}, as Silcrow.js sends it, or by the field of {@link #onceField}. A repetition
   * gets the same answer; one that comes meanwhile waits up to ten seconds for it, then gets 409;
   * the same key with other content gets 422. Without a key the handler runs as ever.
   *
   * <p>Keys count for one address and, where there are such, one Authorization or session. Answers
   * of 400 and above are not kept. See {@link PilcrowConfig#once}.
   */
  public Handler once(Handler handler) {
    Objects.requireNonNull(handler, "handler");
    if (settlesOnce.compareAndSet(false, true)) {
      javalin.routes.after(once::settle);
    }
    return once.wrap(handler);
  }

  /** A hidden field with a new key for {@link #once}; markup that belongs into a form as it is. */
  public static String onceField() {
    return "<input type=\"hidden\" name=\"_once\" value=\"" + UUID.randomUUID() + "\">";
  }

  /** The topics of this application. */
  public Hub hub() {
    return hub;
  }

  /**
   * Who is in which group, here and on every machine that shares the topics and the name: see
   * {@link Presence}. It ends with the application. Once for each name.
   *
   * @param name 1 to 100 letters, digits and {@code : _ . / -}
   * @param type what a connection says about itself
   */
  public <M> Presence<M> presence(String name, Class<M> type, PresenceSettings settings) {
    return presences.open(name, type, settings);
  }

  /** The same with {@link PresenceSettings#defaults}. */
  public <M> Presence<M> presence(String name, Class<M> type) {
    return presence(name, type, PresenceSettings.defaults());
  }

  /**
   * The {@code <script>} tag that loads Silcrow.js, with its fingerprint and integrity; markup that
   * belongs into the head as it is.
   */
  public String scriptTag() {
    return script.tag();
  }

  /** What the connections have done so far. Cheap; any thread. */
  public PilcrowStats stats() {
    return counters.stats();
  }

  /**
   * Bytes of messages that wait to be written to all connections, without what topics hold. Looks
   * at every connection.
   */
  public long queuedBytes() {
    return connections.queuedBytes();
  }

  /**
   * Messages received that wait for their handlers, of each connection at most {@code
   * receiveQueue}. Looks at every connection.
   */
  public int waitingMessages() {
    return connections.waitingMessages();
  }

  /** Whether the application is stopping and takes no new connections; for health checks. */
  public boolean isStopping() {
    return connections.isStopping();
  }

  /** Looks at every connection's timers once, for tests that have no watchdog thread. */
  void sweep() {
    connections.sweep();
  }
}
