package dev.pilcrow.javalin;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the WebSocket session of a connection that has none, so that its handshake data can be
 * read as ever. Using it as a session is refused.
 */
final class NoSession {
  private NoSession() {}

  static Session create() {
    return (Session)
        Proxy.newProxyInstance(
            NoSession.class.getClassLoader(), new Class<?>[] {Session.class}, NoSession::answer);
  }

  private static Object answer(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "NoSession";
      default ->
          throw new UnsupportedOperationException(
              "This connection came as an event stream, because no WebSocket could be opened, so"
                  + " there is no session. Send and close through WsStream.");
    };
  }
}
