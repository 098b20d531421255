package dev.pilcrow.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What several threads did to one topic at the same time, when each step began and ended, and the
 * check that one thread could have done it: that there is an order of the steps that fits both time
 * and results. The offsets that publishing returned give the order of the events, so that a step's
 * place is found by counting, without a search.
 */
final class TopicHistory {
  private record Step(Kind kind, long begin, long end, long offset, List<String> read) {}

  private enum Kind {
    PUBLISH,
    POSITION,
    RESUME
  }

  private final AtomicLong time = new AtomicLong();
  private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
  private final Map<Long, String> published = new HashMap<>();
  private final Topic topic;
  private final String epoch;
  private final int kept;

  /**
   * @param kept how many events the topic keeps
   */
  TopicHistory(Topic topic, int kept) {
    this.topic = topic;
    this.epoch = topic.position().epoch();
    this.kept = kept;
  }

  void publish(int n) {
    long begin = time.incrementAndGet();
    long offset = topic.publish(TopicLogBounds.say(n)).offset();
    var text = List.of(TopicLogBounds.text(n));
    steps.add(new Step(Kind.PUBLISH, begin, time.incrementAndGet(), offset, text));
  }

  void position() {
    long begin = time.incrementAndGet();
    long offset = topic.position().offset();
    steps.add(new Step(Kind.POSITION, begin, time.incrementAndGet(), offset, List.of()));
  }

  /** Resumes after an offset and reads what was published before this began, or more. */
  void resume(long offset) {
    long begin = time.incrementAndGet();
    long head = topic.position().offset();
    var reader = new RecordingOutlet();
    Subscription subscription = topic.subscribe(reader, new Position(epoch, offset));
    List<String> read = reader.readTo(head);
    subscription.close();
    steps.add(new Step(Kind.RESUME, begin, time.incrementAndGet(), offset, read));
  }

  /** Checks everything that was done. */
  void check() {
    var order = new ArrayList<>(steps);
    order.sort(Comparator.comparingLong(Step::begin));
    for (Step step : order) {
      if (step.kind == Kind.PUBLISH) {
        assertThat(published.put(step.offset, step.read.get(0))).as("twice %s", step).isNull();
      }
    }
    for (long offset = 1; offset <= published.size(); offset++) {
      assertThat(published).containsKey(offset);
    }
    var heads = new HashMap<Step, Long>();
    for (Step step : order) {
      long least = 0;
      for (Map.Entry<Step, Long> earlier : heads.entrySet()) {
        if (earlier.getKey().end < step.begin) {
          least = Math.max(least, earlier.getValue());
        }
      }
      long head = head(step, least);
      assertThat(head).as("the head after %s", step).isGreaterThanOrEqualTo(least);
      assertThat(step.kind != Kind.PUBLISH || head > least).as("after others: %s", step).isTrue();
      heads.put(step, head);
    }
    heads.forEach(this::checkNothingFromTheFuture);
  }

  /** The smallest head at which this step can have had its result. */
  private long head(Step step, long least) {
    if (step.kind != Kind.RESUME) {
      return step.offset;
    }
    if (step.read.equals(List.of("gap"))) {
      // Too far back, or not there yet.
      return step.offset > least ? least : Math.max(least, step.offset + kept + 1);
    }
    long head = step.offset + step.read.size();
    for (int i = 0; i < step.read.size(); i++) {
      assertThat(step.read.get(i)).isEqualTo(published.get(step.offset + i + 1));
    }
    assertThat(step.offset).as("kept at %s: %s", least, step).isGreaterThanOrEqualTo(least - kept);
    return head;
  }

  private void checkNothingFromTheFuture(Step step, long head) {
    for (Step later : steps) {
      if (later.kind == Kind.PUBLISH && later.begin > step.end) {
        assertThat(later.offset).as("%s after %s", later, step).isGreaterThan(head);
      }
    }
  }
}
