package dev.pilcrow.client;

import dev.pilcrow.channel.WsChannel;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Why an attempt to connect failed. */
final class Handshakes {
  private Handshakes() {}

  static WsException explain(Throwable failure, WsChannel<?, ?> channel) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    WebSocketHandshakeException refused = refusal(cause);
    if (refused != null && refused.getResponse() != null) {
      int status = refused.getResponse().statusCode();
      return new WsException.Handshake(
          status,
          "Expected a WebSocket at %s but the server answered with status %d%s."
              .formatted(channel.route(), status, status == 101 ? what(refused) : ""),
          cause);
    }
    return new WsException.Transport(
        "Cannot reach the server of %s: %s.".formatted(channel.route(), cause), cause);
  }

  /** What was wrong with a switch of protocols, in the words of the JDK. */
  private static String what(WebSocketHandshakeException refused) {
    Throwable check = refused.getCause();
    return check == null ? "" : " and a header that does not fit: " + check.getMessage();
  }

  private static @Nullable WebSocketHandshakeException refusal(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof WebSocketHandshakeException refused) {
        return refused;
      }
    }
    return null;
  }

  /** Whether the same request would be answered in the same way. */
  static boolean isHopeless(int status) {
    return status < 500 && status != 408 && status != 425 && status != 429;
  }
}
