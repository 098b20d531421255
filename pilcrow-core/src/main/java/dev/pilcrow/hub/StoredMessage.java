package dev.pilcrow.hub;

import dev.pilcrow.channel.Decoded;
import dev.pilcrow.channel.FrameKind;
import dev.pilcrow.channel.Wire;
import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.WsEvent;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;

/**
 * A message of a typed channel as an event of a log, so that every log can keep it: a custom event
 * that is called as the channel's first format is, and whose data are the message in base64. Nodes
 * that name the formats in another order understand each other.
 */
final class StoredMessage {
  private static final String UNNAMED = "message";
  private static final String START = "{\"type\":\"custom\",\"event\":\"";
  private static final String MIDDLE = "\",\"data\":\"";
  private static final String END = "\"}";

  private StoredMessage() {}

  static <T> WsEvent of(T message, Wire<?, T> wire) {
    ByteBuffer encoded = wire.out().encode(message);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.duplicate().get(bytes);
    return WsEvent.custom(name(wire), Base64.getEncoder().encodeToString(bytes));
  }

  private static String name(Wire<?, ?> wire) {
    return wire.format().subprotocol().orElse(UNNAMED);
  }

  /**
   * The event as a message in a format.
   *
   * @param wires those of the channel, among which is the one it is kept in
   */
  static <T> EncodedEvent frame(
      EncodedEvent event, List<? extends Wire<?, T>> wires, Wire<?, T> wire) {
    String text = event.text();
    int middle = text.indexOf(MIDDLE);
    if (!text.startsWith(START) || middle < 0 || !text.endsWith(END)) {
      throw noMessage("Expected a custom event of ours.");
    }
    String name = text.substring(START.length(), middle);
    Wire<?, T> kept =
        wires.stream()
            .filter(known -> name(known).equals(name))
            .findFirst()
            .orElseThrow(
                () -> noMessage("Expected a format that the channel has but found another."));
    ByteBuffer bytes =
        bytes(text.substring(middle + MIDDLE.length(), text.length() - END.length()));
    if (!wire.equals(kept)) {
      Decoded<T> message = kept.out().decode(bytes);
      if (!(message instanceof Decoded.Value<T> value)) {
        throw noMessage(((Decoded.Malformed<T>) message).reason());
      }
      bytes = wire.out().encode(value.value());
    }
    return EncodedEvent.message(wire.format().sends() == FrameKind.TEXT ? 1 : 2, bytes);
  }

  private static ByteBuffer bytes(String base64) {
    try {
      return ByteBuffer.wrap(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw noMessage("Expected base64.");
    }
  }

  private static IllegalArgumentException noMessage(String why) {
    return new IllegalArgumentException("A log holds an event that is no message: " + why);
  }
}
