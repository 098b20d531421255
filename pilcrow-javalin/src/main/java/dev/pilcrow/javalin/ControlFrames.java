package dev.pilcrow.javalin;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.Json;
import dev.pilcrow.ledger.MessageId;
import dev.pilcrow.ws.WsClose;
import java.time.Duration;

/** The frames for clients that connected with {@code silcrow=1}; no other client sees them. */
final class ControlFrames {
  /** A sign of life, for pages cannot see protocol pings or comments. */
  static final EncodedEvent PING = EncodedEvent.control("ping", "");

  private ControlFrames() {}

  /**
   * The first frame: what the client may rely on.
   *
   * @param ack whether messages with an id are answered; a one-way stream takes none
   * @param heartbeat how often it hears something at least
   * @param upstream the key under which an event stream takes messages, or ""
   */
  static EncodedEvent hello(
      PilcrowConfig config, boolean ack, Duration heartbeat, String upstream) {
    return EncodedEvent.control(
        "hello",
        "\"protocol\":1,\"ack\":"
            + ack
            + ",\"heartbeat\":"
            + heartbeat.toMillis()
            + ",\"maxMessage\":"
            + config.maxMessageBytes
            + (upstream.isEmpty() ? "" : ",\"upstream\":\"" + upstream + "\""));
  }

  /** Announces a close that is no failure, and when to come back. */
  static EncodedEvent drain(long retryAfterMillis) {
    return EncodedEvent.control("drain", "\"retryAfterMs\":" + retryAfterMillis);
  }

  /** Says that this message of a client and all before it are settled. */
  static EncodedEvent ack(MessageId id) {
    return EncodedEvent.control("ack", "\"id\":\"" + id + "\"");
  }

  /** Says that this message is rejected for good; the reason is for its sender to read. */
  static EncodedEvent nack(MessageId id, String reason) {
    String text = Json.mapper().writeValueAsString(reason);
    return EncodedEvent.control("nack", "\"id\":\"" + id + "\",\"reason\":" + text);
  }

  /** The close frame of an event stream, which has none of its own. */
  static EncodedEvent close(WsClose why) {
    String reason = Json.mapper().writeValueAsString(why.reason());
    return EncodedEvent.control("close", "\"code\":" + why.code() + ",\"reason\":" + reason);
  }
}
