package dev.pilcrow.codecs;

/**
 * Walks over CBOR before Jackson sees it: well-formed to the last byte, text in UTF-8, names that
 * are texts, no references or other tags that build more than is there, within the limits.
 */
final class CborCheck {
  private static final int INDEFINITE = 31;

  private CborCheck() {}

  static void check(byte[] bytes, int start, int end, CodecLimits limits) throws BadMessage {
    Input in = new Input(bytes, start, end);
    Nesting nesting = new Nesting(limits);
    while (!nesting.done()) {
      item(in, in.next(), nesting);
      nesting.leaveFull();
    }
    if (in.remaining() > 0) {
      throw new BadMessage("Expected the end after byte %d but found more".formatted(in.offset()));
    }
  }

  private static void item(Input in, int start, Nesting nesting) throws BadMessage {
    if (start == 0xff) {
      nesting.leaveOpen();
      return;
    }
    if (nesting.keyNext() && start >> 5 != 3) {
      throw new BadMessage(
          "Expected a text as the name of a field before byte %d".formatted(in.offset()));
    }
    nesting.item();
    int first = start >> 5 == 6 ? tagged(in, start) : start;
    int major = first >> 5;
    int info = first & 0x1f;
    switch (major) {
      case 0, 1 -> argument(in, info);
      case 2, 3 -> string(in, major, info);
      case 4, 5 -> {
        boolean map = major == 5;
        nesting.enter(
            map, info == INDEFINITE ? Nesting.OPEN : in.fitting(argument(in, info), map ? 2 : 1));
      }
      default -> simple(in, info);
    }
  }

  private static long argument(Input in, int info) throws BadMessage {
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw new BadMessage("Expected CBOR before byte %d".formatted(in.offset()));
    }
    return in.number(1 << (info - 24));
  }

  private static void string(Input in, int major, int info) throws BadMessage {
    if (info != INDEFINITE) {
      chunk(in, major, info);
      return;
    }
    for (int first = in.next(); first != 0xff; first = in.next()) {
      if (first >> 5 != major) {
        throw new BadMessage("Expected a part of a string before byte %d".formatted(in.offset()));
      }
      chunk(in, major, first & 0x1f);
    }
  }

  private static void chunk(Input in, int major, int info) throws BadMessage {
    long length = argument(in, info);
    if (major == 3) {
      in.text(length);
    } else {
      in.skip(length);
    }
  }

  /** Passes over a tag for dates, large numbers, decimals and the like; then comes its value. */
  private static int tagged(Input in, int start) throws BadMessage {
    long tag = argument(in, start & 0x1f);
    boolean harmless = (tag >= 0 && tag <= 4) || tag == 32 || tag == 37 || tag == 55799;
    int first = in.next();
    if (!harmless || first >> 5 == 6 || first == 0xff) {
      throw new BadMessage(
          "Expected a value without this tag before byte %d".formatted(in.offset()));
    }
    return first;
  }

  private static void simple(Input in, int info) throws BadMessage {
    switch (info) {
      case 20, 21, 22, 23 -> {}
      case 25, 26, 27 -> in.skip(1 << (info - 24));
      default ->
          throw new BadMessage(
              "Expected false, true, null or a number before byte %d".formatted(in.offset()));
    }
  }
}
