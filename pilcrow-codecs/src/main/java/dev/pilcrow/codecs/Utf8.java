package dev.pilcrow.codecs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes are UTF-8, as RFC 3629 has it: no overlong forms, no surrogates. */
final class Utf8 {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** How many bytes the mark at the front takes that says this is UTF-8; 0 if there is none. */
  static int byteOrderMark(byte[] bytes, int from, int to) {
    return to - from >= 3
            && bytes[from] == (byte) 0xef
            && bytes[from + 1] == (byte) 0xbb
            && bytes[from + 2] == (byte) 0xbf
        ? 3
        : 0;
  }

  static boolean valid(byte[] bytes, int from, int to) {
    int at = ascii(bytes, from, to);
    while (at < to) {
      int first = bytes[at++];
      if (first < 0) {
        int more = following(bytes, at, to, first & 0xff);
        if (more < 0) {
          return false;
        }
        at += more;
        if (at < to && bytes[at] >= 0) {
          at = ascii(bytes, at, to);
        }
      }
    }
    return true;
  }

  /** The place up to which there is nothing but ASCII. */
  static int ascii(byte[] bytes, int from, int to) {
    int at = from;
    while (at <= to - 32
        && ((eight(bytes, at)
                    | eight(bytes, at + 8)
                    | eight(bytes, at + 16)
                    | eight(bytes, at + 24))
                & HIGH_BITS)
            == 0) {
      at += 32;
    }
    while (at <= to - 8 && (eight(bytes, at) & HIGH_BITS) == 0) {
      at += 8;
    }
    if (at > to - 8 && to - 8 >= from && (eight(bytes, to - 8) & HIGH_BITS) == 0) {
      return to; // some bytes twice
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  private static long eight(byte[] bytes, int at) {
    return (long) EIGHT.get(bytes, at);
  }

  /** How many bytes follow the first of a character, or -1 if they are not as they must be. */
  private static int following(byte[] bytes, int at, int to, int first) {
    int count = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4 || at + count > to) {
      return -1;
    }
    int second = bytes[at] & 0xff;
    int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) {
      return -1;
    }
    for (int i = 1; i < count; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return -1;
      }
    }
    return count;
  }
}
