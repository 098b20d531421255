package dev.pilcrow.javalin;

import java.time.Duration;

/** Checks that settings are within their bounds. */
final class Bounds {
  private Bounds() {}

  static int between(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "Expected %s from %,d to %,d but found %,d.".formatted(name, min, max, value));
    }
    return value;
  }

  /** From 100 ms to 1 h. */
  static Duration between(String name, Duration value) {
    if (value.toMillis() < 100 || value.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "Expected %s from 100 ms to 1 h but found %s.".formatted(name, value));
    }
    return value;
  }
}
