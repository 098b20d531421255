package dev.pilcrow.browser.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The text files of the client tests: one item a line, and scripts for the page. */
final class Corpus {
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:([ntf0\\\\])|x([0-9a-f]{2})|u([0-9a-f]{4}))");

  private Corpus() {}

  /** The items of a file, without its comments, as they stand there. */
  static List<String> lines(String name) {
    return text(name).lines().filter(line -> !line.isBlank() && !line.startsWith("# ")).toList();
  }

  /** The items of a file with their escapes replaced: \n \t \f \0 \\ and \x01 or \u00a0. */
  static List<String> unescaped(String name) {
    return lines(name).stream().map(Corpus::unescape).toList();
  }

  static String unescape(String line) {
    return ESCAPE
        .matcher(line)
        .replaceAll(
            found -> {
              String letter = found.group(1);
              String replaced =
                  letter == null
                      ? Character.toString(
                          Integer.parseInt(
                              Objects.requireNonNullElse(found.group(2), found.group(3)), 16))
                      : switch (letter) {
                        case "n" -> "\n";
                        case "t" -> "\t";
                        case "f" -> "\f";
                        case "0" -> "\0";
                        default -> "\\";
                      };
              return java.util.regex.Matcher.quoteReplacement(replaced);
            });
  }

  static String text(String name) {
    try (InputStream file = Corpus.class.getResourceAsStream("/client/" + name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
