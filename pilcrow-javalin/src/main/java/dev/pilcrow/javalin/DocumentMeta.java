package dev.pilcrow.javalin;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes modifiers into the head of a page as meta elements, because scripts cannot read the
 * headers of the document they run in.
 *
 * <p>They go before {@code </head>}, or else before the first thing that a browser puts into the
 * body: a meta element there belongs to the head even when no tag says so. That is never before a
 * doctype.
 */
final class DocumentMeta {
  /** Elements of the head; with {@code html} and {@code head} themselves. */
  private static final Set<String> HEAD =
      Set.of(
          "html",
          "head",
          "title",
          "meta",
          "link",
          "base",
          "script",
          "style",
          "noscript",
          "template");

  /** Elements whose content is not read for tags. */
  private static final Set<String> RAW = Set.of("title", "script", "style", "noscript", "template");

  /** One more than any name compared here, so that hostile names cost nothing. */
  private static final int LONGEST_NAME = "/template".length() + 1;

  private DocumentMeta() {}

  static String insert(String html, Map<String, String> metas) {
    if (metas.isEmpty()) {
      return html;
    }
    StringBuilder elements = new StringBuilder(64 * metas.size());
    metas.forEach(
        (name, value) ->
            elements
                .append("<meta name=\"")
                .append(name)
                .append("\" content=\"")
                .append(escape(value))
                .append("\">"));
    int at = place(html);
    return new StringBuilder(html.length() + elements.length())
        .append(html, 0, at)
        .append(elements)
        .append(html, at, html.length())
        .toString();
  }

  private static int place(String html) {
    int from = html.startsWith("\uFEFF") ? 1 : 0;
    for (int i = html.indexOf('<', from); i >= 0; i = html.indexOf('<', from)) {
      if (!html.substring(from, i).isBlank()) {
        return from;
      }
      int end;
      if (html.startsWith("<!--", i)) {
        end = after(html, "-->", i + 2);
      } else {
        int nameEnd = nameEnd(html, i + 1);
        String name = html.substring(i + 1, nameEnd).toLowerCase(Locale.ROOT);
        if (!belongsToHead(name)) {
          return i;
        }
        end = tagEnd(html, nameEnd);
        if (end > 0 && RAW.contains(name)) {
          end = afterClosing(html, name, end);
        }
      }
      if (end < 0) {
        return i; // it never ends, so what follows would be part of it
      }
      from = end;
    }
    return from;
  }

  private static boolean belongsToHead(String name) {
    return HEAD.contains(name)
        || name.startsWith("!")
        || name.startsWith("?")
        || (name.startsWith("/") && !name.equals("/head"));
  }

  private static int nameEnd(String html, int from) {
    int limit = Math.min(html.length(), from + LONGEST_NAME);
    int i = from;
    while (i < limit && " \t\r\n\f>".indexOf(html.charAt(i)) < 0) {
      if (html.charAt(i) == '/' && i > from) {
        break;
      }
      i++;
    }
    return i;
  }

  /** After the tag's {@code >}, not one in a quoted attribute; -1 when it never ends. */
  private static int tagEnd(String html, int from) {
    char quote = 0;
    char before = 0;
    for (int i = from; i < html.length(); i++) {
      char c = html.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '>') {
        return i + 1;
      } else if ((c == '"' || c == '\'') && before == '=') {
        quote = c;
      }
      before = Character.isWhitespace(c) ? before : c;
    }
    return -1;
  }

  /** After the element's closing tag; -1 when it has none. */
  private static int afterClosing(String html, String name, int from) {
    for (int i = from; (i = html.indexOf("</", i)) >= 0; i += 2) {
      int end = nameEnd(html, i + 2);
      if (html.substring(i + 2, end).equalsIgnoreCase(name)) {
        return tagEnd(html, end);
      }
    }
    return -1;
  }

  private static int after(String html, String text, int from) {
    int at = html.indexOf(text, from);
    return at < 0 ? -1 : at + text.length();
  }

  private static String escape(String value) {
    return value
        .replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
