package dev.pilcrow.benchmarks.chaos;

import dev.pilcrow.client.WsClient;
import dev.pilcrow.event.EventCodec;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.redis.RedisLogs;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;

/** One run: servers, clients, weather, and what is left when it is over. */
final class Scenario {
  /** How long everything may take to arrive after the weather is over and all is published. */
  private static final long CALM_SECONDS = 60;

  private final Plan plan;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Queue<CompletableFuture<Void>> sent = new ConcurrentLinkedQueue<>();

  Scenario(Plan plan) {
    this.plan = plan;
  }

  private <T extends AutoCloseable> T closing(T part) {
    open.push(part);
    return part;
  }

  Outcome run() throws Exception {
    try {
      return play();
    } finally {
      for (AutoCloseable part : open) {
        part.close();
      }
    }
  }

  private Outcome play() throws Exception {
    String memory = "mem:chaos" + plan.nodes() + ";DB_CLOSE_DELAY=-1";
    Database database = closing(Database.create("jdbc:h2:" + memory));
    Server tcp = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    open.push(tcp::stop);
    RedisServer redis = plan.nodes() > 1 ? closing(new RedisServer()) : null;
    String url = "jdbc:h2:tcp://127.0.0.1:" + tcp.getPort() + "/" + memory;
    List<NodeProcess> nodes = nodes(url, redis);
    Gate gate = closing(new Gate(nodes, plan.seed()));
    WsClient client = closing(WsClient.to("http://127.0.0.1:" + gate.port()));
    List<ChaosClient> clients = clients(gate);
    start(clients, client);
    long begun = System.nanoTime();
    if (redis != null) {
      RedisLogs logs = closing(RedisLogs.connect(RedisServer.settings(redis.port())));
      Hub hub = new Hub(EventCodec.lenient(), Hub.Limits.defaults(), logs, System::nanoTime);
      new Publisher(hub, database, plan).start();
    }
    Weather weather = new Weather(plan, gate, nodes, redis);
    Thread sender = Threads.start("sender", () -> say(clients));
    weather.run();
    sender.join();
    String stuck = awaitEnd(clients, database);
    Outcome outcome = new Outcome(plan, weather, stuck, System.nanoTime() - begun);
    outcome.count(clients, sent, database);
    return outcome;
  }

  /** One server publishes by itself; with several that is a node's work that nobody kills. */
  private List<NodeProcess> nodes(String url, @Nullable RedisServer redis) throws Exception {
    List<NodeProcess> nodes = new ArrayList<>();
    for (int i = 0; i < plan.nodes(); i++) {
      List<String> arguments =
          List.of(
              url,
              Integer.toString(redis == null ? 0 : redis.port()),
              Integer.toString(redis == null ? plan.events() : 0),
              Integer.toString(plan.eventsPerSecond()),
              plan.fault());
      nodes.add(closing(new NodeProcess(arguments)));
    }
    return nodes;
  }

  private List<ChaosClient> clients(Gate gate) {
    Random random = new Random(plan.seed() + 1);
    List<ChaosClient> clients = new ArrayList<>();
    for (int number = 0; number < plan.clients(); number++) {
      int a = random.nextInt(Plan.TOPICS);
      int b = (a + 1 + random.nextInt(Plan.TOPICS - 1)) % Plan.TOPICS;
      clients.add(new ChaosClient(number, gate, a, b, plan.fault().equals("pages")));
    }
    return clients;
  }

  private static void start(List<ChaosClient> clients, WsClient client) throws Exception {
    for (ChaosClient each : clients) {
      each.start(client);
    }
  }

  /** Sends every client's messages, in its order and evenly spread, whatever the weather. */
  private void say(List<ChaosClient> clients) throws InterruptedException {
    Random random = new Random(plan.seed() + 2);
    List<Integer> turns =
        new ArrayList<>(
            IntStream.range(0, plan.sends()).map(i -> i % plan.clients()).boxed().toList());
    java.util.Collections.shuffle(turns, random);
    int[] numbers = new int[plan.clients()];
    long start = System.nanoTime();
    long nanosPerSend = TimeUnit.SECONDS.toNanos(plan.seconds()) / Math.max(1, plan.sends());
    for (int i = 0; i < turns.size(); i++) {
      int client = turns.get(i);
      sent.add(clients.get(client).say(++numbers[client]));
      long early = start + i * nanosPerSend - System.nanoTime();
      if (early > 1_000_000) {
        TimeUnit.NANOSECONDS.sleep(early);
      }
    }
  }

  /** Waits until everything has arrived, or too long; returns what has not. */
  private String awaitEnd(List<ChaosClient> clients, Database database)
      throws InterruptedException, SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CALM_SECONDS);
    int before = 0;
    while (true) {
      long unacked = sent.stream().filter(result -> !result.isDone()).count();
      long behind =
          clients.stream().filter(client -> !client.showsAll(plan.eventsPerTopic())).count();
      int published = 0;
      for (int topic = 0; topic < Plan.TOPICS; topic++) {
        published += database.newest(topic);
      }
      if (published > before) {
        before = published;
        deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CALM_SECONDS);
      }
      if (unacked == 0 && behind == 0) {
        return "";
      }
      if (System.nanoTime() - deadline > 0) {
        return "%d messages unanswered, %d clients behind, %,d of %,d events published"
            .formatted(unacked, behind, published, plan.events());
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }
}
