package dev.pilcrow.chat;

import java.text.Normalizer;
import java.util.Locale;

/** What people may type: names and messages, made harmless and checked. */
final class Words {
  static final int MAX_MESSAGE = 4_000;
  static final int MAX_NAME = 32;
  static final int MAX_ROOM = 40;
  static final int MAX_PURPOSE = 120;

  private Words() {}

  /** A message's text without what no database and no page wants. */
  static String message(String typed) throws Refused {
    String text = printable(typed.replace("\r\n", "\n").replace('\r', '\n'), true);
    text = text.replaceFirst("^(?:[ \t]*\n)+", "").stripTrailing();
    if (text.isBlank()) {
      throw new Refused("Write something first.");
    }
    int length = text.codePointCount(0, text.length());
    if (length > MAX_MESSAGE) {
      throw new Refused(
          String.format(
              Locale.ENGLISH,
              "That is %,d characters; a message may have %,d. Make it shorter or send it in parts.",
              length,
              MAX_MESSAGE));
    }
    return text;
  }

  /** A nickname of one line. */
  static String nickname(String typed) throws Refused {
    return line(typed, "name", 1, MAX_NAME);
  }

  /** A room's name of one line. */
  static String roomName(String typed) throws Refused {
    return line(typed, "room name", 2, MAX_ROOM);
  }

  /** A room's purpose of one line, which may be empty. */
  static String purpose(String typed) throws Refused {
    return line(typed, "purpose", 0, MAX_PURPOSE);
  }

  /** The name of a room in addresses; empty if the name has no letter or digit that ASCII knows. */
  static String slug(String name) {
    String plain = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    return plain
        .toLowerCase(Locale.ROOT)
        .replace("ß", "ss")
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }

  /** Text of any length on one line. */
  static String oneLine(String typed) {
    return printable(typed, false).replaceAll("\\s+", " ").strip();
  }

  private static String line(String typed, String what, int min, int max) throws Refused {
    String text = oneLine(typed);
    int length = text.codePointCount(0, text.length());
    if (length < min) {
      throw new Refused(
          min == 1 ? "Write a " + what + "." : "A " + what + " needs " + min + " characters.");
    }
    if (length > max) {
      throw new Refused("A " + what + " may have " + max + " characters; that is " + length + ".");
    }
    return text;
  }

  /** Drops control characters and direction overrides, and mends broken surrogate pairs. */
  private static String printable(String text, boolean lines) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean broken = c >= 0xD800 && c <= 0xDFFF;
              boolean override = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
              boolean space = c == '\n' || c == '\t';
              if (broken) {
                kept.append('\uFFFD');
              } else if (space) {
                kept.append(lines ? (char) c : ' ');
              } else if (!Character.isISOControl(c) && !override) {
                kept.appendCodePoint(c);
              }
            });
    return kept.toString();
  }
}
