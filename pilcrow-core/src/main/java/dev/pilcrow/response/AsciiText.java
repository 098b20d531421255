package dev.pilcrow.response;

import dev.pilcrow.event.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Lossless ASCII forms of JSON, URLs and CSS selectors, because HTTP headers carry nothing else.
 */
final class AsciiText {
  /** Printable characters that a URL holds only in escapes, the blank among them. */
  private static final String NOT_IN_URLS = " \"%<>\\^`{|}";

  private AsciiText() {}

  /** Compact JSON with every character above {@code ~} written as {@code \\uXXXX}. */
  static String json(String what, @Nullable Object value) {
    String simple = value instanceof Map<?, ?> map ? object(map) : scalar(value);
    return simple == null ? written(what, value) : simple;
  }

  /** Text and whole numbers that need no mapper; null for all else. */
  private static @Nullable String scalar(@Nullable Object value) {
    if (value instanceof String text) {
      return isPlain(text, "\"\\") ? '"' + text + '"' : null;
    }
    return value instanceof Integer || value instanceof Long || value instanceof Boolean
        ? value.toString()
        : null;
  }

  /** A map of the JDK that needs no mapper, as most details of events; null for all else. */
  private static @Nullable String object(Map<?, ?> map) {
    if (!map.getClass().getName().startsWith("java.util.")) {
      return null;
    }
    StringBuilder object = new StringBuilder(32).append('{');
    for (Map.Entry<?, ?> member : map.entrySet()) {
      String name = member.getKey() instanceof String key ? scalar(key) : null;
      String value = scalar(member.getValue());
      if (name == null || value == null) {
        return null;
      }
      object.append(object.length() > 1 ? "," : "").append(name).append(':').append(value);
    }
    return object.append('}').toString();
  }

  private static String written(String what, @Nullable Object value) {
    String text;
    try {
      text = Json.mapper().writeValueAsString(value);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "Expected data for %s that Jackson can write, but found %s: %s"
              .formatted(
                  what,
                  value == null ? "null" : value.getClass().getName(),
                  e.getOriginalMessage()),
          e);
    }
    int plain = 0;
    while (plain < text.length() && text.charAt(plain) <= '~') {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    // Outside strings JSON is ASCII, so every other character may be escaped where it stands.
    StringBuilder ascii = new StringBuilder(text.length() + 32).append(text, 0, plain);
    for (int i = plain; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= '~') {
        ascii.append(c);
      } else {
        ascii.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          ascii.append(Character.forDigit((c >> shift) & 0xf, 16));
        }
      }
    }
    return ascii.toString();
  }

  /** A URL with everything percent-encoded that a URL may not hold; existing escapes stay. */
  static String url(String url) {
    if (isPlain(url, NOT_IN_URLS)) {
      return url;
    }
    StringBuilder ascii = new StringBuilder(url.length() + 16);
    byte[] bytes = url.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xff;
      boolean escape = b == '%' && isHex(bytes, i + 1) && isHex(bytes, i + 2);
      if (escape || (b > ' ' && b < 0x7f && NOT_IN_URLS.indexOf(b) < 0)) {
        ascii.append((char) b);
      } else {
        ascii.append('%').append(hex(b >> 4)).append(hex(b));
      }
    }
    return ascii.toString();
  }

  /** A CSS selector with every character above {@code ~} as a CSS escape, closed by its space. */
  static String selector(String what, String selector) {
    HeaderText.requireText(what, selector);
    String trimmed = selector.strip();
    if (isPlain(trimmed, "")) {
      return trimmed;
    }
    StringBuilder ascii = new StringBuilder(trimmed.length() + 16);
    trimmed
        .codePoints()
        .forEach(
            c -> {
              if (c <= '~') {
                ascii.append((char) c);
              } else {
                ascii.append('\\').append(Integer.toHexString(c)).append(' ');
              }
            });
    return ascii.toString();
  }

  /** Whether a text is printable ASCII without these characters; most texts are. */
  private static boolean isPlain(String text, String without) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || without.indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(byte[] bytes, int i) {
    return i < bytes.length && Character.digit(bytes[i], 16) >= 0;
  }

  private static char hex(int nibble) {
    return Character.toUpperCase(Character.forDigit(nibble & 0xf, 16));
  }
}
