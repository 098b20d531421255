package dev.pilcrow.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.hub.Hub;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTest extends PresenceFixture {
  @Test
  void severalTabsAreOneMember() {
    Machine here = new Machine();
    Seat<Who> first = here.presence.join("room", "ada", new Who("Ada"));
    Seat<Who> second = here.presence.join("room", "ada", new Who("Ada L."));

    assertThat(here.presence.members("room"))
        .containsExactly(new Member<>("ada", List.of(new Who("Ada"), new Who("Ada L."))));
    assertThat(here.told).containsExactly("+ada", "~ada");
    assertThat(here.presence.size()).isEqualTo(1);

    first.close();
    first.close();
    assertThat(here.presence.member("room", "ada"))
        .hasValue(new Member<>("ada", List.of(new Who("Ada L."))));
    second.update(new Who("Lady Lovelace"));
    assertThat(here.presence.members("room").get(0).meta()).isEqualTo(new Who("Lady Lovelace"));
    second.close();
    pass(GRACE.plusSeconds(1), here);
    assertThat(here.presence.members("room")).isEmpty();
    assertThat(here.told).containsExactly("+ada", "~ada", "~ada", "~ada", "-ada");
    second.update(new Who("a ghost"));
    assertThat(here.presence.members("room")).isEmpty();
  }

  @Test
  void theNewestEightTabsSpeakForAMember() {
    Machine here = new Machine();
    Machine there = new Machine();
    for (int i = 1; i <= 20; i++) {
      here.presence.join("room", "ada", new Who("Ada " + i));
    }
    assertThat(there.presence.members("room").get(0).metas())
        .hasSize(8)
        .startsWith(new Who("Ada 13"))
        .endsWith(new Who("Ada 20"));
  }

  @Test
  void whoComesBackWithinTheGraceHasNotLeft() {
    Machine here = new Machine();
    Machine there = new Machine();
    here.presence.join("room", "ada", new Who("Ada")).close();
    pass(GRACE.minusSeconds(1), here, there);
    here.presence.join("room", "ada", new Who("Ada"));
    pass(GRACE.multipliedBy(3), here, there);
    assertThat(here.told).containsExactly("+ada");
    assertThat(there.told).containsExactly("+ada");
    assertThat(there.keys("room")).containsExactly("ada");
  }

  @Test
  void whoMovesToAnotherMachineHasNotLeft() {
    Machine here = new Machine();
    Machine there = new Machine();
    Seat<Who> seat = here.presence.join("room", "ada", new Who("Ada"));
    seat.close();
    there.presence.join("room", "ada", new Who("Ada"));
    pass(GRACE.multipliedBy(3), here, there);
    assertThat(here.told).doesNotContain("-ada");
    assertThat(there.told).doesNotContain("-ada");
    assertThat(here.keys("room")).containsExactly("ada");
    assertThat(here.presence.members("room").get(0).metas()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 51, 180})
  void whoComesLaterLearnsEverything(int members) {
    Machine here = new Machine();
    for (int i = 0; i < members; i++) {
      here.presence.join("room", "user" + i, new Who("User " + i));
    }
    Machine late = new Machine();
    assertThat(late.keys("room")).hasSize(members).isEqualTo(here.keys("room"));
    here.told.clear();
    late.told.clear();
    Machine later = new Machine();
    pass(LEASE.multipliedBy(3), here, late, later);
    assertThat(later.keys("room")).hasSize(members);
    assertThat(here.told).isEmpty();
    assertThat(late.told).isEmpty();
  }

  @Test
  void theMembersOfADeadMachineLeaveTogetherWithinItsLease() {
    Machine here = new Machine();
    Machine dead = new Machine();
    here.presence.join("room", "ada", new Who("Ada"));
    dead.presence.join("room", "ada", new Who("Ada"));
    dead.presence.join("room", "grace", new Who("Grace"));
    dead.presence.join("other", "alan", new Who("Alan"));
    dead.stalled = true;
    here.told.clear();

    pass(LEASE.dividedBy(2), here);
    assertThat(here.told).isEmpty();
    pass(LEASE, here);
    assertThat(here.told).containsExactlyInAnyOrder("~ada", "-grace", "-alan");
    assertThat(here.keys("room")).containsExactly("ada");
  }

  @Test
  void aMachineThatWasOnlySlowIsBackWithAllItsMembers() {
    Machine here = new Machine();
    Machine slow = new Machine();
    slow.presence.join("room", "grace", new Who("Grace"));
    here.presence.join("room", "ada", new Who("Ada"));
    slow.stalled = true;
    pass(LEASE.multipliedBy(2), here);
    assertThat(here.keys("room")).containsExactly("ada");

    slow.stalled = false;
    slow.work();
    pass(LEASE, here, slow);
    assertThat(here.keys("room")).containsExactly("ada", "grace");
    assertThat(slow.keys("room")).containsExactly("ada", "grace");
    assertThat(slow.told).as("it takes nobody for gone because of itself").doesNotContain("-ada");
  }

  @Test
  void aMachineThatStopsLeavesItsPeopleTheGraceToComeBack() {
    Machine here = new Machine();
    Machine stopping = new Machine();
    stopping.presence.join("room", "ada", new Who("Ada"));
    stopping.presence.join("room", "grace", new Who("Grace"));
    stopping.presence.close();
    stopping.presence.close();
    here.presence.join("room", "ada", new Who("Ada"));
    pass(GRACE.minusSeconds(1), here);
    assertThat(here.keys("room")).containsExactly("ada", "grace");
    pass(Duration.ofSeconds(3), here);
    assertThat(here.keys("room")).containsExactly("ada");
    assertThat(here.told).containsExactlyInAnyOrder("+ada", "+grace", "~ada", "~ada", "-grace");
  }

  /** Three machines over a log of a few events, standing still now and then: they agree at last. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void machinesAgreeWhateverHappens(long seed) {
    Random random = new Random(seed);
    Hub small = hub(4);
    PresenceSettings settings = new PresenceSettings(LEASE, GRACE, 1000);
    List<Machine> machines =
        List.of(
            new Machine(small, settings),
            new Machine(small, settings),
            new Machine(small, settings));
    Map<Seat<Who>, String> seats = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      Machine machine = machines.get(random.nextInt(3));
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          String key = "user" + random.nextInt(8);
          seats.put(machine.presence.join("room", key, new Who(key)), key);
        }
        case 2, 3 ->
            seats.keySet().stream()
                .skip(seats.isEmpty() ? 0 : random.nextInt(seats.size()))
                .findFirst()
                .ifPresent(
                    seat -> {
                      seat.close();
                      seats.remove(seat);
                    });
        case 4 -> {
          machine.stalled = !machine.stalled;
          machine.work();
        }
        default -> pass(Duration.ofMillis(500), machine);
      }
    }
    for (Machine machine : machines) {
      machine.stalled = false;
      machine.work();
    }
    pass(LEASE.multipliedBy(3), machines.toArray(Machine[]::new));

    List<String> expected = seats.values().stream().distinct().sorted().toList();
    for (Machine machine : machines) {
      assertThat(machine.keys("room")).isEqualTo(expected);
      Map<String, Integer> balance = new TreeMap<>();
      for (String change : machine.told) {
        int step = change.startsWith("+") ? 1 : change.startsWith("-") ? -1 : 0;
        balance.merge(change.substring(1), step, Integer::sum);
      }
      assertThat(balance.values())
          .as("each is told in and out in turn")
          .allMatch(n -> n == 0 || n == 1);
      assertThat(balance.entrySet().stream().filter(e -> e.getValue() == 1).map(Map.Entry::getKey))
          .containsExactlyElementsOf(expected);
    }
  }
}
