package dev.pilcrow.javalin;

import org.jspecify.annotations.Nullable;

/** Makes text from strangers fit for a log line or an error message. */
final class LogText {
  private static final int MAX = 200;

  private LogText() {}

  /** Printable ASCII as it is, everything else as an escape, cut after 200 characters. */
  static String escape(@Nullable String text) {
    if (text == null) {
      return "(none)";
    }
    var safe = new StringBuilder(Math.min(text.length(), MAX));
    for (int i = 0; i < text.length(); i++) {
      if (safe.length() >= MAX) {
        return safe.append("...").toString();
      }
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '\\') {
        safe.append(c);
      } else {
        safe.append("\\u").append("%04x".formatted((int) c));
      }
    }
    return safe.toString();
  }
}
