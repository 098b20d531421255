package dev.pilcrow.hub;

import dev.pilcrow.channel.Decoded;
import dev.pilcrow.channel.FrameKind;
import dev.pilcrow.channel.Wire;
import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.WsEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A message of a typed channel as an event of a log, so that every log can keep it: a custom event
 * whose data are the message's bytes, in the channel's first format, in base64.
 */
final class StoredMessage {
  private static final String NAME = "message";
  private static final byte[] START =
      ("{\"type\":\"custom\",\"event\":\"" + NAME + "\",\"data\":\"")
          .getBytes(StandardCharsets.US_ASCII);
  private static final int END = "\"}".length();

  private StoredMessage() {}

  static WsEvent of(ByteBuffer bytes) {
    byte[] message = new byte[bytes.remaining()];
    bytes.duplicate().get(message);
    return WsEvent.custom(NAME, Base64.getEncoder().encodeToString(message));
  }

  /** The event as a message in a format, read with the format it is kept in. */
  static <T> EncodedEvent frame(EncodedEvent event, Wire<?, T> kept, Wire<?, T> wire) {
    ByteBuffer bytes = bytes(event);
    if (!wire.equals(kept)) {
      Decoded<T> message = kept.out().decode(bytes);
      if (!(message instanceof Decoded.Value<T> value)) {
        throw noMessage(((Decoded.Malformed<T>) message).reason());
      }
      bytes = wire.out().encode(value.value());
    }
    return EncodedEvent.message(wire.format().sends() == FrameKind.TEXT ? 1 : 2, bytes);
  }

  private static ByteBuffer bytes(EncodedEvent event) {
    byte[] json = new byte[event.size()];
    event.utf8().get(json);
    int end = json.length - END;
    if (end < START.length || !Arrays.equals(json, 0, START.length, START, 0, START.length)) {
      throw noMessage("Expected a custom event of ours.");
    }
    try {
      return ByteBuffer.wrap(
          Base64.getDecoder().decode(Arrays.copyOfRange(json, START.length, end)));
    } catch (IllegalArgumentException e) {
      throw noMessage("Expected base64.");
    }
  }

  private static IllegalArgumentException noMessage(String why) {
    return new IllegalArgumentException("A log holds an event that is no message: " + why);
  }
}
