package dev.pilcrow.stress;

import static dev.pilcrow.stress.Events.say;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.hub.TopicPosition;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Publishing beside publishing, and beside those who begin to follow. */
public final class Publishing {
  private Publishing() {}

  /** Both readers get both events in the order that the publishers were told of. */
  @JCStressTest
  @Outcome(id = "12, 12, 1, 2", expect = ACCEPTABLE, desc = "the first was first")
  @Outcome(id = "21, 21, 2, 1", expect = ACCEPTABLE, desc = "the second was first")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
  @State
  public static class TwoPublishTwoFollow {
    private final Topic topic = Hubs.roomy().topic("t");
    private final Reader alice = new Reader();
    private final Reader bob = new Reader();

    public TwoPublishTwoFollow() {
      topic.subscribe(alice);
      topic.subscribe(bob);
    }

    @Actor
    public void first(LLLL_Result r) {
      r.r3 = topic.publish(say(1)).offset();
    }

    @Actor
    public void second(LLLL_Result r) {
      r.r4 = topic.publish(say(2)).offset();
    }

    @Arbiter
    public void result(LLLL_Result r) {
      r.r1 = alice.toString();
      r.r2 = bob.toString();
    }
  }

  /** From a place taken before, nothing is missed. */
  @JCStressTest
  @Outcome(id = "12", expect = ACCEPTABLE, desc = "everything once")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
  @State
  public static class SubscribingFromAPlace {
    private final Topic topic = Hubs.roomy().topic("t");
    private final TopicPosition before = topic.position();
    private final Reader alice = new Reader();

    @Actor
    public void publish() {
      topic.publish(say(1));
      topic.publish(say(2));
    }

    @Actor
    public void subscribe() {
      topic.subscribe(alice, before);
    }

    @Arbiter
    public void result(L_Result r) {
      r.r1 = alice.toString();
    }
  }

  /** From now on means: everything from some moment between call and return. */
  @JCStressTest
  @Outcome(id = "123", expect = ACCEPTABLE, desc = "subscribed before both")
  @Outcome(id = "23", expect = ACCEPTABLE, desc = "subscribed between them")
  @Outcome(id = "3", expect = ACCEPTABLE, desc = "subscribed after both")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
  @State
  public static class SubscribingFromNowOn {
    private final Topic topic = Hubs.roomy().topic("t");
    private final Reader alice = new Reader();

    @Actor
    public void publish() {
      topic.publish(say(1));
      topic.publish(say(2));
    }

    @Actor
    public void subscribe() {
      topic.subscribe(alice);
    }

    @Arbiter
    public void result(L_Result r) {
      topic.publish(say(3));
      r.r1 = alice.toString();
    }
  }

  /** A topic is made once, whoever needs it first. */
  @JCStressTest
  @Outcome(id = "12", expect = ACCEPTABLE, desc = "subscribed before the first")
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "subscribed after the first")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
  @State
  public static class ATopicsFirstUse {
    private final Hub hub = Hubs.roomy();
    private final Reader alice = new Reader();

    @Actor
    public void publish() {
      hub.topic("t").publish(say(1));
    }

    @Actor
    public void subscribe() {
      hub.topic("t").subscribe(alice);
    }

    @Arbiter
    public void result(L_Result r) {
      hub.topic("t").publish(say(2));
      r.r1 = alice.toString();
    }
  }
}
