package dev.pilcrow.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.event.WsEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresenceBoundsTest extends PresenceFixture {
  @Test
  void whatIsNoBulletinIsIgnored() {
    Machine here = new Machine();
    here.presence.join("room", "ada", new Who("Ada"));
    var topic = hub.topic("pilcrow:presence:people");
    topic.publish(WsEvent.invalidate("#x"));
    topic.publish(WsEvent.custom("presence", Map.of("kind", "WHAT", "node", "x")));
    topic.publish(
        WsEvent.custom(
            "presence",
            Map.of(
                "kind",
                "STATE",
                "node",
                "x",
                "version",
                1,
                "rest",
                0,
                "entries",
                List.of(Map.of("group", "", "key", "", "metas", "[]")))));
    assertThat(here.keys("room")).containsExactly("ada");
    assertThat(here.told).containsExactly("+ada");
  }

  @Test
  void aListenerThatThrowsDoesNotKeepOthersFromHearing() {
    Machine here = new Machine();
    here.told.clear();
    List<String> heard = new ArrayList<>();
    here.presence.onChange(
        change -> {
          throw new IllegalStateException("wanted by this test");
        });
    here.presence.onChange(
        change -> {
          throw new AssertionError("wanted by this test");
        });
    var subscription = here.presence.onChange("room", change -> heard.add(change.group()));
    here.presence.join("room", "ada", new Who("Ada"));
    here.presence.join("other", "ada", new Who("Ada"));
    subscription.close();
    subscription.close();
    here.presence.join("room", "grace", new Who("Grace"));
    assertThat(heard).containsExactly("room");
    assertThat(here.told).containsExactly("+ada", "+ada", "+grace");
  }

  @Test
  void boundsAreKeptAndNamed() {
    Machine here = new Machine(hub, new PresenceSettings(LEASE, Duration.ZERO, 2));
    Seat<Who> seat = here.presence.join("room", "ada", new Who("Ada"));
    here.presence.join("room", "grace", new Who("Grace"));
    assertThatThrownBy(() -> here.presence.join("room", "alan", new Who("Alan")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at most 2 members");
    seat.close();
    here.presence.tick();
    here.presence.join("room", "alan", new Who("Alan"));
    assertThat(here.keys("room")).containsExactly("alan", "grace");

    assertThatThrownBy(() -> here.presence.join("", "x", new Who("X")))
        .hasMessageContaining("1 to 128 characters");
    assertThatThrownBy(() -> here.presence.join("room", "x", new Who("z".repeat(3000))))
        .hasMessageContaining("at most 2048 bytes");
    assertThatThrownBy(() -> PresenceSettings.defaults().lease(Duration.ZERO))
        .hasMessageContaining("100 ms to an hour");
    assertThatThrownBy(() -> PresenceSettings.defaults().grace(Duration.ofDays(1)))
        .hasMessageContaining("0 to an hour");
  }

  @Test
  void whoIsLeftOutIsCountedAndComesInWhenThereIsRoom() {
    Machine here = new Machine(hub, new PresenceSettings(LEASE, Duration.ZERO, 2));
    Machine there = new Machine(hub, new PresenceSettings(LEASE, Duration.ZERO, 3));
    Seat<Who> seat = here.presence.join("room", "ada", new Who("Ada"));
    there.presence.join("room", "alan", new Who("Alan"));
    assertThat(here.presence.leftOut()).isZero();
    there.presence.join("room", "grace", new Who("Grace"));
    assertThat(here.presence.leftOut()).isEqualTo(1);
    assertThat(here.keys("room")).containsExactly("ada", "alan");
    assertThat(there.keys("room")).containsExactly("ada", "alan", "grace");

    seat.close();
    pass(LEASE, here, there);
    assertThat(here.keys("room")).containsExactly("alan", "grace");
  }
}
