package dev.pilcrow.benchmarks.chaos;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.json;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.PilcrowConfig;
import dev.pilcrow.javalin.WsCallbacks;
import dev.pilcrow.javalin.WsStream;
import dev.pilcrow.redis.RedisLogs;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One server process: pages of two topics each, and messages that are stored. */
public final class ChaosNode {
  static final WsRoute SOCKET = WsRoute.of("/ws/{client}/{a}/{b}");

  /** What a client says. */
  record Say(int c, int n) {}

  private final Database database;
  private final @Nullable RedisLogs redis;
  private final boolean forgetful;
  private @Nullable Pilcrow pilcrow;

  private ChaosNode(Database database, @Nullable RedisLogs redis, boolean forgetful) {
    this.database = database;
    this.redis = redis;
    this.forgetful = forgetful;
  }

  /**
   * Starts on a free port and prints it; ends when its standard input does.
   *
   * @param args the database's address, Redis's port or 0, the events to publish or 0, how many a
   *     second, and a deliberate mistake or none
   */
  public static void main(String[] args) throws Exception {
    Database database = Database.open(args[0]);
    int redisPort = Integer.parseInt(args[1]);
    int events = Integer.parseInt(args[2]);
    RedisLogs redis = redisPort == 0 ? null : RedisLogs.connect(RedisServer.settings(redisPort));
    ChaosNode node = new ChaosNode(database, redis, args[4].equals("effects"));
    Javalin app = Javalin.create(node::configure);
    Runtime.getRuntime().addShutdownHook(new Thread(app::stop));
    app.start("127.0.0.1", 0);
    if (events > 0) {
      int perSecond = Integer.parseInt(args[3]);
      Plan plan = new Plan(1, 0, events, 0, events / perSecond, 0, "none");
      new Publisher(node.pilcrow().hub(), database, plan).start();
    }
    System.out.println("port " + app.port());
    awaitEndOfInput();
    Runtime.getRuntime().halt(0);
  }

  private static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // nothing is expected
    }
  }

  private void configure(io.javalin.config.JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    Pilcrow installed = Pilcrow.install(config, this::set);
    pilcrow = installed;
    installed.ws(SOCKET, WsCallbacks.create().onOpen(this::open).onEvent(this::say));
    config.routes.get("/page/{client}/{a}/{b}", this::page);
  }

  private void set(PilcrowConfig settings) {
    settings.maxConnectionsPerAddress(10_000);
    if (redis != null) {
      settings.topics(redis).ledger(redis.ledger());
    }
  }

  private Pilcrow pilcrow() {
    if (pilcrow == null) {
      throw new IllegalStateException("not configured");
    }
    return pilcrow;
  }

  /** The place of both topics first, then their data. */
  private void page(Context ctx) throws Exception {
    int a = Integer.parseInt(ctx.pathParam("a"));
    int b = Integer.parseInt(ctx.pathParam("b"));
    TopicPosition[] places = {position(a), position(b)};
    Map<String, Integer> data =
        Map.of(Publisher.topic(a), database.newest(a), Publisher.topic(b), database.newest(b));
    respond(ctx, json(() -> data).ws(WsRoute.of("/ws"), places));
  }

  private TopicPosition position(int topic) {
    return pilcrow().hub().topic(Publisher.topic(topic)).position();
  }

  private void open(WsStream stream) {
    for (String parameter : new String[] {"a", "b"}) {
      int topic = Integer.parseInt(stream.pathParam(parameter));
      pilcrow().hub().topic(Publisher.topic(topic)).subscribe(stream);
    }
  }

  private void say(WsStream stream, WsEvent event) throws SQLException {
    Say say = stream.read((WsEvent.Custom) event, Say.class);
    String name = stream.messageId().orElseThrow();
    String key = forgetful ? UUID.randomUUID().toString() : name;
    if (!database.addEffect(key, say.c(), say.n())) {
      System.out.println("again");
    }
  }
}
