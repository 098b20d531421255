package dev.pilcrow.javalin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A web origin: scheme, host and port, the host in lower case and the port always there. */
record Origin(String scheme, String host, int port) {
  /** What a browser sends: no user info, no path, not even a slash. */
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(https?)://([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\\.?|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?",
          Pattern.CASE_INSENSITIVE);

  static Optional<Origin> parse(@Nullable String text) {
    if (text == null || text.length() > 300) {
      return Optional.empty();
    }
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    String port = matcher.group(3);
    int number = port == null ? defaultPort(scheme) : Integer.parseInt(port);
    return number < 1 || number > 65_535
        ? Optional.empty()
        : Optional.of(new Origin(scheme, matcher.group(2).toLowerCase(Locale.ROOT), number));
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  @Override
  public String toString() {
    return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
  }
}
