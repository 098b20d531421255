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

  /**
   * The time that was noted.
   *
   * @throws IllegalStateException if none was: the application runs in a container of its own
   */
  static long of(ServletRequest request) {
    if (request.getAttribute(NAME) instanceof Long time) {
      return time;
    }
    throw foreignContainer("a request that has not passed it");
  }

  /** What to throw where the application does not run in Javalin's own Jetty. */
  static IllegalStateException foreignContainer(String found) {
    return new IllegalStateException(
        "Expected Pilcrow's filter in front of Javalin but found "
            + found
            + ". Start the application with Javalin.start: live connections need Javalin's own"
            + " Jetty, not another servlet container.");
  }
}
