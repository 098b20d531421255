package dev.pilcrow.codecs;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Rewrites MessagePack as CBOR, of which Jackson makes values.
 *
 * <p>The two have the same values and differ in their first bytes. On the way everything is checked
 * that {@link CborCheck} checks: no length is believed that is longer than what follows, so a frame
 * of five bytes that announces 2 GiB costs nothing. Timestamps become texts in ISO 8601, other
 * extensions are refused.
 */
final class MessagePackReader {
  private static final int UNSIGNED = 0x00;
  private static final int NEGATIVE = 0x20;
  private static final int BYTES = 0x40;
  private static final int TEXT = 0x60;
  private static final int ARRAY = 0x80;
  private static final int MAP = 0xa0;

  private final Input in;
  private final Output out;
  private final Nesting nesting;

  private MessagePackReader(Input in, Output out, Nesting nesting) {
    this.in = in;
    this.out = out;
    this.nesting = nesting;
  }

  static Output toCbor(byte[] bytes, int start, int end, CodecLimits limits) throws BadMessage {
    Input in = new Input(bytes, start, end);
    Output out = new Output((end - start) * 5 / 4 + 16);
    Nesting nesting = new Nesting(limits);
    MessagePackReader reader = new MessagePackReader(in, out, nesting);
    while (!nesting.done()) {
      reader.item(in.next());
      nesting.leaveFull();
    }
    if (in.remaining() > 0) {
      throw new BadMessage("Expected the end after byte %d but found more".formatted(in.offset()));
    }
    return out;
  }

  private void item(int first) throws BadMessage {
    boolean text = (first >= 0xa0 && first <= 0xbf) || (first >= 0xd9 && first <= 0xdb);
    if (nesting.keyNext() && !text) {
      throw new BadMessage(
          "Expected a text as the name of a field before byte %d".formatted(in.offset()));
    }
    nesting.item();
    if (first <= 0x7f) {
      head(UNSIGNED, first);
    } else if (first <= 0x8f) {
      container(true, first & 0x0f);
    } else if (first <= 0x9f) {
      container(false, first & 0x0f);
    } else if (first <= 0xbf) {
      text(first & 0x1f);
    } else if (first >= 0xe0) {
      head(NEGATIVE, 0xff - first);
    } else {
      marked(first);
    }
  }

  private void marked(int first) throws BadMessage {
    switch (first) {
      case 0xc0 -> out.put(0xf6);
      case 0xc2 -> out.put(0xf4);
      case 0xc3 -> out.put(0xf5);
      case 0xc4, 0xc5, 0xc6 -> binary(in.number(1 << (first - 0xc4)));
      case 0xc7, 0xc8, 0xc9 -> extension(in.number(1 << (first - 0xc7)));
      case 0xca -> out.put(0xfa, in.number(4), 4);
      case 0xcb -> out.put(0xfb, in.number(8), 8);
      case 0xcc, 0xcd, 0xce, 0xcf -> head(UNSIGNED, in.number(1 << (first - 0xcc)));
      case 0xd0, 0xd1, 0xd2, 0xd3 -> signed(1 << (first - 0xd0));
      case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> extension(1 << (first - 0xd4));
      case 0xd9, 0xda, 0xdb -> text(in.number(1 << (first - 0xd9)));
      case 0xdc, 0xdd -> container(false, in.number(2 << (first - 0xdc)));
      case 0xde, 0xdf -> container(true, in.number(2 << (first - 0xde)));
      default -> throw new BadMessage("Expected MessagePack before byte %d".formatted(in.offset()));
    }
  }

  private void head(int major, long argument) {
    if (argument >= 0 && argument < 24) {
      out.put(major | (int) argument);
    } else if (argument >= 0 && argument <= 0xff) {
      out.put(major | 24, argument, 1);
    } else if (argument >= 0 && argument <= 0xffff) {
      out.put(major | 25, argument, 2);
    } else if (argument >= 0 && argument <= 0xffffffffL) {
      out.put(major | 26, argument, 4);
    } else {
      out.put(major | 27, argument, 8);
    }
  }

  private void signed(int size) throws BadMessage {
    int unused = 64 - 8 * size;
    long number = in.number(size) << unused >> unused;
    if (number < 0) {
      head(NEGATIVE, -1 - number);
    } else {
      head(UNSIGNED, number);
    }
  }

  private void container(boolean map, long announced) throws BadMessage {
    int items = in.fitting(announced, map ? 2 : 1);
    nesting.enter(map, items);
    head(map ? MAP : ARRAY, items);
  }

  private void text(long announced) throws BadMessage {
    int length = in.text(announced);
    head(TEXT, length);
    in.copyLast(length, out);
  }

  private void binary(long announced) throws BadMessage {
    int length = in.skip(announced);
    head(BYTES, length);
    in.copyLast(length, out);
  }

  /** The timestamps of 4, 8 and 12 bytes, type -1. */
  private void extension(long announced) throws BadMessage {
    int length = in.fitting(announced, 1);
    int type = in.next();
    if (type != 0xff || (length != 4 && length != 8 && length != 12)) {
      throw new BadMessage(
          "Expected no extension but timestamps before byte %d".formatted(in.offset()));
    }
    long nanos = length == 12 ? in.number(4) : 0;
    long seconds = in.number(length == 4 ? 4 : 8);
    if (length == 8) {
      nanos = seconds >>> 34;
      seconds &= (1L << 34) - 1;
    }
    byte[] text = iso(seconds, nanos).getBytes(StandardCharsets.US_ASCII);
    head(TEXT, text.length);
    out.bytes(text, 0, text.length);
  }

  private String iso(long seconds, long nanos) throws BadMessage {
    try {
      if (nanos < 1_000_000_000) {
        return Instant.ofEpochSecond(seconds, nanos).toString();
      }
    } catch (DateTimeException e) {
      // falls through to the refusal
    }
    throw new BadMessage("Expected a timestamp before byte %d".formatted(in.offset()));
  }
}
