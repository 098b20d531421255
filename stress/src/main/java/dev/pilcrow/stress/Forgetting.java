package dev.pilcrow.stress;

import static dev.pilcrow.stress.Events.encoded;
import static dev.pilcrow.stress.Events.say;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.hub.TopicLog;
import dev.pilcrow.hub.TopicLog.Slice;
import dev.pilcrow.hub.TopicLogs;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLJ_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * What goes because there is too much of it, or because it is too old, is missed by nobody
 * unnoticed.
 */
public final class Forgetting {
  private static final long LATER = Duration.ofMinutes(2).toNanos();

  private Forgetting() {}

  /** Two events are kept: who resumes after the first has all that comes after it, or a gap. */
  @JCStressTest
  @Outcome(id = "234", expect = ACCEPTABLE, desc = "everything once")
  @Outcome(id = "!", expect = ACCEPTABLE, desc = "came when both were there: a gap")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled, out of order, or a gap without need")
  @State
  public static class ResumingFromAFullLog {
    private final Topic topic = Hubs.keeping(2).topic("t");
    private final Position afterFirst = topic.publish(say(1)).at();
    private final Reader alice = new Reader();

    public ResumingFromAFullLog() {
      topic.publish(say(2));
    }

    @Actor
    public void publish() {
      topic.publish(say(3));
      topic.publish(say(4));
    }

    @Actor
    public void resume() {
      topic.subscribe(alice, afterFirst);
    }

    @Arbiter
    public void result(L_Result r) {
      r.r1 = alice.toString();
    }
  }

  /** Events 1 and 2 become too old and 3 is appended while somebody reads from the start. */
  @JCStressTest
  @Outcome(id = "12, 3, 3", expect = ACCEPTABLE, desc = "read before they went, and then 3")
  @Outcome(id = "!, 3?, 3", expect = ACCEPTABLE, desc = "read after they went: a gap")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled, out of order, or a gap that nobody told of")
  @State
  public static class ReadingWhatGrowsOld {
    private volatile long now;
    private final TopicLog log = twoEvents(() -> now);
    private final String epoch = log.position().epoch();
    private final Reader alice = new Reader();
    private Slice read = new Slice(List.of(), epoch, 0, false);

    @Actor
    public void ageAndAppend() {
      now = LATER;
      log.trim();
      log.append(encoded(3), null);
    }

    @Actor
    public void read() {
      read = log.read(epoch, 0, Integer.MAX_VALUE, alice);
    }

    @Arbiter
    public void result(LLJ_Result r) {
      Slice rest = log.read(epoch, read.last(), Integer.MAX_VALUE, alice);
      r.r1 = Events.text(read);
      r.r2 = Events.text(rest);
      r.r3 = rest.last();
    }
  }

  /** Both events are too old; one thread drops them while another appends. */
  @JCStressTest
  @Outcome(id = "!, 3, 3", expect = ACCEPTABLE, desc = "the old have gone, the new one is there")
  @Outcome(expect = FORBIDDEN, desc = "lost, or a gap that nobody told of")
  @State
  public static class AppendingWhileOldOnesGo {
    private volatile long now;
    private final TopicLog log = twoEvents(() -> now);
    private final String epoch = log.position().epoch();
    private final Reader alice = new Reader();

    public AppendingWhileOldOnesGo() {
      now = LATER;
    }

    @Actor
    public void trim() {
      log.trim();
    }

    @Actor
    public void append() {
      log.append(encoded(3), null);
    }

    @Arbiter
    public void result(LLJ_Result r) {
      Slice rest = log.read(epoch, 2, Integer.MAX_VALUE, alice);
      r.r1 = Events.text(log.read(epoch, 1, Integer.MAX_VALUE, alice));
      r.r2 = Events.text(rest);
      r.r3 = rest.last();
    }
  }

  private static TopicLog twoEvents(LongSupplier clock) {
    var limits = new Hub.Limits(1, 10, 1_000, Duration.ofMinutes(1));
    TopicLog log = TopicLogs.inMemory(clock).open("t", limits, () -> {});
    log.append(encoded(1), null);
    log.append(encoded(2), null);
    return log;
  }
}
