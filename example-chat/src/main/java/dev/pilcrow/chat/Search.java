package dev.pilcrow.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words to look for, whatever their case. All of them must be there, in any order. */
public final class Search {
  private static final int MAX = 60;

  private final String text;
  private final List<String> words;

  private Search(String text) {
    this.text = text;
    this.words = text.isEmpty() ? List.of() : List.of(text.toLowerCase(Locale.ROOT).split(" "));
  }

  /** A piece of text. */
  public record Part(String text, boolean found) {}

  /** A search for what was typed; of a long text, its beginning. */
  static Search of(String typed) {
    String line = Words.oneLine(typed);
    int length = line.codePointCount(0, line.length());
    return new Search(
        length <= MAX ? line : line.substring(0, line.offsetByCodePoints(0, MAX)).strip());
  }

  /** What is searched for, on one line. */
  public String text() {
    return text;
  }

  /** Whether each word is in one of the texts. */
  boolean finds(String... texts) {
    String all = String.join("\n", texts).toLowerCase(Locale.ROOT);
    return words.stream().allMatch(all::contains);
  }

  /** A text in parts, of which those that were searched for are found. */
  public List<Part> mark(String of) {
    List<Part> parts = new ArrayList<>();
    int plain = 0;
    for (int at = 0; at < of.length(); ) {
      int length = longestAt(of, at);
      if (length == 0) {
        at++;
      } else {
        add(parts, of.substring(plain, at), false);
        add(parts, of.substring(at, at + length), true);
        at += length;
        plain = at;
      }
    }
    add(parts, of.substring(plain), false);
    return parts;
  }

  private int longestAt(String of, int at) {
    return words.stream()
        .filter(word -> of.regionMatches(true, at, word, 0, word.length()))
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }

  private static void add(List<Part> parts, String text, boolean found) {
    if (!text.isEmpty()) {
      parts.add(new Part(text, found));
    }
  }
}
