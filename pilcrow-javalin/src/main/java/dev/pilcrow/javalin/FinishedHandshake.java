package dev.pilcrow.javalin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the request and the response of a handshake that is over. Jetty has given both up by
 * then; who kept one of them and uses it is told so.
 */
final class FinishedHandshake {
  static final HttpServletRequest REQUEST = create(HttpServletRequest.class);
  static final HttpServletResponse RESPONSE = create(HttpServletResponse.class);

  private FinishedHandshake() {}

  private static <T> T create(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            FinishedHandshake.class.getClassLoader(),
            new Class<?>[] {type},
            FinishedHandshake::answer));
  }

  private static Object answer(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "FinishedHandshake";
      default ->
          throw new IllegalStateException(
              "Expected a request that is being answered but found one whose WebSocket is open: "
                  + method.getName()
                  + " came too late. Read it in wsBeforeUpgrade and keep it as an attribute, or"
                  + " read what WsStream.ctx() has.");
    };
  }
}
