package dev.pilcrow.channel;

import java.util.Optional;
import java.util.Set;

/**
 * A family of codecs, such as JSON or CBOR; pilcrow-codecs has three. Immutable and thread-safe.
 *
 * <p>Implement it for a format of your own: the contract is here and in {@link Codec}.
 */
public interface WireFormat {
  /**
   * The WebSocket subprotocol that names this format, such as {@code pilcrow.cbor}; empty if peers
   * cannot choose it by name.
   */
  Optional<String> subprotocol();

  /** The frames it is sent in. */
  FrameKind sends();

  /** The frames it is read from. */
  Set<FrameKind> reads();

  /**
   * A codec for a type. May be slow; a channel asks once.
   *
   * @throws IllegalArgumentException if this format cannot carry the type, saying why
   */
  <T> Codec<T> codec(Class<T> type);
}
