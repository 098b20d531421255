package dev.pilcrow.stress;

import static dev.pilcrow.stress.Events.say;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.pilcrow.hub.Subscription;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.internal.SerialRuns;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.LLI_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Coming and going beside publishing: nobody who is there sleeps through an event. */
public final class Members {
  private Members() {}

  @JCStressTest
  @Outcome(
      id = "12, 1?, 1",
      expect = ACCEPTABLE,
      desc = "who stays has both, who leaves the first or none")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled, or told after leaving")
  @State
  public static class LeavingWhileOthersAreWoken {
    private final Topic topic = Hubs.roomy().topic("t");
    private final Reader alice = new Reader();
    private final Reader bob = new Reader();
    private final Subscription bobs = topic.subscribe(bob);

    public LeavingWhileOthersAreWoken() {
      topic.subscribe(alice);
    }

    @Actor
    public void publish() {
      topic.publish(say(1));
    }

    @Actor
    public void leave() {
      bobs.close();
    }

    @Arbiter
    public void result(LLI_Result r) {
      topic.publish(say(2));
      r.r1 = alice.toString();
      r.r2 = bob.toString();
      r.r3 = topic.subscribers();
    }
  }

  @JCStressTest
  @Outcome(id = "1, , 1", expect = ACCEPTABLE, desc = "one has come, one has gone")
  @Outcome(expect = FORBIDDEN, desc = "lost, or told after leaving")
  @State
  public static class ComingWhileAnotherLeaves {
    private final Topic topic = Hubs.roomy().topic("t");
    private final Reader alice = new Reader();
    private final Reader bob = new Reader();
    private final Subscription bobs = topic.subscribe(bob);

    @Actor
    public void come() {
      topic.subscribe(alice);
    }

    @Actor
    public void leave() {
      bobs.close();
    }

    @Arbiter
    public void result(LLI_Result r) {
      topic.publish(say(1));
      r.r1 = alice.toString();
      r.r2 = bob.toString();
      r.r3 = topic.subscribers();
    }
  }

  @JCStressTest
  @Outcome(id = "12, 12", expect = ACCEPTABLE, desc = "alice came before the first")
  @Outcome(id = "2, 12", expect = ACCEPTABLE, desc = "alice came after the first")
  @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
  @State
  public static class ComingTogether {
    private final Topic topic = Hubs.roomy().topic("t");
    private final Reader alice = new Reader();
    private final Reader bob = new Reader();

    @Actor
    public void alice() {
      topic.subscribe(alice);
    }

    @Actor
    public void bob() {
      topic.subscribe(bob);
      topic.publish(say(1));
    }

    @Arbiter
    public void result(LL_Result r) {
      topic.publish(say(2));
      r.r1 = alice.toString();
      r.r2 = bob.toString();
    }
  }

  @JCStressTest
  @Outcome(id = "12, 1", expect = ACCEPTABLE, desc = "subscribed once")
  @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
  @State
  public static class ComingTwice {
    private final Topic topic = Hubs.roomy().topic("t");
    private final Reader alice = new Reader();

    @Actor
    public void once() {
      topic.subscribe(alice);
    }

    @Actor
    public void again() {
      topic.subscribe(alice);
      topic.publish(say(1));
    }

    @Arbiter
    public void result(LI_Result r) {
      topic.publish(say(2));
      r.r1 = alice.toString();
      r.r2 = topic.subscribers();
    }
  }

  /** One thread subscribes a connection, another does so too and leaves again. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "left first, and came again")
  @Outcome(id = ", 0", expect = ACCEPTABLE, desc = "left last")
  @Outcome(expect = FORBIDDEN, desc = "a member that is not told, or one told that is none")
  @State
  public static class ComingAndLeaving {
    private final Topic topic = Hubs.roomy().topic("t");
    private final Reader alice = new Reader();

    @Actor
    public void come() {
      topic.subscribe(alice);
    }

    @Actor
    public void comeAndLeave() {
      topic.subscribe(alice).close();
    }

    @Arbiter
    public void result(LI_Result r) {
      topic.publish(say(1));
      alice.wake();
      r.r1 = alice.toString();
      r.r2 = topic.subscribers();
    }
  }

  /** Each has work and says so: the last run has seen both. */
  @JCStressTest
  @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "all work was seen, by one run at a time")
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or two runs at once")
  @State
  public static class Waking {
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private volatile int seen;
    private volatile int crowded;
    private final SerialRuns runs = new SerialRuns(Runnable::run, this::look, e -> {});

    private void look() {
      if (running.getAndIncrement() != 0) {
        crowded = 1;
      }
      seen = work.get();
      running.getAndDecrement();
    }

    @Actor
    public void one() {
      work.getAndIncrement();
      runs.signal();
    }

    @Actor
    public void another() {
      work.getAndIncrement();
      runs.signal();
    }

    @Arbiter
    public void result(II_Result r) {
      r.r1 = seen;
      r.r2 = crowded;
    }
  }
}
