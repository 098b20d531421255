package dev.pilcrow.javalin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The text frames for clients that connected with {@code silcrow=1}; no other client sees them. */
final class ControlFrames {
  private static final ByteBuffer PING = utf8("{\"type\":\"ping\"}");

  private ControlFrames() {}

  /** The first frame: what the client may rely on. */
  static ByteBuffer hello(PilcrowConfig config) {
    return utf8(
        "{\"type\":\"hello\",\"protocol\":1,\"ack\":false,\"heartbeat\":"
            + config.heartbeat.toMillis()
            + ",\"maxMessage\":"
            + config.maxMessageBytes
            + "}");
  }

  /** A sign of life, for pages cannot see protocol pings. */
  static ByteBuffer ping() {
    return PING.duplicate();
  }

  /** Announces a close that is no failure, and when to come back. */
  static ByteBuffer drain(long retryAfterMillis) {
    return utf8("{\"type\":\"drain\",\"retryAfterMs\":" + retryAfterMillis + "}");
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
  }
}
