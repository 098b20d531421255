package dev.pilcrow.codecs;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/**
 * Reads an ordinary message of a binary format for Jackson, strictly and in one pass: well-formed,
 * text in UTF-8, names that are texts and stand once, within the limits.
 *
 * <p>Whatever is unusual or wrong ends it with {@link BinaryValues.Unusual}: the message is then
 * read again by {@link CborCheck} or {@link MessagePackReader}, and by Jackson's own parser, which
 * know every case and can say what is wrong.
 */
abstract class BinaryParser extends BinaryValues {
  private static final int MAX_NAME = 128;

  private final int end;
  private final CodecLimits limits;
  private final Symbols symbols;
  private int at;
  private int values;
  private Place place = Place.ofMessage();

  BinaryParser(byte[] bytes, int start, int end, CodecLimits limits, Symbols symbols) {
    super(bytes);
    this.at = start;
    this.end = end;
    this.limits = limits;
    this.symbols = symbols;
  }

  /** Whether the message has been read to its last byte. */
  final boolean isDone() {
    return at == end && place.full() && place.getParent() == null;
  }

  /** Reads the rest of a value that begins with this byte. */
  abstract JsonToken value(int first);

  /** The length of a name that begins with this byte. */
  abstract long nameLength(int first);

  /** Whether this byte ends a container that does not say how long it is. */
  abstract boolean isEndMark(int first);

  @Override
  public final @Nullable JsonToken nextToken() {
    Place here = place;
    if (here.full()) {
      _currToken = here.getParent() == null ? null : leave(here);
      return _currToken;
    }
    int first = next();
    if (isEndMark(first)) {
      if (!here.open() || (here.inObject() && !here.nameNext())) {
        throw new Unusual();
      }
      _currToken = leave(here);
      return _currToken;
    }
    if (++values > limits.values()) {
      throw new Unusual();
    }
    boolean name = here.nameNext();
    here.item();
    _currToken = name ? name(here, first) : value(first);
    return _currToken;
  }

  private JsonToken name(Place here, int first) {
    int length = fitting(nameLength(first), 1);
    String name = length > MAX_NAME ? null : symbols.name(bytes, at, length);
    if (name == null || !here.name(name)) {
      throw new Unusual();
    }
    at += length;
    return JsonToken.PROPERTY_NAME;
  }

  private JsonToken leave(Place here) {
    Place parent = here.getParent();
    if (parent == null) {
      throw new Unusual();
    }
    place = parent;
    return here.inObject() ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
  }

  /** Enters a container of so many items, or fields. */
  final JsonToken enter(boolean object, long items) {
    return push(object, object ? 2L * fitting(items, 2) : fitting(items, 1));
  }

  /** Enters a container that goes on to its end mark. */
  final JsonToken enterOpen(boolean object) {
    return push(object, Place.OPEN);
  }

  private JsonToken push(boolean object, long items) {
    if (place.getNestingDepth() == limits.depth()) {
      throw new Unusual();
    }
    place = place.enter(object, items);
    return object ? JsonToken.START_OBJECT : JsonToken.START_ARRAY;
  }

  final int next() {
    if (at == end) {
      throw new Unusual();
    }
    return bytes[at++] & 0xff;
  }

  /** The next 1, 2, 4 or 8 bytes as an unsigned number; above 2^63 it is negative. */
  final long number(int size) {
    if (size > end - at) {
      throw new Unusual();
    }
    long number = 0;
    for (int i = 0; i < size; i++) {
      number = number << 8 | (bytes[at++] & 0xff);
    }
    return number;
  }

  private int fitting(long length, int unit) {
    if (length < 0 || length > (end - at) / unit) {
      throw new Unusual();
    }
    return (int) length;
  }

  final JsonToken text(long length) {
    int from = at;
    at += fitting(length, 1);
    return text(from, at);
  }

  /** Adds the next so many bytes, which must be UTF-8, to others. */
  final void part(long length, ByteArrayOutputStream joined) {
    int from = at;
    at += fitting(length, 1);
    if (!Utf8.valid(bytes, from, at)) {
      throw new Unusual();
    }
    joined.write(bytes, from, at - from);
  }

  final JsonToken binary(long length) {
    int from = at;
    at += fitting(length, 1);
    return binary(from, at);
  }

  @Override
  public final @Nullable String currentName() {
    Place parent = place.getParent();
    boolean start = _currToken == JsonToken.START_OBJECT || _currToken == JsonToken.START_ARRAY;
    return start && parent != null ? parent.currentName() : place.currentName();
  }

  @Override
  public final TokenStreamContext streamReadContext() {
    return place;
  }

  @Override
  public final @Nullable Object currentValue() {
    return place.currentValue();
  }

  @Override
  public final void assignCurrentValue(@Nullable Object value) {
    place.assignCurrentValue(value);
  }
}
