package dev.pilcrow.benchmarks.chaos;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Hub;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Stores and publishes numbered events at an even pace, going on where the database is. */
final class Publisher {
  private final Hub hub;
  private final Database database;
  private final Plan plan;

  Publisher(Hub hub, Database database, Plan plan) {
    this.hub = hub;
    this.database = database;
    this.plan = plan;
  }

  static String topic(int number) {
    return "t" + number;
  }

  /** One thread for each topic. */
  void start() {
    for (int topic = 0; topic < Plan.TOPICS; topic++) {
      int number = topic;
      Threads.start("publisher-" + topic, () -> publish(number));
    }
  }

  private void publish(int topic) throws SQLException, InterruptedException {
    long nanosPerEvent = TimeUnit.SECONDS.toNanos(Plan.TOPICS) / plan.eventsPerSecond();
    int first = database.newest(topic) + 1;
    long start = System.nanoTime();
    for (int n = first; n <= plan.eventsPerTopic(); n++) {
      database.addEvent(topic, n);
      hub.topic(topic(topic)).publish(WsEvent.custom("e", Map.of("t", topic, "n", n)));
      long early = start + (n - first + 1) * nanosPerEvent - System.nanoTime();
      if (early > 1_000_000) {
        TimeUnit.NANOSECONDS.sleep(early);
      }
    }
  }
}
