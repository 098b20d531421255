package dev.pilcrow.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.WsEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another thread can do while one is subscribing, done at just that moment. */
class HubRacesTest {
  private final SettableClock clock = new SettableClock();
  private final Hub hub =
      new Hub(EventCodec.lenient(), new Hub.Limits(2, 5, 10_000), TopicLogs.inMemory(clock), clock);
  private final RecordingOutlet alice = new RecordingOutlet();

  /** An outlet during one of whose calls something else happens. */
  private class Interrupted implements Outlet {
    void beforeResuming() {}

    void beforeAttaching() {}

    @Override
    public Resume resume(String topic) {
      beforeResuming();
      return Resume.NEW;
    }

    @Override
    public void attach(Cursor cursor) {
      beforeAttaching();
      alice.attach(cursor);
    }

    @Override
    public void detach(Cursor cursor) {
      alice.detach(cursor);
    }

    @Override
    public void wake() {
      alice.wake();
    }
  }

  @Test
  void aSubscriptionThatIsClosedBeforeItIsAttachedLeavesNoCursorBehind() {
    Topic topic = hub.topic("t");
    topic.subscribe(
        new Interrupted() {
          @Override
          void beforeAttaching() {
            topic.subscribe(this).close();
          }
        });
    topic.publish(WsEvent.navigate("/"));
    alice.wake();
    assertThat(topic.subscribers()).isZero();
    assertThat(alice.texts()).isEmpty();
    assertThat(alice.cursors).isEmpty();
  }

  /** They were last used at the same time, so one of both would make room first. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void aTopicInUseDoesNotMakeRoomAndAnotherDoes(String used) {
    List.of("a", "b").forEach(name -> hub.topic(name).position());
    TopicPosition before = hub.topic(used).position();
    hub.topic(used)
        .subscribe(
            new Interrupted() {
              @Override
              void beforeResuming() {
                hub.topic("c").position();
              }
            });
    assertThat(hub.size()).isEqualTo(2);
    assertThat(hub.topic(used).position()).isEqualTo(before);
  }
}
