package dev.pilcrow.javalin;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refused request: a status and a plain text that says why.
 *
 * @param status such as 403, 426, 429 or 503
 * @param message one line for the person who debugs the client
 */
record Refusal(int status, String message) {
  /**
   * The refusal of a request that is no WebSocket handshake: 426 to a plain one and to another
   * version of the protocol, 400 to a handshake that lacks something (RFC 6455 §4.2.1, §4.4).
   */
  static Refusal noHandshake(Context ctx) {
    String socket = "This is a WebSocket at " + LogText.escape(ctx.path()) + ". ";
    String version = ctx.header("Sec-WebSocket-Version");
    if (!isUpgrade(ctx)) {
      boolean handshake = version != null || ctx.header("Sec-WebSocket-Key") != null;
      return handshake
          ? new Refusal(
              400,
              socket
                  + "Expected a header 'Upgrade: websocket' in its handshake but found none."
                  + " Perhaps a proxy in between has dropped it; let it pass upgrades.")
          : new Refusal(
              426,
              socket
                  + "Connect with a WebSocket client; a plain request has nothing to see here. If"
                  + " it was one, a proxy in between has dropped its headers.");
    }
    return version == null
        ? new Refusal(
            400,
            socket
                + "Expected a header 'Sec-WebSocket-Version: 13' in its handshake but found none."
                + " Connect with a WebSocket client.")
        : new Refusal(
            426,
            socket
                + "Expected version 13 in Sec-WebSocket-Version but found another. Connect with a"
                + " client of this version.");
  }

  /** Whether a request asks for a WebSocket: by its Upgrade, or over HTTP/2 by its method. */
  static boolean isUpgrade(Context ctx) {
    return "websocket".equalsIgnoreCase(ctx.header("Upgrade"))
        || ctx.req().getMethod().equals("CONNECT");
  }

  /** The refusal of a request that wants something else than an event stream. */
  static Refusal notAnEventStream(String path) {
    return new Refusal(
        406,
        "This is an event stream at "
            + LogText.escape(path)
            + ". Ask for it with Accept: text/event-stream, as EventSource does.");
  }

  /** Answers an upgrade; commits the response, so nothing may write to it afterwards. */
  void write(HttpServletResponse response) throws IOException {
    byte[] body = (message + "\n").getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    headers().forEach(response::setHeader);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }

  /** Answers a plain request, and no other handler does. */
  void answer(Context ctx) {
    ctx.status(status).result(message + "\n");
    headers().forEach(ctx::header);
    ctx.skipRemainingHandlers();
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "text/plain;charset=utf-8");
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    switch (status) {
      case 403 -> headers.put("Vary", "Sec-Fetch-Site, Origin");
      case 426 -> {
        headers.put("Upgrade", "websocket");
        headers.put("Sec-WebSocket-Version", "13");
      }
      case 406 -> headers.put("Vary", "Accept");
      case 429, 503 -> headers.put("Retry-After", "5");
      default -> {}
    }
    return headers;
  }
}
