package dev.pilcrow.negotiate;

import java.util.Locale;

/**
 * Reads Accept lines in one pass, remembering only the best match for each representation.
 *
 * <p>A range with parameters our representations do not have ({@code text/html;level=1}) counts
 * only when no other range matches: RFC 9110 would call it no match, but its author plainly reads
 * HTML.
 */
final class AcceptParser {
  static final int MAX_MEMBERS = 64;
  static final int MAX_LENGTH = 8192;

  /** No range matched the representation. */
  static final int UNSAID = -1;

  /** There was no media range at all. */
  static final int BLANK = -2;

  private static final int NO_MATCH = 0;
  private static final int OTHER_PARAMETERS = 1;
  private static final int ANY = 2;
  private static final int ANY_SUBTYPE = 3;
  private static final int EXACT = 4;

  private final Match html = new Match(Representation.HTML);
  private final Match json = new Match(Representation.JSON);
  private int members;
  private int length;
  private boolean anyRange;

  void line(String header) {
    int end = Math.min(header.length(), MAX_LENGTH - length);
    int start = 0;
    while (start < end && members < MAX_MEMBERS) {
      int stop = endOfPart(header, start, header.length(), ',');
      if (stop > end || stop < 0) {
        break; // over the limit, or a quote that never closes
      }
      member(header, start, stop);
      start = stop + 1;
    }
    length += end;
  }

  Accept result() {
    return anyRange ? new Accept(html.quality, json.quality) : new Accept(BLANK, BLANK);
  }

  private void member(String header, int start, int stop) {
    int end = endOfPart(header, start, stop, ';');
    String range = header.substring(start, end).trim();
    if (range.isEmpty() && end == stop) {
      return; // an empty list element, allowed and meaningless
    }
    members++;
    int slash = range.indexOf('/');
    if (slash < 0 || !isToken(range, 0, slash) || !isToken(range, slash + 1, range.length())) {
      return;
    }
    if (range.startsWith("*/") && !range.equals("*/*")) {
      return;
    }
    anyRange = true;
    if (covers(range, html) != NO_MATCH || covers(range, json) != NO_MATCH) {
      parameters(header, range, end, stop);
    }
  }

  private void parameters(String header, String range, int start, int stop) {
    int weight = 1000;
    boolean foreign = false;
    for (int at = start; at < stop; ) {
      int end = endOfPart(header, at + 1, stop, ';');
      String parameter = header.substring(at + 1, end).trim();
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals).trim();
      String value = equals < 0 ? "" : parameter.substring(equals + 1).trim();
      if (name.equalsIgnoreCase("q")) {
        weight = weight(value);
        break; // what follows the weight does not describe the media type
      }
      foreign |= !name.isEmpty() && !isUtf8(name, value);
      at = end;
    }
    html.offer(covers(range, html), foreign, weight);
    json.offer(covers(range, json), foreign, weight);
  }

  private static int covers(String range, Match match) {
    if (range.equals("*/*")) {
      return ANY;
    }
    String type = match.representation.type();
    int slash = type.length();
    if (!range.regionMatches(true, 0, type, 0, slash) || range.charAt(slash) != '/') {
      return NO_MATCH;
    }
    if (range.endsWith("/*")) {
      return ANY_SUBTYPE;
    }
    String subtype = match.representation.subtype();
    return range.length() == slash + 1 + subtype.length()
            && range.regionMatches(true, slash + 1, subtype, 0, subtype.length())
        ? EXACT
        : NO_MATCH;
  }

  private static boolean isUtf8(String name, String value) {
    return name.equalsIgnoreCase("charset")
        && (value.equalsIgnoreCase("utf-8") || value.equalsIgnoreCase("\"utf-8\""));
  }

  /** Thousandths; more decimals than RFC 9110 allows round up, and nonsense means 1. */
  private static int weight(String value) {
    if (value.toLowerCase(Locale.ROOT).equals("nan")) {
      return 0;
    }
    for (int i = 0; i < value.length(); i++) {
      if ("0123456789.+-eE".indexOf(value.charAt(i)) < 0) {
        return 1000;
      }
    }
    try {
      double number = Math.min(1, Math.max(0, Double.parseDouble(value)));
      return (int) Math.ceil(number * 1000 - 1e-9);
    } catch (NumberFormatException notANumber) {
      return 1000;
    }
  }

  /**
   * Where the part from start ends: at the separator outside quotes, at end, or -1 inside quotes.
   */
  private static int endOfPart(String text, int start, int end, char separator) {
    boolean quoted = false;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted && c == '\\') {
        i++;
      } else if (!quoted && c == separator) {
        return i;
      }
    }
    return quoted ? -1 : end;
  }

  private static boolean isToken(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
        return false;
      }
    }
    return start < end;
  }

  /** The most specific range seen so far for one representation. */
  private static final class Match {
    final Representation representation;
    private int rank = NO_MATCH;
    int quality = UNSAID;

    Match(Representation representation) {
      this.representation = representation;
    }

    void offer(int covered, boolean foreign, int weight) {
      int newRank = foreign && covered != NO_MATCH ? OTHER_PARAMETERS : covered;
      if (newRank > rank) {
        rank = newRank;
        quality = weight;
      } else if (newRank == rank && newRank != NO_MATCH) {
        quality = Math.max(quality, weight);
      }
    }
  }
}
