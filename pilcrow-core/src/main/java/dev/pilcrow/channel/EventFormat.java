package dev.pilcrow.channel;

import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.WsEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Live events, as pages get them: JSON in text frames, without a subprotocol. */
final class EventFormat implements WireFormat {
  @Override
  public Optional<String> subprotocol() {
    return Optional.empty();
  }

  @Override
  public FrameKind sends() {
    return FrameKind.TEXT;
  }

  @Override
  public Set<FrameKind> reads() {
    return Set.of(FrameKind.TEXT);
  }

  @Override
  public <T> Codec<T> codec(Class<T> type) {
    if (type != WsEvent.class) {
      throw new IllegalArgumentException("Expected WsEvent but found " + type.getName() + ".");
    }
    return new Events<>(type, EventCodec.lenient());
  }

  private record Events<T>(Class<T> type, EventCodec events) implements Codec<T> {
    @Override
    public ByteBuffer encode(T message) {
      return events.encode((WsEvent) message).utf8();
    }

    @Override
    public Decoded<T> decode(ByteBuffer bytes) {
      var decoded = events.decode(StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
      return decoded instanceof dev.pilcrow.event.Decoded.Event event
          ? new Decoded.Value<>(type.cast(event.event()))
          : new Decoded.Malformed<>(((dev.pilcrow.event.Decoded.Malformed) decoded).reason());
    }
  }

  @Override
  public String toString() {
    return "live events";
  }
}
