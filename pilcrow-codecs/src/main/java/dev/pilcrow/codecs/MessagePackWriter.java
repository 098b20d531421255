package dev.pilcrow.codecs;

import java.nio.ByteBuffer;

/** Rewrites CBOR that Jackson has just written as MessagePack, in its shortest forms. */
final class MessagePackWriter {
  private static final int BREAK = 0xff;
  private static final int INDEFINITE = 31;

  private final byte[] cbor;
  private final Output out;
  private int at;

  private MessagePackWriter(byte[] cbor) {
    this.cbor = cbor;
    this.out = new Output(cbor.length + 16);
  }

  /**
   * The same message.
   *
   * @throws IllegalArgumentException for numbers that MessagePack does not have
   */
  static ByteBuffer fromCbor(byte[] cbor) {
    MessagePackWriter writer = new MessagePackWriter(cbor);
    writer.item();
    return writer.out.buffer();
  }

  private void item() {
    int first = cbor[at++] & 0xff;
    int info = first & 0x1f;
    switch (first >> 5) {
      case 0 -> unsigned(argument(info));
      case 1 -> negative(argument(info));
      case 2 -> bytes(info);
      case 3 -> text(info);
      case 4 -> container(info, 0x90, 0xdc, 1);
      case 5 -> container(info, 0x80, 0xde, 2);
      case 6 ->
          throw new IllegalArgumentException(
              "Expected numbers of at most 64 bits but found a BigInteger or BigDecimal, which"
                  + " MessagePack does not have. Send it as a string.");
      default -> simple(first);
    }
  }

  private long argument(int info) {
    if (info < 24) {
      return info;
    }
    long number = 0;
    for (int left = 1 << (info - 24); left > 0; left--) {
      number = number << 8 | (cbor[at++] & 0xff);
    }
    return number;
  }

  private void unsigned(long n) {
    if (n >= 0 && n <= 0x7f) {
      out.put((int) n);
    } else {
      sized(0xcc, n);
    }
  }

  /** A mark for one byte, followed by those for 2, 4 and 8, and a number. */
  private void sized(int mark, long n) {
    if (n >= 0 && n <= 0xff) {
      out.put(mark, n, 1);
    } else if (n >= 0 && n <= 0xffff) {
      out.put(mark + 1, n, 2);
    } else if (n >= 0 && n <= 0xffffffffL) {
      out.put(mark + 2, n, 4);
    } else {
      out.put(mark + 3, n, 8);
    }
  }

  private void negative(long argument) {
    long n = -1 - argument;
    if (n >= -32) {
      out.put((int) n & 0xff);
    } else if (n >= Byte.MIN_VALUE) {
      out.put(0xd0, n, 1);
    } else if (n >= Short.MIN_VALUE) {
      out.put(0xd1, n, 2);
    } else if (n >= Integer.MIN_VALUE) {
      out.put(0xd2, n, 4);
    } else {
      out.put(0xd3, n, 8);
    }
  }

  private void bytes(int info) {
    int length = stringLength(info);
    sized(0xc4, length);
    copy(info, length);
  }

  private void text(int info) {
    int length = stringLength(info);
    if (length < 32) {
      out.put(0xa0 | length);
    } else {
      sized(0xd9, length);
    }
    copy(info, length);
  }

  /** The length of a string; Jackson writes long ones in parts. */
  private int stringLength(int info) {
    if (info != INDEFINITE) {
      return (int) argument(info);
    }
    int start = at;
    int length = 0;
    while ((cbor[at] & 0xff) != BREAK) {
      int part = (int) argument(cbor[at++] & 0x1f);
      length += part;
      at += part;
    }
    at = start;
    return length;
  }

  private void copy(int info, int length) {
    if (info != INDEFINITE) {
      out.bytes(cbor, at, length);
      at += length;
      return;
    }
    while ((cbor[at] & 0xff) != BREAK) {
      int part = (int) argument(cbor[at++] & 0x1f);
      out.bytes(cbor, at, part);
      at += part;
    }
    at++;
  }

  private void container(int info, int small, int large, int each) {
    if (info != INDEFINITE) {
      long items = argument(info);
      if (items < 16) {
        out.put(small | (int) items);
      } else {
        out.put(items <= 0xffff ? large : large + 1, items, items <= 0xffff ? 2 : 4);
      }
      for (long left = items * each; left > 0; left--) {
        item();
      }
      return;
    }
    int head = out.size();
    out.put(small);
    int count = 0;
    for (; (cbor[at] & 0xff) != BREAK; count++) {
      item();
    }
    at++;
    count(head, count / each, small, large);
  }

  /** Writes the count into a head that was written before it was known. */
  private void count(int head, int items, int small, int large) {
    if (items < 16) {
      out.set(head, small | items);
      return;
    }
    int width = items <= 0xffff ? 2 : 4;
    out.widen(head + 1, width);
    out.set(head, width == 2 ? large : large + 1);
    for (int i = 0; i < width; i++) {
      out.set(head + 1 + i, items >>> (8 * (width - 1 - i)));
    }
  }

  private void simple(int first) {
    switch (first) {
      case 0xf4 -> out.put(0xc2);
      case 0xf5 -> out.put(0xc3);
      case 0xfa -> out.put(0xca, argument(26), 4);
      case 0xfb -> out.put(0xcb, argument(27), 8);
      default -> out.put(0xc0);
    }
  }
}
