package dev.pilcrow.codecs;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Walks over CBOR before Jackson sees it: well-formed to the last byte, text in UTF-8, names that
 * are texts and stand once, no references or other tags that build more than is there, within the
 * limits.
 */
final class CborCheck {
  private static final int INDEFINITE = 31;
  private static final int TEXT = 3;
  private static final int MAP = 5;
  private static final int TAG = 6;
  private static final int END_MARK = 0xff;

  private final Input in;
  private final Nesting nesting;
  private final Names names;

  private CborCheck(Input in, Nesting nesting, Names names) {
    this.in = in;
    this.nesting = nesting;
    this.names = names;
  }

  static void check(byte[] bytes, int start, int end, CodecLimits limits) throws BadMessage {
    Input in = new Input(bytes, start, end);
    Nesting nesting = new Nesting(limits);
    CborCheck check = new CborCheck(in, nesting, new Names(bytes));
    while (!nesting.done()) {
      check.item(in.next());
      while (nesting.full()) {
        check.leave();
      }
    }
    in.checkEnd();
  }

  private void leave() {
    if (nesting.leave()) {
      names.leave();
    }
  }

  private void item(int start) throws BadMessage {
    if (start == END_MARK) {
      nesting.checkEndMark();
      leave();
      return;
    }
    boolean name = nesting.nameNext();
    nesting.item();
    if (name) {
      name(start);
      return;
    }
    int first = start >> 5 == TAG ? tagged(start) : start;
    int major = first >> 5;
    int info = first & 0x1f;
    switch (major) {
      case 0, 1 -> argument(info);
      case 2, TEXT -> string(major, info);
      case 4, MAP -> container(major == MAP, info);
      default -> simple(info);
    }
  }

  private void name(int first) throws BadMessage {
    int info = first & 0x1f;
    if (first >> 5 != TEXT) {
      throw new BadMessage(
          "Expected a text as the name of a field before byte %d".formatted(in.offset()));
    }
    if (info == INDEFINITE) {
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      parts(TEXT, joined);
      names.add(joined.toByteArray());
    } else {
      in.name(in.fitting(argument(info), 1), names);
    }
  }

  private void container(boolean map, int info) throws BadMessage {
    if (map) {
      names.enter(in.offset());
    }
    if (info == INDEFINITE) {
      nesting.enterOpen(map);
    } else {
      nesting.enter(map, in.fitting(argument(info), map ? 2 : 1));
    }
  }

  private long argument(int info) throws BadMessage {
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw new BadMessage("Expected CBOR before byte %d".formatted(in.offset()));
    }
    return in.number(1 << (info - 24));
  }

  private void string(int major, int info) throws BadMessage {
    if (info == INDEFINITE) {
      parts(major, null);
    } else {
      chunk(major, info);
    }
  }

  /** Passes over the parts of a string, and copies them if they are wanted. */
  private void parts(int major, @Nullable ByteArrayOutputStream copy) throws BadMessage {
    for (int first = in.next(); first != END_MARK; first = in.next()) {
      if (first >> 5 != major) {
        throw new BadMessage("Expected a part of a string before byte %d".formatted(in.offset()));
      }
      int length = chunk(major, first & 0x1f);
      if (copy != null) {
        in.copyLast(length, copy);
      }
    }
  }

  private int chunk(int major, int info) throws BadMessage {
    int length = in.fitting(argument(info), 1);
    if (major == TEXT) {
      in.text(length);
    } else {
      in.skip(length);
    }
    return length;
  }

  /** Passes over a tag for dates, large numbers, decimals and the like; then comes its value. */
  private int tagged(int start) throws BadMessage {
    long tag = argument(start & 0x1f);
    boolean harmless = (tag >= 0 && tag <= 4) || tag == 32 || tag == 37 || tag == 55799;
    int first = in.next();
    if (!harmless || first >> 5 == TAG || first == END_MARK) {
      throw new BadMessage(
          "Expected a value without this tag before byte %d".formatted(in.offset()));
    }
    return first;
  }

  private void simple(int info) throws BadMessage {
    switch (info) {
      case 20, 21, 22, 23 -> {}
      case 25, 26, 27 -> in.skip(1 << (info - 24));
      default ->
          throw new BadMessage(
              "Expected false, true, null or a number before byte %d".formatted(in.offset()));
    }
  }
}
