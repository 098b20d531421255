package dev.pilcrow.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A small chart of one number over time, as shapes in a box of {@value #WIDTH} by {@value #HEIGHT}.
 *
 * @param key names the chart in the markup
 * @param figure the present value
 * @param summary what the chart shows, in words
 * @param top the value at the upper edge, as text
 * @param since what is at the left edge, as text
 * @param bars for counts; empty for a curve
 * @param line the path of a curve; empty for bars
 * @param area the path of what is below the curve
 */
public record Chart(
    String key,
    String title,
    String figure,
    String unit,
    String summary,
    String top,
    String since,
    List<Bar> bars,
    String line,
    String area) {
  /** The width of the box. */
  public static final int WIDTH = 320;

  /** The height of the box. */
  public static final int HEIGHT = 80;

  private static final double GAP = 2;
  private static final double LEAST = 1.5;

  /** A bar, with what to say about it. */
  public record Bar(String x, String y, String width, String height, boolean empty, String label) {}

  /** What a chart is called. */
  record Name(String key, String title, String unit) {}

  /** Counts side by side, each of which has a label. */
  static Chart bars(Name name, int[] counts, List<String> labels, String since) {
    int most = 0;
    int sum = 0;
    for (int count : counts) {
      most = Math.max(most, count);
      sum += count;
    }
    double top = niceTop(most);
    double width = (double) WIDTH / counts.length;
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      double height = counts[i] == 0 ? LEAST : Math.max(LEAST, HEIGHT * counts[i] / top);
      bars.add(
          new Bar(
              number(i * width + GAP / 2),
              number(HEIGHT - height),
              number(width - GAP),
              number(height),
              counts[i] == 0,
              labels.get(i)));
    }
    String summary = name.title() + ": " + counts[counts.length - 1] + " now, at most " + most;
    return new Chart(
        name.key(),
        name.title(),
        Integer.toString(counts[counts.length - 1]),
        name.unit(),
        summary + ", " + sum + " in all in " + since,
        whole(top),
        since,
        bars,
        "",
        "");
  }

  /** A value that goes up and down; the newest is at the right edge. */
  static Chart curve(Name name, double[] values, double least, String since) {
    double most = Arrays.stream(values).max().orElse(0);
    double top = niceTop(Math.max(most, least));
    double step = (double) WIDTH / (Samples.MOST - 1);
    double left = WIDTH - step * (values.length - 1);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      double y = HEIGHT - 1 - (HEIGHT - 2) * values[i] / top;
      line.append(i == 0 ? 'M' : 'L').append(number(left + i * step)).append(' ').append(number(y));
    }
    double present = values.length == 0 ? 0 : values[values.length - 1];
    String area =
        line.isEmpty()
            ? ""
            : line + "L" + WIDTH + " " + HEIGHT + "L" + number(left) + " " + HEIGHT + "Z";
    String now = whole(present) + name.unit();
    String summary = name.title() + ": " + now + " now, at most " + whole(most) + name.unit();
    return new Chart(
        name.key(),
        name.title(),
        whole(present),
        name.unit(),
        summary + " in " + since,
        whole(top),
        since,
        List.of(),
        line.toString(),
        area);
  }

  /** A round number that is not below a value: 4, 5, 10, 20, 50, 100… */
  static double niceTop(double value) {
    if (value <= 4) {
      return 4;
    }
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double factor : new double[] {1, 2, 2.5, 5}) {
      if (factor * power >= value) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static String whole(double value) {
    return String.format(Locale.ENGLISH, "%,.0f", value);
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
