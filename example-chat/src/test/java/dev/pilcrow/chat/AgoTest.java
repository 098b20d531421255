package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgoTest {
  private static final Ago AGO =
      new Ago(Instant.parse("2026-03-14T09:26:53Z"), ZoneId.of("Europe/Berlin"));

  @ParameterizedTest
  @CsvSource({
    "2026-03-14T09:26:53Z, just now",
    "2026-03-14T09:27:30Z, just now",
    "2026-03-14T09:25:53Z, 1 min ago",
    "2026-03-14T08:26:54Z, 59 min ago",
    "2026-03-14T08:26:53Z, at 09:26",
    "2026-03-13T23:00:00Z, at 00:00",
    "2026-03-13T22:59:59Z, yesterday",
    "2026-03-12T12:00:00Z, on 12 March",
    "2025-12-31T12:00:00Z, on 31 December 2025",
  })
  void timesAreSaidAsPeopleSayThem(Instant then, String words) {
    assertThat(AGO.of(then)).isEqualTo(words);
  }

  @Test
  void whatNeverWasIsEmpty() {
    assertThat(AGO.of(null)).isEmpty();
  }
}
