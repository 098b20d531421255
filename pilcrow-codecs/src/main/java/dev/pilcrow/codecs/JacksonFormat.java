package dev.pilcrow.codecs;

import dev.pilcrow.channel.Codec;
import dev.pilcrow.channel.FrameKind;
import dev.pilcrow.channel.WireFormat;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A format of {@link Codecs}, with its options. Immutable: each option returns a changed copy.
 *
 * <p>Jackson maps the values, with limits and without any class names on the wire.
 */
public final class JacksonFormat implements WireFormat {
  private final Syntax syntax;
  private final boolean text;
  private final Shape shape;
  private final CodecLimits limits;

  JacksonFormat(Syntax syntax) {
    this(syntax, false, Shape.NAMED, CodecLimits.defaults());
  }

  private JacksonFormat(Syntax syntax, boolean text, Shape shape, CodecLimits limits) {
    this.syntax = syntax;
    this.text = text;
    this.shape = shape;
    this.limits = limits;
  }

  /**
   * Sends JSON in text frames. Both kinds are read in any case.
   *
   * @throws IllegalStateException for a binary format
   */
  public JacksonFormat textFrames() {
    if (syntax != Syntax.JSON) {
      throw new IllegalStateException(
          "Expected JSON for text frames but found " + syntax.title + ", which is binary.");
    }
    return new JacksonFormat(syntax, true, shape, limits);
  }

  /**
   * Tags variants by a field: {@code {"type":"Moved","x":1,"y":2}}, as {@code #[serde(tag =
   * "type")]} does. Not for variants that are {@link dev.pilcrow.channel.Tuple}s, which have no
   * place for a field.
   */
  public JacksonFormat typeTagged() {
    return shaped(Shape.TYPE_TAGGED);
  }

  /**
   * Writes records as arrays of their components in order: shorter, and what rmp-serde does by
   * default. Adding a component then needs both sides.
   */
  public JacksonFormat positional() {
    return shaped(Shape.POSITIONAL);
  }

  private JacksonFormat shaped(Shape other) {
    if (shape != Shape.NAMED && shape != other) {
      throw new IllegalStateException(
          "Expected either typeTagged() or positional(): an array has no place for a tag.");
    }
    return new JacksonFormat(syntax, text, other, limits);
  }

  /** Reads no more than this; {@link CodecLimits#defaults()} otherwise. */
  public JacksonFormat limits(CodecLimits limits) {
    return new JacksonFormat(syntax, text, shape, limits);
  }

  Shape shape() {
    return shape;
  }

  @Override
  public Optional<String> subprotocol() {
    return Optional.of(syntax.subprotocol);
  }

  @Override
  public FrameKind sends() {
    return text ? FrameKind.TEXT : FrameKind.BINARY;
  }

  @Override
  public Set<FrameKind> reads() {
    return syntax == Syntax.JSON ? EnumSet.allOf(FrameKind.class) : EnumSet.of(FrameKind.BINARY);
  }

  @Override
  public <T> Codec<T> codec(Class<T> type) {
    Variants.check(type, shape);
    return new JacksonCodec<>(type, syntax, limits, Mappers.create(syntax, shape, limits));
  }

  @Override
  public String toString() {
    return syntax.title;
  }
}
