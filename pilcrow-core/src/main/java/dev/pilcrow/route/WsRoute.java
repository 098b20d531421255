package dev.pilcrow.route;

import java.util.List;

/**
 * The path of a WebSocket, declared once as a constant and used by page, handler and client.
 *
 * <p>A path may have parameters in Javalin's syntax: {@code WsRoute.of("/ws/rooms/{room}")} is
 * registered as it is, and a page names one connection by {@code .with("room", 42)}. Immutable; two
 * routes are equal when their paths are.
 *
 * @param path the path, starting with one slash, without query or fragment
 */
public record WsRoute(String path) {
  /** Checks the path; {@link #of} reads better. */
  public WsRoute {
    RoutePattern.check("WsRoute", path);
  }

  /**
   * A route.
   *
   * @throws IllegalArgumentException when the path is not a local path with well-formed parameters
   */
  public static WsRoute of(String path) {
    return new WsRoute(path);
  }

  /**
   * This route with a parameter filled in, percent-encoded. The value of {@code {name}} is one
   * segment of the path; that of {@code <name>} may hold slashes.
   *
   * @throws IllegalArgumentException when the route has no such parameter, or the value is empty,
   *     {@code .} or {@code ..}, which browsers take out of a path
   */
  public WsRoute with(String name, Object value) {
    return new WsRoute(RoutePattern.fill(path, name, value));
  }

  /** The names of the parameters not filled in yet, in the order of the path. */
  public List<String> parameters() {
    return RoutePattern.parameters(path);
  }

  @Override
  public String toString() {
    return path;
  }
}
