package dev.pilcrow.channel;

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
}
