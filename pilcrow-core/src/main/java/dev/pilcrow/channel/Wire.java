package dev.pilcrow.channel;

import dev.pilcrow.ws.WsReceive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One way to write a channel's messages.
 *
 * @param format the format both directions use
 * @param in for what the server receives
 * @param out for what the server sends
 */
public record Wire<In, Out>(WireFormat format, Codec<In> in, Codec<Out> out) {
  static <In, Out> Wire<In, Out> of(WireFormat format, Class<In> in, Class<Out> out) {
    return new Wire<>(format, format.codec(in), format.codec(out));
  }

  /**
   * What a server makes of a text or binary message.
   *
   * @throws IllegalArgumentException if it is a ping or pong
   */
  public WsReceive<In> read(RawMessage message) {
    FrameKind kind = message instanceof RawMessage.Text ? FrameKind.TEXT : FrameKind.BINARY;
    if (!format.reads().contains(kind)) {
      return new WsReceive.WrongKind<>(kind == FrameKind.BINARY);
    }
    Decoded<In> decoded = in.decode(bytes(message));
    return decoded instanceof Decoded.Value<In> value
        ? new WsReceive.Message<>(value.value())
        : new WsReceive.Malformed<>(((Decoded.Malformed<In>) decoded).reason());
  }

  private static ByteBuffer bytes(RawMessage message) {
    if (message instanceof RawMessage.Text text) {
      return ByteBuffer.wrap(text.text().getBytes(StandardCharsets.UTF_8));
    }
    if (message instanceof RawMessage.Binary binary) {
      return binary.bytes();
    }
    throw new IllegalArgumentException(
        "Expected a text or binary message but found "
            + message.getClass().getSimpleName()
            + ", which carries no message of a channel.");
  }
}
