package dev.pilcrow.codecs;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes written from front to back, growing as needed. */
class Output {
  private byte[] bytes;
  private int size;

  Output(int expected) {
    bytes = new byte[Math.max(16, expected)];
  }

  final int size() {
    return size;
  }

  final byte[] array() {
    return bytes;
  }

  /** A copy of what has been written. */
  final ByteBuffer copy() {
    return ByteBuffer.wrap(Arrays.copyOf(bytes, size));
  }

  final void put(int b) {
    room(1);
    bytes[size++] = (byte) b;
  }

  /** A byte followed by a number of this many bytes. */
  final void put(int b, long number, int width) {
    room(1 + width);
    bytes[size++] = (byte) b;
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (number >>> shift);
    }
  }

  final void bytes(byte[] source, int from, int length) {
    room(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /** Makes room for more bytes at a place already written, and returns to write there. */
  final void widen(int place, int more) {
    room(more);
    System.arraycopy(bytes, place, bytes, place + more, size - place);
    size += more;
  }

  final void set(int place, int b) {
    bytes[place] = (byte) b;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
