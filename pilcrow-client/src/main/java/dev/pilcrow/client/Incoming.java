package dev.pilcrow.client;

import dev.pilcrow.channel.Codec;
import dev.pilcrow.channel.Decoded;
import dev.pilcrow.channel.FrameKind;
import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.Wire;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a reader gets, still undecoded. */
sealed interface Incoming<T> {
  /** As a message of the channel. */
  WsReceive<T> typed();

  /** As it is. */
  WsReceive<RawMessage> raw();

  /** A message, with the format that its connection has agreed on. */
  record Frame<T>(RawMessage message, Wire<?, T> wire) implements Incoming<T> {
    @Override
    public WsReceive<T> typed() {
      boolean text = message instanceof RawMessage.Text;
      if (!wire.format().reads().contains(text ? FrameKind.TEXT : FrameKind.BINARY)) {
        return new WsReceive.WrongKind<>(!text);
      }
      ByteBuffer bytes =
          message instanceof RawMessage.Text t
              ? ByteBuffer.wrap(t.text().getBytes(StandardCharsets.UTF_8))
              : ((RawMessage.Binary) message).bytes();
      Codec<T> codec = wire.out();
      Decoded<T> decoded = codec.decode(bytes);
      return decoded instanceof Decoded.Value<T> value
          ? new WsReceive.Message<>(value.value())
          : new WsReceive.Malformed<>(((Decoded.Malformed<T>) decoded).reason());
    }

    @Override
    public WsReceive<RawMessage> raw() {
      return new WsReceive.Message<>(message);
    }
  }

  /** The end of a connection. */
  record End<T>(WsClose close) implements Incoming<T> {
    @Override
    public WsReceive<T> typed() {
      return new WsReceive.Closed<>(close);
    }

    @Override
    public WsReceive<RawMessage> raw() {
      return new WsReceive.Closed<>(close);
    }
  }
}
