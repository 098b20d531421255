package dev.pilcrow.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViolationsTest {
  @Test
  void messagesKeepTheirOrderAndCopiesDoNotChange() {
    Violations one = Violations.none().and("mail", "Missing.");
    Violations three = one.and("age", "Too young.").and("mail", "Not an address.");
    assertThat(one.of("mail")).containsExactly("Missing.");
    assertThat(three.byField().keySet()).containsExactly("mail", "age");
    assertThat(three.of("mail")).containsExactly("Missing.", "Not an address.");
    assertThat(three.of("name")).isEmpty();
    assertThat(three.size()).isEqualTo(3);
    assertThat(three.isEmpty()).isFalse();
    assertThat(Violations.none().isEmpty()).isTrue();
    assertThatThrownBy(() -> three.byField().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void otherViolationsFollow() {
    Violations mine = Violations.none().and("a", "1");
    assertThat(mine.and(Violations.none().and("b", "2").and("a", "3")).byField())
        .isEqualTo(Map.of("a", List.of("1", "3"), "b", List.of("2")));
    assertThat(mine.and(Violations.none())).isEqualTo(mine).hasSameHashCodeAs(mine);
  }

  @Test
  void aStrangerCannotMakeThemMany() {
    Violations all = Violations.none();
    for (int i = 0; i < 1_000; i++) {
      all = all.and("field" + i, "wrong");
    }
    assertThat(all.size()).isEqualTo(Violations.MAX);
    assertThat(all.byField()).hasSize(Violations.MAX).containsKey("field0");
  }

  @Test
  void blankNamesAndMessagesAreTheProgramsMistake() {
    assertThatThrownBy(() -> Violations.none().and(" ", "wrong"))
        .hasMessage("Expected a field name but it is blank.");
    assertThatThrownBy(() -> Violations.none().and("mail", ""))
        .hasMessage("Expected a message for 'mail' but it is blank.");
  }
}
