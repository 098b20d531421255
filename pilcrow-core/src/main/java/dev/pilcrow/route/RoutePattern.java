package dev.pilcrow.route;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of route paths: {@code /fixed/{segment}/<rest>}. */
final class RoutePattern {
  private static final Pattern PARAMETER =
      Pattern.compile("\\{([A-Za-z0-9_-]+)}|<([A-Za-z0-9_-]+)>");

  private RoutePattern() {}

  static void check(String type, String path) {
    Objects.requireNonNull(path, "path");
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "Expected a path starting with '/' but found '%s'. Write %s.of(\"/%s\")."
              .formatted(path, type, path));
    }
    if (path.startsWith("//") || path.startsWith("/\\")) {
      throw new IllegalArgumentException(
          "Expected a path starting with one '/' but found '%s', which names another host."
              .formatted(path));
    }
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c == 0x7f || c == '?' || c == '#' || c == '\\') {
        throw new IllegalArgumentException(
            "Expected a path without query, fragment, spaces, backslashes and control characters"
                + " but found U+%04X at index %d.".formatted((int) c, i));
      }
    }
    List<String> names = parameters(path);
    String fixed = PARAMETER.matcher(path).replaceAll("");
    if (fixed.matches(".*[{}<>].*")) {
      throw new IllegalArgumentException(
          "Expected parameters like {room} or <path>, named with letters, digits, '_' and '-',"
              + " but found '%s'.".formatted(path));
    }
    if (names.size() > names.stream().distinct().count()) {
      throw new IllegalArgumentException(
          "Expected each parameter once but found '%s'.".formatted(path));
    }
  }

  static List<String> parameters(String path) {
    if (path.indexOf('{') < 0 && path.indexOf('<') < 0) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    Matcher matcher = PARAMETER.matcher(path);
    while (matcher.find()) {
      names.add(name(matcher));
    }
    return List.copyOf(names);
  }

  static String fill(String path, String name, Object value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    Matcher matcher = PARAMETER.matcher(path);
    while (matcher.find()) {
      if (name(matcher).equals(name)) {
        boolean slashes = path.charAt(matcher.start()) == '<';
        String encoded = encode(path, name, value.toString(), slashes);
        return path.substring(0, matcher.start()) + encoded + path.substring(matcher.end());
      }
    }
    List<String> open = parameters(path);
    throw new IllegalArgumentException(
        "The route '%s' has no open parameter '%s'. %s"
            .formatted(
                path,
                name,
                open.isEmpty()
                    ? "It has none left to fill in."
                    : "Its open parameters are " + String.join(", ", open) + "."));
  }

  private static String name(Matcher matcher) {
    String segment = matcher.group(1);
    return segment != null ? segment : Objects.requireNonNull(matcher.group(2));
  }

  private static String encode(String path, String name, String value, boolean slashes) {
    StringBuilder encoded = new StringBuilder(value.length() + 8);
    for (String segment : slashes ? value.split("/", -1) : new String[] {value}) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException(
            "Expected a value for '%s' of '%s' that a URL path can hold, but found '%s'."
                .formatted(name, path, value));
      }
      if (encoded.length() > 0) {
        encoded.append('/');
      }
      for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
        if (isUnreserved(b)) {
          encoded.append((char) b);
        } else {
          encoded.append('%').append(hex(b >> 4)).append(hex(b));
        }
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_'
        || b == '.'
        || b == '~';
  }

  private static char hex(int nibble) {
    return Character.toUpperCase(Character.forDigit(nibble & 0xf, 16));
  }
}
