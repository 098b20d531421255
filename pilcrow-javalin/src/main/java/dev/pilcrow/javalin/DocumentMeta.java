package dev.pilcrow.javalin;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes modifiers into a page as meta elements, because scripts cannot read the headers of the
 * document they run in.
 *
 * <p>They go before {@code </head>}; without one right after {@code <body>}; without that to the
 * start of the markup, but never before a doctype. Comments, scripts and other raw text are
 * skipped.
 */
final class DocumentMeta {
  private static final Set<String> RAW_TEXT =
      Set.of("script", "style", "textarea", "title", "xmp", "noscript", "template");

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
    int content = -1;
    for (int i = from; (i = html.indexOf('<', from)) >= 0; ) {
      if (content < 0 && !html.substring(from, i).isBlank()) {
        content = from;
      }
      if (html.startsWith("<!--", i)) {
        from = after(html, "-->", i + 2);
        continue;
      }
      int nameEnd = nameEnd(html, i + 1);
      String name = html.substring(i + 1, nameEnd).toLowerCase(Locale.ROOT);
      if (name.equals("/head")) {
        return i;
      }
      boolean tag = startsTag(name);
      from = tag ? tagEnd(html, nameEnd) : i + 1;
      if (name.equals("body")) {
        return from;
      }
      if (content < 0 && !(tag && isPrologue(name))) {
        content = i;
      }
      if (RAW_TEXT.contains(name)) {
        from = afterClosing(html, name, from);
      }
    }
    return content < 0 ? from : content;
  }

  private static boolean isPrologue(String name) {
    return name.startsWith("!")
        || name.startsWith("?")
        || name.equals("html")
        || name.equals("head");
  }

  /** Whether a name after {@code <} makes it a tag, not a stray less-than sign. */
  private static boolean startsTag(String name) {
    return !name.isEmpty()
        && (Character.isLetter(name.charAt(0)) || "/!?".indexOf(name.charAt(0)) >= 0);
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

  /** After the tag's {@code >}, which may also stand in a quoted attribute. */
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
    return html.length();
  }

  private static int afterClosing(String html, String name, int from) {
    for (int i = from; (i = html.indexOf("</", i)) >= 0; i += 2) {
      int end = nameEnd(html, i + 2);
      if (html.substring(i + 2, end).equalsIgnoreCase(name)) {
        return tagEnd(html, end);
      }
    }
    return html.length();
  }

  private static int after(String html, String text, int from) {
    int at = html.indexOf(text, from);
    return at < 0 ? html.length() : at + text.length();
  }

  private static String escape(String value) {
    return value
        .replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
