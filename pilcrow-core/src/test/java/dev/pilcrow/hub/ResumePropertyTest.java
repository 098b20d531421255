package dev.pilcrow.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.Json;
import dev.pilcrow.event.WsEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is cut, trimmed, restarted and delayed: in the end every page shows what there is. */
class ResumePropertyTest {
  private static final List<String> TOPICS = List.of("a", "b");
  private static final Duration AGE = Duration.ofSeconds(60);

  private final SettableClock clock = new SettableClock();
  private final Map<String, Map<String, Integer>> data = new HashMap<>();
  private final List<ModelPage> pages = new ArrayList<>();
  private Hub.Limits limits = new Hub.Limits(4, 6, 700, AGE);
  private Hub hub = hub();
  private Random random = new Random(0);
  private int burst;
  private int resyncs;

  private Hub hub() {
    return new Hub(EventCodec.lenient(), limits, TopicLogs.inMemory(clock), clock);
  }

  @Test
  void everyPageEndsUpShowingWhatThereIs() {
    run(2_000, 1);
    assertThat(resyncs).as("gaps, or this has tested nothing").isGreaterThan(500);
  }

  @Test
  void readersThatLagEndUpShowingTheSameInFewerSteps() {
    limits = new Hub.Limits(4, 300, 50_000, AGE);
    run(300, 40);
    assertThat(hub.stats().conflated()).as("patches left out").isPositive();
  }

  private void run(int rounds, int burst) {
    this.burst = burst;
    for (int seed = 0; seed < rounds; seed++) {
      random = new Random(seed);
      data.clear();
      pages.clear();
      TOPICS.forEach(topic -> data.put(topic, new LinkedHashMap<>()));
      hub = hub();
      for (int page = 0; page < 3; page++) {
        pages.add(new ModelPage());
        load(pages.get(page));
        pages.get(page).connect(hub, TOPICS);
      }
      int steps = 20 + random.nextInt(100);
      for (int step = 0; step < steps; step++) {
        step();
      }
      for (ModelPage page : pages) {
        settle(page, seed);
      }
    }
  }

  private void step() {
    ModelPage page = pages.get(random.nextInt(pages.size()));
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> publish();
      case 4 -> say(page);
      case 5, 6 -> page.write(1 + random.nextInt(300 * burst));
      case 7 -> page.read(1 + random.nextInt(4));
      case 8 -> {
        page.cut();
        wait(page);
        page.connect(hub, TOPICS);
      }
      case 9 -> clock.advance(AGE.dividedBy(1 + random.nextInt(40)));
      case 10 -> {
        if (page.needsPage()) {
          load(page);
        }
      }
      default -> {
        if (random.nextInt(6) == 0) {
          restart();
        }
      }
    }
  }

  /** A while in which a page is not connected. */
  private void wait(ModelPage page) {
    for (int n = random.nextInt(9); n > 0; n--) {
      publish();
    }
    if (page.needsPage() && random.nextBoolean()) {
      load(page);
    }
  }

  private Map<String, Integer> change(String topic) {
    String key = "k" + random.nextInt(8);
    int value = random.nextInt(1_000);
    Objects.requireNonNull(data.get(topic), topic).put(key, value);
    return Map.of(key, value);
  }

  private void publish() {
    for (int n = random.nextInt(burst); n >= 0; n--) {
      String topic = TOPICS.get(random.nextInt(TOPICS.size()));
      hub.topic(topic).publish(WsEvent.patch(change(topic), "#x"));
    }
  }

  /** A page changes something itself; only the others are told. */
  private void say(ModelPage page) {
    if (page.needsPage()) {
      return;
    }
    String topic = TOPICS.get(random.nextInt(TOPICS.size()));
    Map<String, Integer> change = change(topic);
    drain(page);
    if (!page.needsPage()) {
      page.applyOwn(topic, Json.mapper().valueToTree(change));
      hub.topic(topic).publish(WsEvent.patch(change, "#x"), page.outlet());
    } else {
      hub.topic(topic).publish(WsEvent.patch(change, "#x"));
    }
  }

  /** Places first, then the data: what happens in between comes twice rather than never. */
  private void load(ModelPage page) {
    Map<String, Position> places = new HashMap<>();
    for (String topic : TOPICS) {
      places.put(topic, hub.topic(topic).position().at());
    }
    while (random.nextInt(3) == 0) {
      publish();
    }
    Map<String, Map<String, Integer>> copy = new HashMap<>();
    data.forEach((topic, values) -> copy.put(topic, new LinkedHashMap<>(values)));
    while (random.nextInt(3) == 0) {
      publish();
    }
    page.show(places, copy);
  }

  private void restart() {
    pages.forEach(ModelPage::cut);
    hub = hub();
    while (random.nextInt(3) == 0) {
      publish();
    }
    pages.forEach(page -> page.connect(hub, TOPICS));
  }

  private static void drain(ModelPage page) {
    do {
      page.write(20_000);
    } while (page.read(Integer.MAX_VALUE));
  }

  private void settle(ModelPage page, int seed) {
    drain(page);
    for (int tries = 0; page.needsPage() && tries < 100; tries++) {
      load(page);
      drain(page);
    }
    // Pages that settle later may have made others publish meanwhile.
    drain(page);
    resyncs += page.resyncs;
    for (String topic : TOPICS) {
      assertThat(page.shown.get(topic))
          .as("seed %d, topic %s", seed, topic)
          .isEqualTo(data.get(topic));
      assertThat(page.places().get(topic)).isEqualTo(hub.topic(topic).position().at());
    }
  }
}
