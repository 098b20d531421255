package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
  private static final Chart.Name NAME = new Chart.Name("key", "People", " MB");

  @Test
  void barsFillTheBoxFromBelow() {
    Chart chart =
        Chart.bars(NAME, new int[] {0, 5, 10, 3}, List.of("a", "b", "c", "d"), "4 minutes");
    assertThat(chart.bars())
        .extracting(Chart.Bar::x, Chart.Bar::y, Chart.Bar::width, Chart.Bar::height)
        .containsExactly(
            tuple("1", "78.5", "78", "1.5"),
            tuple("81", "40", "78", "40"),
            tuple("161", "0", "78", "80"),
            tuple("241", "56", "78", "24"));
    assertThat(chart.bars())
        .extracting(Chart.Bar::empty)
        .containsExactly(true, false, false, false);
    assertThat(chart.summary()).isEqualTo("People: 3 now, at most 10, 18 in all in 4 minutes");
    assertThat(chart.figure()).isEqualTo("3");
  }

  @Test
  void aCurveEndsAtTheRightEdge() {
    Chart chart = Chart.curve(NAME, new double[] {0, 50, 100}, 1, "4 minutes");
    assertThat(chart.line()).startsWith("M314.6 79L317.3 40").endsWith("L320 1");
    assertThat(chart.area()).startsWith(chart.line()).endsWith("L320 80L314.6 80Z");
    assertThat(chart.summary()).isEqualTo("People: 100 MB now, at most 100 MB in 4 minutes");
    assertThat(chart.top()).isEqualTo("100");
  }

  @Test
  void nothingMeasuredYetIsNoPath() {
    Chart chart = Chart.curve(NAME, new double[0], 1, "4 minutes");
    assertThat(chart.line()).isEmpty();
    assertThat(chart.area()).isEmpty();
    assertThat(chart.figure()).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({
    "0,4",
    "4,4",
    "5,5",
    "6,10",
    "11,20",
    "21,25",
    "26,50",
    "99,100",
    "101,200",
    "2600,5000"
  })
  void theUpperEdgeIsARoundNumber(double value, double top) {
    assertThat(Chart.niceTop(value)).isEqualTo(top);
  }

  @Test
  void samplesAreBounded() {
    Samples samples = new Samples();
    for (int i = 0; i < Samples.MOST + 5; i++) {
      samples.add(i);
    }
    assertThat(samples.values()).hasSize(Samples.MOST).startsWith(5);
  }

  @Test
  void minutesAreCountedAndForgotten() {
    Pulse pulse = new Pulse();
    Instant start = Instant.parse("2026-03-14T09:00:00Z");
    pulse.beat(start);
    pulse.beat(start.plusSeconds(59));
    pulse.beat(start.plusSeconds(60));
    assertThat(pulse.last(start.plusSeconds(119))).endsWith(0, 2, 1).hasSize(Pulse.MINUTES);
    assertThat(pulse.last(start.plusSeconds(29 * 60))).startsWith(2, 1, 0);
    assertThat(pulse.last(start.plusSeconds(30 * 60))).startsWith(1, 0).endsWith(0);
    assertThat(pulse.last(start.plusSeconds(31 * 60))).containsOnly(0);
    pulse.beat(start.plusSeconds(30 * 60));
    assertThat(pulse.last(start.plusSeconds(30 * 60))).startsWith(1, 0).endsWith(0, 1);
  }
}
