package dev.pilcrow.response;

import dev.pilcrow.event.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The cookie that carries toasts to the next page: a percent-encoded JSON array of at most 3 KiB.
 * Not HttpOnly, because the client reads and deletes it.
 */
final class ToastCookie {
  static final String NAME = "silcrow_toasts";
  static final int LIMIT = 3 * 1024;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Logger log = LoggerFactory.getLogger(ToastCookie.class);

  private ToastCookie() {}

  /** The Set-Cookie header for a value. */
  static String header(String value, boolean secure) {
    return NAME + '=' + value + "; Path=/; SameSite=Lax; Max-Age=60" + (secure ? "; Secure" : "");
  }

  /**
   * The value with the toasts that the request brought before the new ones, as far as they fit:
   * toasts of an earlier response that no page has shown yet, such as the one a redirect came with.
   */
  static String withPending(String value, List<Toast> toasts, String pending, int limit) {
    List<Toast> all = new ArrayList<>(decode(pending));
    all.removeAll(toasts);
    int old = all.size();
    all.addAll(toasts);
    for (; old > 0; old--) {
      String both = encode(all);
      if (both.length() <= limit) {
        return both;
      }
      log.debug("Dropped a toast that no page has shown: the cookie has no room beside newer ones");
      all.remove(0);
    }
    return value;
  }

  /** The toasts as a cookie value. Too many lose the oldest, a too long one its end. */
  static String value(List<Toast> toasts) {
    List<Toast> kept = new ArrayList<>(toasts);
    String value = encode(kept);
    while (value.length() > LIMIT && kept.size() > 1) {
      kept.remove(0);
      value = encode(kept);
    }
    if (kept.size() < toasts.size()) {
      log.warn(
          "Dropped the {} oldest of {} toasts: the toast cookie holds {} bytes",
          toasts.size() - kept.size(),
          toasts.size(),
          LIMIT);
    }
    return value.length() > LIMIT ? shortened(kept.get(0)) : value;
  }

  private static String shortened(Toast toast) {
    log.warn(
        "Cut a toast of {} characters short: the toast cookie holds {} bytes",
        toast.message().length(),
        LIMIT);
    int fits = 0;
    int tooLong = toast.message().codePointCount(0, toast.message().length());
    while (tooLong - fits > 1) {
      int middle = (fits + tooLong) >>> 1;
      if (encode(List.of(cut(toast, middle))).length() <= LIMIT) {
        fits = middle;
      } else {
        tooLong = middle;
      }
    }
    return encode(List.of(cut(toast, fits)));
  }

  private static Toast cut(Toast toast, int codePoints) {
    int end = toast.message().offsetByCodePoints(0, codePoints);
    return new Toast(toast.message().substring(0, end) + '…', toast.level());
  }

  /** The toasts of a cookie from a stranger; none when it is not one of ours. */
  static List<Toast> decode(String value) {
    if (value.length() > LIMIT) {
      return List.of();
    }
    try {
      JsonNode array = Json.mapper().readTree(URLDecoder.decode(value, StandardCharsets.UTF_8));
      List<Toast> toasts = new ArrayList<>();
      for (JsonNode toast : array) {
        toasts.add(
            new Toast(
                toast.required("message").stringValue(), toast.required("level").stringValue()));
      }
      return toasts;
    } catch (IllegalArgumentException | JacksonException notOurs) {
      return List.of();
    }
  }

  /** Percent-encoded JSON, written in one pass: a toast on a page is the common case. */
  private static String encode(List<Toast> toasts) {
    StringBuilder out = new StringBuilder(96).append("%5B");
    for (Toast toast : toasts) {
      out.append(out.length() > 3 ? "%2C%7B%22message%22%3A%22" : "%7B%22message%22%3A%22");
      encode(toast.message(), out);
      out.append("%22%2C%22level%22%3A%22");
      encode(toast.level(), out);
      out.append("%22%7D");
    }
    return out.append("%5D").toString();
  }

  private static void encode(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append("%5C");
        percent(c, out);
      } else if (c < ' ' || (Character.isSurrogate(c) && !isPair(text, i))) {
        out.append("%5Cu").append(HEX.toHexDigits(c));
      } else if (c < 0x80) {
        percent(c, out);
      } else {
        int end = i + (Character.isSurrogate(c) ? 2 : 1);
        for (byte b : text.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
          percent(b & 0xff, out);
        }
        i = end - 1;
      }
    }
  }

  private static boolean isPair(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }

  private static void percent(int b, StringBuilder out) {
    if ((b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_'
        || b == '.'
        || b == '~') {
      out.append((char) b);
    } else {
      out.append('%').append(HEX.toHighHexDigit(b)).append(HEX.toLowHexDigit(b));
    }
  }
}
