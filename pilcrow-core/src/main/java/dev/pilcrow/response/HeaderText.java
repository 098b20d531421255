package dev.pilcrow.response;

import java.util.Locale;
import java.util.Set;

/** The checks of text that goes into a response head, made where the caller stands. */
final class HeaderText {
  private static final Set<String> FRAMING =
      Set.of("connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding");

  private HeaderText() {}

  /** Accepts what HTTP can carry unchanged: printable ASCII and inner tabs. */
  static void check(String name, String value) {
    checkName(name);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c > '~') {
        throw new IllegalArgumentException(
            "Expected printable ASCII in the value of header '%s' but found U+%04X at index %d. %s"
                .formatted(
                    name,
                    (int) c,
                    i,
                    c < ' ' || c == 0x7f
                        ? "Header values hold no line breaks or other control characters."
                        : "Percent-encode the value, or send it in the body."));
      }
    }
  }

  private static void checkName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
        throw new IllegalArgumentException(
            "Expected a header name such as X-Room but found U+%04X at index %d."
                .formatted((int) c, i));
      }
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("Expected a header name such as X-Room but it is empty.");
    }
    if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "The header '%s' belongs to the server; leave it out.".formatted(name));
    }
  }

  /** Accepts any text that is not blank and holds no control characters. */
  static String requireText(String what, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("Expected a %s but it is blank.".formatted(what));
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == 0x7f) {
        throw new IllegalArgumentException(
            "Expected a %s without control characters but found U+%04X at index %d."
                .formatted(what, (int) c, i));
      }
    }
    return value;
  }

  static void checkEventName(String event) {
    requireText("event name for trigger", event);
    if (!isEventName(event) || event.startsWith("silcrow:")) {
      throw new IllegalArgumentException(
          "Expected an event name such as 'cart:changed', not starting with 'silcrow:', but found '"
              + event
              + "'.");
    }
  }

  /** The names that the client agrees to fire, its own aside. */
  private static boolean isEventName(String event) {
    for (int i = 0; i < event.length(); i++) {
      char c = event.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (i == 0 || !((c >= '0' && c <= '9') || "_:.-".indexOf(c) >= 0))) {
        return false;
      }
    }
    return event.length() <= 128;
  }

  static int checkStatus(int code) {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException(
          "Expected a final HTTP status, 200 to 599, but found " + code + ".");
    }
    return code;
  }
}
