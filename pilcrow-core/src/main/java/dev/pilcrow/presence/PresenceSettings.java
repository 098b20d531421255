package dev.pilcrow.presence;

import java.time.Duration;

/**
 * The times and bounds of a {@link Presence}.
 *
 * @param lease how long the members of a machine stay that is not heard of; it speaks three times
 *     in a lease. From 100 ms to an hour; the same on every machine
 * @param grace how long somebody stays whose last connection has ended, so that a reload or a
 *     reconnection, to this machine or another, is no leaving. At most an hour
 * @param maxMembers how many members, counted in each group and on each machine, are known at once
 */
public record PresenceSettings(Duration lease, Duration grace, int maxMembers) {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration HOUR = Duration.ofHours(1);

  public PresenceSettings {
    if (lease.compareTo(SHORTEST) < 0 || lease.compareTo(HOUR) > 0) {
      throw new IllegalArgumentException(
          "Expected a lease of 100 ms to an hour but found " + lease + ".");
    }
    if (grace.isNegative() || grace.compareTo(HOUR) > 0) {
      throw new IllegalArgumentException(
          "Expected a grace period of 0 to an hour but found " + grace + ".");
    }
    if (maxMembers < 1) {
      throw new IllegalArgumentException(
          "Expected room for at least 1 member but found " + maxMembers + ".");
    }
  }

  /** A lease of 6 seconds, a grace period of 5, and 100,000 members. */
  public static PresenceSettings defaults() {
    return new PresenceSettings(Duration.ofSeconds(6), Duration.ofSeconds(5), 100_000);
  }

  /** The same with another lease. */
  public PresenceSettings lease(Duration value) {
    return new PresenceSettings(value, grace, maxMembers);
  }

  /** The same with another grace period. */
  public PresenceSettings grace(Duration value) {
    return new PresenceSettings(lease, value, maxMembers);
  }
}
