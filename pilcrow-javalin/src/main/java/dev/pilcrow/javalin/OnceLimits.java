package dev.pilcrow.javalin;

import java.time.Duration;

/**
 * How much is kept of requests that were carried out once. What exceeds a limit is forgotten,
 * oldest first, and a repetition would be carried out again.
 *
 * @param answers how many answers; 10,000 by default
 * @param bytes how much they take in all; 16 MiB by default. One answer may take a sixteenth: of a
 *     larger one only its status is kept
 * @param age how long; 1 h by default
 */
public record OnceLimits(int answers, long bytes, Duration age) {
  /** Checks that each is within reason. */
  public OnceLimits {
    Bounds.between("answers", answers, 1, 10_000_000);
    if (bytes < 16_384 || bytes > 1L << 40) {
      throw new IllegalArgumentException(
          "Expected bytes from 16,384 to 1 TiB but found %,d.".formatted(bytes));
    }
    if (age.toSeconds() < 1 || age.toDays() > 30) {
      throw new IllegalArgumentException(
          "Expected age from 1 s to 30 days but found %s.".formatted(age));
    }
  }

  /** 10,000 answers, 16 MiB, 1 h. */
  public static OnceLimits defaults() {
    return new OnceLimits(10_000, 16 << 20, Duration.ofHours(1));
  }
}
