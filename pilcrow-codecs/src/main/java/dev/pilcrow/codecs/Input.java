package dev.pilcrow.codecs;

/** Bytes of a peer, read from front to back; the end comes as a {@link BadMessage}. */
final class Input {
  private final byte[] bytes;
  private final int start;
  private final int end;
  private int at;

  Input(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.at = start;
  }

  int remaining() {
    return end - at;
  }

  int offset() {
    return at - start;
  }

  int next() throws BadMessage {
    if (at == end) {
      throw truncated();
    }
    return bytes[at++] & 0xff;
  }

  /** The next 1, 2, 4 or 8 bytes as an unsigned number; above 2^63 it is negative. */
  long number(int size) throws BadMessage {
    if (size > remaining()) {
      throw truncated();
    }
    long number = 0;
    for (int i = 0; i < size; i++) {
      number = number << 8 | (bytes[at++] & 0xff);
    }
    return number;
  }

  /** An announced length, if so many units follow, each of at least so many bytes. */
  int fitting(long length, int unit) throws BadMessage {
    if (length < 0 || length > remaining() / unit) {
      throw new BadMessage(
          "Expected as much as the length at byte %d announces but found less".formatted(offset()));
    }
    return (int) length;
  }

  /** Passes over a text of UTF-8; returns its length. */
  int text(long announced) throws BadMessage {
    int length = fitting(announced, 1);
    if (!Utf8.valid(bytes, at, at + length)) {
      throw new BadMessage("Expected UTF-8 from byte %d on".formatted(offset()));
    }
    at += length;
    return length;
  }

  /** Passes over bytes; returns how many. */
  int skip(long announced) throws BadMessage {
    int length = fitting(announced, 1);
    at += length;
    return length;
  }

  /** Copies to the output what was passed over last. */
  void copyLast(int length, Output out) {
    out.bytes(bytes, at - length, length);
  }

  private BadMessage truncated() {
    return new BadMessage(
        "Expected more after byte %d, where the message ends".formatted(offset()));
  }
}
