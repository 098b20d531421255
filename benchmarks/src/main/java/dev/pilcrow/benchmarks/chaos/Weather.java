package dev.pilcrow.benchmarks.chaos;

import java.io.IOException;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong, and when: decided by the seed before anything starts. Every client is cut off
 * for 2 s in each 10 s; now and then one sleeps for 3 to 8 s; servers are killed in turn, every
 * third time asked to stop instead; Redis is killed twice.
 */
final class Weather {
  private interface Action {
    void run() throws Exception;
  }

  private record Event(long atMillis, Action action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return Long.compare(atMillis, other.atMillis);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Plan plan;
  private final Gate gate;
  private final List<NodeProcess> nodes;
  private final @Nullable RedisServer redis;
  int cuts;
  int sleeps;
  int kills;
  int stops;
  int redisKills;

  Weather(Plan plan, Gate gate, List<NodeProcess> nodes, @Nullable RedisServer redis) {
    this.plan = plan;
    this.gate = gate;
    this.nodes = nodes;
    this.redis = redis;
    Random random = new Random(plan.seed());
    long end = TimeUnit.SECONDS.toMillis(plan.seconds());
    for (int client = 0; client < plan.clients(); client++) {
      clientWeather(client, random, end);
    }
    serverWeather(random, end);
  }

  private void clientWeather(int client, Random random, long end) {
    for (long at = random.nextInt(10_000); at < end; at += 10_000) {
      events.add(new Event(at, () -> cut(client)));
      events.add(new Event(at + 2_000, () -> gate.mend(client)));
    }
    for (long at = random.nextInt(60_000); at < end; at += 30_000 + random.nextInt(30_000)) {
      events.add(new Event(at, () -> sleep(client)));
      events.add(new Event(at + 3_000 + random.nextInt(5_000), () -> gate.wake(client)));
    }
  }

  private void cut(int client) {
    cuts++;
    gate.cut(client);
  }

  private void sleep(int client) {
    sleeps++;
    gate.sleep(client);
  }

  private void serverWeather(Random random, long end) {
    int turn = 0;
    long every = Math.max(12_000, end / 8);
    for (long at = 6_000L + random.nextInt(3_000); at < end; at += every) {
      NodeProcess node = nodes.get(turn % nodes.size());
      boolean gently = turn % 3 == 2;
      turn++;
      events.add(new Event(at, () -> Threads.start("killer", () -> replace(node, gently))));
    }
    if (redis != null) {
      for (long at : new long[] {end * 2 / 5, end * 3 / 4}) {
        events.add(new Event(at, () -> Threads.start("redis-killer", () -> replace(redis))));
      }
    }
  }

  private synchronized void replace(NodeProcess node, boolean gently)
      throws InterruptedException, IOException {
    if (gently) {
      stops++;
      node.stop();
    } else {
      kills++;
      node.kill();
    }
    TimeUnit.MILLISECONDS.sleep(500);
    node.restart();
  }

  private void replace(RedisServer redis) throws InterruptedException, IOException {
    redisKills++;
    redis.kill();
    TimeUnit.SECONDS.sleep(1);
    redis.restart();
  }

  /** Lets it happen; returns when all is done and every client is back. */
  void run() throws Exception {
    long start = System.nanoTime();
    for (Event event = events.poll(); event != null && !over.get(); event = events.poll()) {
      long early = event.atMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      if (early > 0) {
        TimeUnit.MILLISECONDS.sleep(early);
      }
      event.action().run();
    }
    for (int client = 0; client < plan.clients(); client++) {
      gate.mend(client);
      gate.wake(client);
    }
  }
}
