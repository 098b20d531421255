package dev.pilcrow.chat;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last values of something that is measured again and again. One thread. */
final class Samples {
  static final int MOST = 120;

  private final Deque<Double> values = new ArrayDeque<>();

  void add(double value) {
    values.addLast(value);
    if (values.size() > MOST) {
      values.removeFirst();
    }
  }

  /** The values, the newest last. */
  double[] values() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
