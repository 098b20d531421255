package dev.pilcrow.stress;

import static dev.pilcrow.stress.Events.encoded;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.LogWindow;
import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.TopicLog.Slice;
import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLJ_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The copy of a log that is kept elsewhere: one thread feeds it, others fill it up and read it. */
public final class Copying {
  private static final Hub.Limits LIMITS = new Hub.Limits(1, 10, 1_000, Duration.ofMinutes(1));

  private Copying() {}

  private static LogWindow window(int offset) {
    return new LogWindow("t", new Position("e", offset), LIMITS, () -> 0);
  }

  private static void copy(LogWindow window, String epoch, int digit) {
    window.copy(new Position(epoch, digit), encoded(digit), null, Duration.ZERO);
  }

  private static void fill(LogWindow window) {
    for (int digit = 2; digit > 0; digit--) {
      window.copyBefore(new Position("e", digit), encoded(digit), null, Duration.ZERO);
    }
  }

  /** The copy ends with 2 but has neither 1 nor 2; one thread fetches them while 3 and 4 come. */
  @JCStressTest
  @Outcome(id = "12, 34, 4", expect = ACCEPTABLE, desc = "read before both")
  @Outcome(id = "123, 4, 4", expect = ACCEPTABLE, desc = "read between them")
  @Outcome(id = "1234, , 4", expect = ACCEPTABLE, desc = "read after both")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
  @State
  public static class GrowingAtBothEnds {
    private final LogWindow window = window(2);
    private final Reader alice = new Reader();
    private Slice read = new Slice(List.of(), "e", 0, false);

    @Actor
    public void feed() {
      copy(window, "e", 3);
      copy(window, "e", 4);
    }

    @Actor
    public void fillAndRead() {
      fill(window);
      read = window.read("e", 0, Integer.MAX_VALUE, alice);
    }

    @Arbiter
    public void result(LLJ_Result r) {
      Slice rest = window.read("e", read.last(), Integer.MAX_VALUE, alice);
      r.r1 = Events.text(read);
      r.r2 = Events.text(rest);
      r.r3 = rest.last();
    }
  }

  /** Two threads fetch 1 and 2 for the copy at the same time. */
  @JCStressTest
  @Outcome(id = "12, 12", expect = ACCEPTABLE, desc = "there once, for each of them")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
  @State
  public static class FillingTogether {
    private final LogWindow window = window(2);
    private final Reader alice = new Reader();
    private final Reader bob = new Reader();

    @Actor
    public void one(LL_Result r) {
      fill(window);
      r.r1 = Events.text(window.read("e", 0, Integer.MAX_VALUE, alice));
    }

    @Actor
    public void another(LL_Result r) {
      fill(window);
      r.r2 = Events.text(window.read("e", 0, Integer.MAX_VALUE, bob));
    }
  }

  /**
   * The log begins another epoch: a reader of the old one has a gap, once, and goes on in the new.
   */
  @JCStressTest
  @Outcome(id = "1, !, 2?|, !, 2?", expect = ACCEPTABLE, desc = "read before the new epoch")
  @Outcome(id = "!, 2?, ", expect = ACCEPTABLE, desc = "read in the new epoch")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled, or a gap that nobody told of")
  @State
  public static class BeginningAnotherEpoch {
    private final LogWindow window = window(0);
    private final Reader alice = new Reader();
    private Slice read = new Slice(List.of(), "e", 0, false);

    @Actor
    public void feed() {
      copy(window, "e", 1);
      window.restart(new Position("f", 1));
      copy(window, "f", 2);
    }

    @Actor
    public void read() {
      read = window.read("e", 0, Integer.MAX_VALUE, alice);
    }

    @Arbiter
    public void result(LLL_Result r) {
      Slice second = window.read(read.epoch(), read.last(), Integer.MAX_VALUE, alice);
      Slice third = window.read(second.epoch(), second.last(), Integer.MAX_VALUE, alice);
      r.r1 = Events.text(read);
      r.r2 = Events.text(second);
      r.r3 = Events.text(third);
    }
  }
}
