package dev.pilcrow.codecs;

/** The forms of MessagePack, each value in its shortest. */
final class MessagePackOutput extends Output {
  MessagePackOutput() {
    super(512);
  }

  void text(byte[] utf8, int from, int length) {
    if (length < 32) {
      put(0xa0 | length);
    } else {
      sized(0xd9, length);
    }
    bytes(utf8, from, length);
  }

  void binary(byte[] data, int from, int length) {
    sized(0xc4, length);
    bytes(data, from, length);
  }

  void whole(long n) {
    if (n >= -32 && n <= 0x7f) {
      put((int) n);
    } else if (n > 0) {
      sized(0xcc, n);
    } else if (n >= Byte.MIN_VALUE) {
      put(0xd0, n, 1);
    } else if (n >= Short.MIN_VALUE) {
      put(0xd1, n, 2);
    } else if (n >= Integer.MIN_VALUE) {
      put(0xd2, n, 4);
    } else {
      put(0xd3, n, 8);
    }
  }

  /** A mark for one byte, followed by those for 2, 4 and 8, and a number that is not negative. */
  private void sized(int mark, long n) {
    if (n <= 0xff) {
      put(mark, n, 1);
    } else if (n <= 0xffff) {
      put(mark + 1, n, 2);
    } else if (n <= 0xffffffffL) {
      put(mark + 2, n, 4);
    } else {
      put(mark + 3, n, 8);
    }
  }

  /** Says how many items are in a container, for which one byte was left at its head. */
  void count(int head, int items, int small, int large) {
    if (items < 16) {
      set(head, small | items);
      return;
    }
    int width = items <= 0xffff ? 2 : 4;
    widen(head + 1, width);
    set(head, width == 2 ? large : large + 1);
    for (int i = 0; i < width; i++) {
      set(head + 1 + i, items >>> (8 * (width - 1 - i)));
    }
  }
}
