package dev.pilcrow.javalin;

import jakarta.servlet.ServletRequest;

/**
 * When a request came in, before any handler of the application had let it in: what is withdrawn
 * from its user after that counts for its stream.
 */
final class ArrivalTime {
  private static final String NAME = ArrivalTime.class.getName();

  private ArrivalTime() {}

  /** Notes the time, by the ticker. */
  static void note(ServletRequest request, long now) {
    request.setAttribute(NAME, now);
  }

  /** The time that was noted. */
  static long of(ServletRequest request) {
    return (Long) request.getAttribute(NAME);
  }
}
