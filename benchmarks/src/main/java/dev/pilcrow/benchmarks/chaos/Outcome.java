package dev.pilcrow.benchmarks.chaos;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What a run has shown. */
final class Outcome {
  private final Plan plan;
  private final Weather weather;
  private final String stuck;
  private final long nanos;
  private final long again = NodeProcess.AGAIN.getAndSet(0);
  private final long events = ChaosClient.EVENTS.getAndSet(0);
  private final long fetches = ChaosClient.FETCHES.getAndSet(0);
  private int effects;
  private long acked;
  private long failed;
  private String firstFailure = "";
  long lost;
  long doubled;
  long outOfOrder;

  Outcome(Plan plan, Weather weather, String stuck, long nanos) {
    this.plan = plan;
    this.weather = weather;
    this.stuck = stuck;
    this.nanos = nanos;
  }

  void count(List<ChaosClient> clients, Collection<CompletableFuture<Void>> sent, Database database)
      throws SQLException {
    for (int number = 0; number < clients.size(); number++) {
      for (TopicCheck topic : clients.get(number).topics.values()) {
        lost += topic.lost(plan.eventsPerTopic());
        doubled += topic.doubled();
        outOfOrder += topic.outOfOrder();
      }
      countEffects(database.effects(number));
    }
    for (CompletableFuture<Void> result : sent) {
      if (result.isCompletedExceptionally()) {
        failed++;
        String failure = result.handle((done, e) -> e + ", because " + e.getCause()).join();
        firstFailure = firstFailure.isEmpty() ? failure : firstFailure;
      } else if (result.isDone()) {
        acked++;
      }
    }
  }

  private void countEffects(List<Integer> numbers) {
    effects += numbers.size();
    Set<Integer> known = new HashSet<>();
    int last = 0;
    for (int n : numbers) {
      if (!known.add(n)) {
        doubled++;
      } else if (n < last) {
        outOfOrder++;
      }
      last = Math.max(last, n);
    }
    lost += plan.sendsPerClient() - known.size();
  }

  /** Whether nothing was lost, doubled, out of order, refused or left unanswered. */
  boolean isClean() {
    return lost + doubled + outOfOrder + failed == 0 && stuck.isEmpty();
  }

  void print() {
    String where =
        plan.nodes() == 1 ? "one server, topics in memory" : plan.nodes() + " servers, Redis";
    System.out.printf("%n%s: %,.0f s, seed %d%n", where, nanos / 1e9, plan.seed());
    System.out.printf(
        "  weather: %,d cuts of 2 s, %d sleeps, %d servers killed, %d stopped, Redis killed %d times%n",
        weather.cuts, weather.sleeps, weather.kills, weather.stops, weather.redisKills);
    System.out.printf(
        "  %,d events published, %,d delivered to %d clients, %,d gaps fetched anew%n",
        plan.events(), events, plan.clients(), fetches);
    System.out.printf(
        "  %,d messages sent, %,d acked, %,d effects; %,d came again after their effect%n",
        plan.sends(), acked, effects, again);
    if (failed > 0) {
      System.out.printf("  %,d messages failed, the first with: %s%n", failed, firstFailure);
    }
    if (!stuck.isEmpty()) {
      System.out.println("  not finished in time: " + stuck);
    }
    System.out.printf("  lost %d, doubled %d, out of order %d%n", lost, doubled, outOfOrder);
  }
}
