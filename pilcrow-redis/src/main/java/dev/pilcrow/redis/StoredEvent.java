package dev.pilcrow.redis;

import dev.pilcrow.event.Decoded;
import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as it lies in Redis, checked: what is not an event of ours is none.
 *
 * @param event the event, or null if what lies there is not ours
 * @param time when it was appended, by the server's clock, in milliseconds; 0 if unknown
 */
record StoredEvent(String nonce, @Nullable EncodedEvent event, long time) {
  private static final EventCodec CODEC = EventCodec.strict();
  private static final byte[] NOTHING = new byte[0];

  static StoredEvent of(String topic, Map<String, byte[]> fields, Seal seal) {
    byte[] event = fields.getOrDefault("e", NOTHING);
    String nonce = Script.text(fields.getOrDefault("x", NOTHING));
    String time = Script.text(fields.getOrDefault("t", NOTHING));
    boolean ours =
        event.length > 0
            && time.matches("[0-9]{1,15}")
            && seal.signed(topic, nonce, event, fields.getOrDefault("s", NOTHING));
    return new StoredEvent(
        nonce, ours ? read(event) : null, time.matches("[0-9]{1,15}") ? Long.parseLong(time) : 0);
  }

  /** The event of this JSON text, written anew so that nothing else comes along; or null. */
  static @Nullable EncodedEvent read(byte[] json) {
    if (CODEC.decode(new String(json, StandardCharsets.UTF_8)) instanceof Decoded.Event decoded) {
      return CODEC.encode(decoded.event());
    }
    return null;
  }
}
