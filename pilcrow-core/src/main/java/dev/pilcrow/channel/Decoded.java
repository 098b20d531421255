package dev.pilcrow.channel;

/** The outcome of decoding what a peer sent; a stranger's mistake never throws. */
public sealed interface Decoded<T> {
  /** A valid value. */
  record Value<T>(T value) implements Decoded<T> {}

  /** Not a T. The reason says what was expected and never quotes what was sent. */
  record Malformed<T>(String reason) implements Decoded<T> {}
}
