package dev.pilcrow.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MessageIdTest {
  private static final String CLIENT = "q9Zb3fKx0hYtW5uR1sVn-_";

  @Test
  void itsTextReadsAsItself() {
    for (long number : new long[] {1, 17, MessageId.MAX_NUMBER}) {
      MessageId id = new MessageId(CLIENT, number);
      assertThat(id).hasToString(CLIENT + ":" + number);
      assertThat(MessageId.parse(id.toString())).contains(id);
    }
  }

  @Test
  void nothingElseCanBeMade() {
    assertThatThrownBy(() -> new MessageId("short", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 5 characters and 1");
    assertThatThrownBy(() -> new MessageId(CLIENT, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MessageId(CLIENT, MessageId.MAX_NUMBER + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
