package dev.pilcrow.codecs;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonToken;

/** Ordinary CBOR: without tags, and with long texts in parts, as Jackson writes them. */
final class CborParser extends BinaryParser {
  private static final int INDEFINITE = 31;

  /** Announces 8 bytes. To Jackson that is a long, however small. */
  private static final int WIDE = 27;

  private static final int TEXT = 3;
  private static final int END_MARK = 0xff;

  CborParser(byte[] bytes, int start, int end, CodecLimits limits, Symbols symbols) {
    super(bytes, start, end, limits, symbols);
  }

  @Override
  boolean isEndMark(int first) {
    return first == END_MARK;
  }

  @Override
  long nameLength(int first) {
    if (first >> 5 != TEXT) {
      throw new Unusual();
    }
    return argument(first & 0x1f);
  }

  @Override
  JsonToken value(int first) {
    int info = first & 0x1f;
    return switch (first >> 5) {
      case 0 -> unsigned(argument(info), false, info == WIDE);
      case 1 -> unsigned(argument(info), true, info == WIDE);
      case 2 -> binary(argument(info));
      case TEXT -> info == INDEFINITE ? textInParts() : text(argument(info));
      case 4 -> info == INDEFINITE ? enterOpen(false) : enter(false, argument(info));
      case 5 -> info == INDEFINITE ? enterOpen(true) : enter(true, argument(info));
      case 7 -> simple(info);
      default -> throw new Unusual();
    };
  }

  private JsonToken textInParts() {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (int first = next(); first != END_MARK; first = next()) {
      if (first >> 5 != TEXT) {
        throw new Unusual();
      }
      part(argument(first & 0x1f), joined);
    }
    return text(joined.toByteArray());
  }

  private long argument(int info) {
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw new Unusual();
    }
    return number(1 << (info - 24));
  }

  private JsonToken simple(int info) {
    return switch (info) {
      case 20 -> JsonToken.VALUE_FALSE;
      case 21 -> JsonToken.VALUE_TRUE;
      case 22 -> JsonToken.VALUE_NULL;
      case 26 -> real(Float.intBitsToFloat((int) number(4)), NumberType.FLOAT);
      case 27 -> real(Double.longBitsToDouble(number(8)), NumberType.DOUBLE);
      default -> throw new Unusual();
    };
  }
}
