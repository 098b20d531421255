package dev.pilcrow.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WsCloseTest {
  /** Those that RFC 6455 §7.4.1 and IANA's list give a meaning and let stand in a close frame. */
  private static final Set<Integer> NAMED =
      Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013);

  @Test
  void aCloseFrameMayCarryTheNamedCodesAndThoseOfLibrariesAndApplications() {
    for (int code = 1000; code <= 4999; code++) {
      assertThat(new WsClose(code, "").isSendable())
          .as("%d", code)
          .isEqualTo(NAMED.contains(code) || code >= 3000);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 999, 5000, 65_536, Integer.MAX_VALUE})
  void otherNumbersAreNoCodes(int code) {
    assertThatThrownBy(() -> new WsClose(code, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected a close code from 1000 to 4999 but found " + code + ".");
  }
}
