package dev.pilcrow.channel;

import java.nio.ByteBuffer;

/** Turns messages of one type into bytes and back. Thread-safe. */
public interface Codec<T> {
  /**
   * The message as the bytes of one frame; of a text frame, its UTF-8.
   *
   * @throws IllegalArgumentException naming the type if the message cannot be written
   */
  ByteBuffer encode(T message);

  /**
   * The message in these bytes, or why there is none. Reads from position to limit and leaves both
   * as they are; neither time nor memory exceeds a small multiple of the bytes that are there,
   * whatever lengths they announce.
   */
  Decoded<T> decode(ByteBuffer bytes);
}
