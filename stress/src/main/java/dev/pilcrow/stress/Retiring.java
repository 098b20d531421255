package dev.pilcrow.stress;

import static dev.pilcrow.stress.Events.say;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.pilcrow.hub.Hub;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/** A topic that nobody uses goes, just as somebody begins to follow it and another publishes. */
public final class Retiring {
  private Retiring() {}

  @JCStressTest
  @Outcome(id = "12, 1", expect = ACCEPTABLE, desc = "subscribed before the first")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "subscribed after the first")
  @Outcome(expect = FORBIDDEN, desc = "the follower and the publisher had not the same topic")
  @State
  public static class AnIdleTopic {
    private volatile long now;
    private final Hub hub = Hubs.forgetful(() -> now);
    private final Reader alice = new Reader();

    public AnIdleTopic() {
      hub.topic("t").position();
      now = Duration.ofMinutes(2).toNanos();
    }

    @Actor
    public void subscribe() {
      hub.topic("t").subscribe(alice);
    }

    @Actor
    public void sweepAndPublish() {
      hub.topic("another").position();
      hub.topic("t").publish(say(1));
    }

    @Arbiter
    public void result(LI_Result r) {
      hub.topic("t").publish(say(2));
      r.r1 = alice.toString();
      r.r2 = hub.topic("t").subscribers();
    }
  }

  @JCStressTest
  @Outcome(id = "12, 1", expect = ACCEPTABLE, desc = "subscribed before the first")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "subscribed after the first")
  @Outcome(expect = FORBIDDEN, desc = "the follower and the publisher had not the same topic")
  @State
  public static class OneTopicTooMany {
    private final Hub hub = Hubs.ofTopics(2);
    private final Reader alice = new Reader();

    public OneTopicTooMany() {
      hub.topic("t").position();
      hub.topic("another").position();
    }

    @Actor
    public void subscribe() {
      hub.topic("t").subscribe(alice);
    }

    @Actor
    public void needRoomAndPublish() {
      try {
        hub.topic("third").position();
      } catch (IllegalStateException e) {
        // The others were in use.
      }
      hub.topic("t").publish(say(1));
    }

    @Arbiter
    public void result(LI_Result r) {
      hub.topic("t").publish(say(2));
      r.r1 = alice.toString();
      r.r2 = hub.topic("t").subscribers();
    }
  }
}
