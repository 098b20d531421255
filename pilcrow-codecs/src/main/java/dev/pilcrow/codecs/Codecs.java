package dev.pilcrow.codecs;

/**
 * The formats of typed channels: {@code WsChannel.of(route, Codecs.json(), In.class, Out.class)}.
 *
 * <p>Messages are records, sealed interfaces of records, and what Jackson maps by itself: strings,
 * numbers, enums, lists, maps, dates. The variants of a sealed interface are tagged as Rust's serde
 * does: {@code {"Moved":{"x":1,"y":2}}}, or {@code "Left"} for a record without components. Their
 * names are the simple names of the records, or those in {@code @JsonTypeName}. {@link
 * JacksonFormat#typeTagged()} chooses the other common form.
 *
 * <p>Components must be there and not null, unless they are Optional or {@code @Nullable}. Unknown
 * fields are ignored. A string is no number, a number no string, and 1.5 no whole number.
 */
public final class Codecs {
  private Codecs() {}

  /** JSON, subprotocol {@code pilcrow.json}; in binary frames unless {@code .textFrames()}. */
  public static JacksonFormat json() {
    return new JacksonFormat(Syntax.JSON);
  }

  /** CBOR (RFC 8949), subprotocol {@code pilcrow.cbor}. */
  public static JacksonFormat cbor() {
    return new JacksonFormat(Syntax.CBOR);
  }

  /**
   * MessagePack, subprotocol {@code pilcrow.msgpack}. Records are maps; {@code .positional()} makes
   * them arrays, which is what Rust's rmp-serde writes by default.
   */
  public static JacksonFormat messagePack() {
    return new JacksonFormat(Syntax.MESSAGE_PACK);
  }
}
