package dev.pilcrow.codecs;

import tools.jackson.core.JsonToken;

/** Ordinary MessagePack: without extensions. */
final class MessagePackParser extends BinaryParser {
  MessagePackParser(byte[] bytes, int start, int end, CodecLimits limits, Symbols symbols) {
    super(bytes, start, end, limits, symbols);
  }

  @Override
  boolean isEndMark(int first) {
    return false;
  }

  @Override
  long nameLength(int first) {
    if (first >= 0xa0 && first <= 0xbf) {
      return first & 0x1f;
    }
    if (first < 0xd9 || first > 0xdb) {
      throw new Unusual();
    }
    return number(1 << (first - 0xd9));
  }

  @Override
  JsonToken value(int first) {
    if (first <= 0x7f) {
      return whole(first);
    }
    if (first >= 0xe0) {
      return whole(first - 0x100);
    }
    if (first >= 0xc0) {
      return marked(first);
    }
    if (first >= 0xa0) {
      return text(first & 0x1f);
    }
    return enter(first <= 0x8f, first & 0x0f);
  }

  private JsonToken marked(int first) {
    return switch (first) {
      case 0xc0 -> JsonToken.VALUE_NULL;
      case 0xc2 -> JsonToken.VALUE_FALSE;
      case 0xc3 -> JsonToken.VALUE_TRUE;
      case 0xc4, 0xc5, 0xc6 -> binary(number(1 << (first - 0xc4)));
      case 0xca -> real(Float.intBitsToFloat((int) number(4)), NumberType.FLOAT);
      case 0xcb -> real(Double.longBitsToDouble(number(8)), NumberType.DOUBLE);
      case 0xcc, 0xcd, 0xce, 0xcf -> unsigned(number(1 << (first - 0xcc)), false, false);
      case 0xd0, 0xd1, 0xd2, 0xd3 -> whole(signed(1 << (first - 0xd0)));
      case 0xd9, 0xda, 0xdb -> text(number(1 << (first - 0xd9)));
      case 0xdc, 0xdd -> enter(false, number(2 << (first - 0xdc)));
      case 0xde, 0xdf -> enter(true, number(2 << (first - 0xde)));
      default -> throw new Unusual();
    };
  }

  private long signed(int size) {
    int unused = 64 - 8 * size;
    return number(size) << unused >> unused;
  }
}
