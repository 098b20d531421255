package dev.pilcrow.response;

import java.util.Locale;
import java.util.Map;

/** The limit on what modifiers add to a response head; many proxies cut heads off at 8 KiB. */
final class HeaderBudget {
  static final int LIMIT = 6 * 1024;

  /** The colon, the space and the line break of a header line. */
  private static final int LINE = 4;

  private HeaderBudget() {}

  /** Refuses a value that cannot fit whatever else there is; called where the caller stands. */
  static String checkOne(String header, String value) {
    if (header.length() + value.length() + LINE > LIMIT) {
      throw tooLarge("A response modifier takes", header, value.length(), value.length());
    }
    return value;
  }

  /** How many bytes are left beside these headers. */
  static int room(Map<String, String> headers, String cookie) {
    int total = cookie.isEmpty() ? 0 : "set-cookie".length() + cookie.length() + LINE;
    String largest = "set-cookie";
    int size = cookie.length();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      int length = header.getValue().length();
      total += header.getKey().length() + length + LINE;
      if (length > size) {
        largest = header.getKey();
        size = length;
      }
    }
    if (total > LIMIT) {
      throw tooLarge("The response modifiers take", largest, size, total);
    }
    return LIMIT - total;
  }

  private static IllegalArgumentException tooLarge(String what, String header, int size, int all) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s %,d bytes of headers, over the limit of %,d that proxies are sure to pass; the largest"
                + " is '%s' with %,d. Put the data into the body or a live event, or send only what"
                + " changed.",
            what,
            all,
            LIMIT,
            header,
            size));
  }
}
