package dev.pilcrow.chat;

import dev.pilcrow.javalin.PilcrowStats;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** What the operator sees: counts, and values measured again and again. Thread-safe. */
final class Gauges {
  private static final int BUSIEST = 6;
  private static final double MB = 1024.0 * 1024.0;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private final Chat chat;
  private final Rooms rooms;
  private final Pulse pulse;
  private final Supplier<PilcrowStats> stats;
  private final Fleeting fleeting;
  private final Clock clock;
  private final Instant started;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by lock, both. */
  private final Samples people = new Samples();

  private final Samples memory = new Samples();

  Gauges(
      Chat chat,
      Rooms rooms,
      Pulse pulse,
      Supplier<PilcrowStats> stats,
      Fleeting fleeting,
      Clock clock) {
    this.chat = chat;
    this.rooms = rooms;
    this.pulse = pulse;
    this.stats = stats;
    this.fleeting = fleeting;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** Measures what cannot be counted. */
  void measure() {
    Runtime runtime = Runtime.getRuntime();
    lock.lock();
    try {
      people.add(chat.peopleOnline());
      memory.add((runtime.totalMemory() - runtime.freeMemory()) / MB);
    } finally {
      lock.unlock();
    }
  }

  OperatorPage page() {
    Instant now = clock.instant();
    List<Room> all = rooms.all();
    return new OperatorPage(charts(now), busiest(all), facts(now, all.size()));
  }

  private List<Chart> charts(Instant now) {
    lock.lock();
    try {
      return List.of(
          messages(now),
          Chart.curve(
              new Chart.Name("people", "People online", ""), people.values(), 1, "4 minutes"),
          Chart.curve(
              new Chart.Name("memory", "Memory used", " MB"), memory.values(), 16, "4 minutes"));
    } finally {
      lock.unlock();
    }
  }

  private Chart messages(Instant now) {
    int[] counts = pulse.last(now);
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      Instant minute = now.minusSeconds(60L * (counts.length - 1 - i));
      labels.add(TIME.format(minute) + " UTC: " + counts[i]);
    }
    return Chart.bars(
        new Chart.Name("messages", "Messages this minute", ""), counts, labels, "30 minutes");
  }

  private List<OperatorPage.RoomRow> busiest(List<Room> all) {
    Map<Room, Integer> people = new LinkedHashMap<>();
    all.forEach(room -> people.put(room, chat.peopleIn(room.slug())));
    int most = Math.max(1, people.values().stream().mapToInt(Integer::intValue).max().orElse(1));
    return people.entrySet().stream()
        .sorted(Map.Entry.<Room, Integer>comparingByValue().reversed())
        .limit(BUSIEST)
        .map(
            entry ->
                new OperatorPage.RoomRow(
                    entry.getKey().slug(),
                    entry.getKey().name(),
                    entry.getValue(),
                    entry.getValue() * 100 / most))
        .toList();
  }

  private List<OperatorPage.Fact> facts(Instant now, int count) {
    PilcrowStats live = stats.get();
    Runtime runtime = Runtime.getRuntime();
    return List.of(
        fact("Running for", words(Duration.between(started, now))),
        fact("Rooms", count(count)),
        fact("Live connections", count(live.open())),
        fact("Events sent", count(live.sent())),
        fact("Events received", count(live.received())),
        fact("Refused connections", count(live.refused())),
        fact("Too slow, so closed", count(live.tooSlow())),
        fact("Signs dropped", count(fleeting.dropped())),
        fact("Memory allowed", count(Math.round(runtime.maxMemory() / MB)) + " MB"),
        fact("Threads", count(ManagementFactory.getThreadMXBean().getThreadCount())));
  }

  private static OperatorPage.Fact fact(String name, String value) {
    return new OperatorPage.Fact(name, value);
  }

  private static String count(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  private static String words(Duration time) {
    if (time.toHours() >= 48) {
      return time.toDays() + " days";
    }
    if (time.toMinutes() >= 120) {
      return time.toHours() + " hours";
    }
    return time.toMinutes() + " min";
  }
}
