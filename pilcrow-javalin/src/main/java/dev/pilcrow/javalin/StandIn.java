package dev.pilcrow.javalin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * Stands for what a connection does not have; each use of it is refused, with what to do instead.
 */
final class StandIn {
  /** The request and the response of a handshake that is over, which Jetty has given up. */
  static final HttpServletRequest REQUEST = of(HttpServletRequest.class, StandIn::answered);

  static final HttpServletResponse RESPONSE = of(HttpServletResponse.class, StandIn::answered);

  private StandIn() {}

  /**
   * The WebSocket session of a connection that came as an event stream: contexts compare theirs.
   */
  static Session session() {
    return of(
        Session.class,
        method ->
            new UnsupportedOperationException(
                "This connection came as an event stream, because no WebSocket could be opened, so"
                    + " there is no session. Send and close through WsStream."));
  }

  private static RuntimeException answered(String method) {
    return new IllegalStateException(
        "Expected a request that is being answered but found one whose WebSocket is open: "
            + method
            + " came too late. Read it in wsBeforeUpgrade and keep it as an attribute, or"
            + " read what WsStream.ctx() has.");
  }

  private static <T> T of(Class<T> type, Function<String, RuntimeException> refusal) {
    return type.cast(
        Proxy.newProxyInstance(
            StandIn.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(proxy, method, arguments, refusal)));
  }

  private static Object call(
      Object proxy,
      Method method,
      Object @Nullable [] arguments,
      Function<String, RuntimeException> refusal) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "StandIn";
      default -> throw refusal.apply(method.getName());
    };
  }
}
