package dev.pilcrow.chat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.safety.Safelist;

/**
 * Makes HTML of what people type: paragraphs, line breaks, {@code **bold**}, {@code *italic*},
 * {@code ~~gone~~}, {@code `code`}, fenced code, quotes, lists and links.
 *
 * <p>All text is escaped before it becomes markup, and the result goes through jsoup's allow-list
 * as well, so a mistake here still cannot put a script into a page.
 */
final class Markup {
  private static final Safelist SAFE =
      Safelist.none()
          .addTags("p", "br", "strong", "em", "del", "code", "pre", "a", "ul", "ol", "li")
          .addTags("blockquote")
          .addAttributes("a", "href")
          .addAttributes("ol", "start")
          .addProtocols("a", "href", "http", "https", "mailto")
          .addEnforcedAttribute("a", "rel", "noopener nofollow ugc")
          .addEnforcedAttribute("a", "target", "_blank");
  private static final Document.OutputSettings AS_WRITTEN =
      new Document.OutputSettings().prettyPrint(false);

  private static final Pattern BULLET = Pattern.compile("[-*•] +(.+)");
  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,6})[.)] +(.+)");
  private static final Pattern QUOTE = Pattern.compile("> ?(.*)");
  private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"`]{1,2000}");
  private static final int MAX_DEPTH = 6;

  /** Where in nested marks the writer is; a link holds no link. */
  private record Inside(int depth, boolean link) {
    static final Inside TEXT = new Inside(0, false);

    Inside deeper() {
      return new Inside(depth + 1, link);
    }
  }

  private Markup() {}

  /** The text as HTML that is safe in any element that takes blocks. */
  static String html(String text) {
    return Jsoup.clean(blocks(text.lines().toList()), "", SAFE, AS_WRITTEN);
  }

  /** The text on one line and without marks, where nothing can be bold. */
  static String plain(String text) {
    return Jsoup.parseBodyFragment(html(text)).text();
  }

  private static String blocks(List<String> lines) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < lines.size()) {
      String line = lines.get(i);
      int start = i;
      if (line.isBlank()) {
        i++;
      } else if (line.startsWith("```")) {
        i = fenced(lines, i, out);
      } else if (BULLET.matcher(line).matches()) {
        i = run(lines, i, BULLET);
        items(lines.subList(start, i), BULLET, "<ul>", "</ul>", out);
      } else if (NUMBER.matcher(line).matches()) {
        Matcher first = NUMBER.matcher(line);
        i = run(lines, i, NUMBER);
        String from = first.matches() ? first.group(1) : "1";
        items(lines.subList(start, i), NUMBER, "<ol start=\"" + from + "\">", "</ol>", out);
      } else if (line.startsWith(">")) {
        i = run(lines, i, QUOTE);
        out.append("<blockquote>");
        paragraph(lines.subList(start, i).stream().map(Markup::unquoted).toList(), out);
        out.append("</blockquote>");
      } else {
        while (i < lines.size() && isPlain(lines.get(i))) {
          i++;
        }
        paragraph(lines.subList(start, i), out);
      }
    }
    return out.toString();
  }

  private static boolean isPlain(String line) {
    return !line.isBlank()
        && !line.startsWith("```")
        && !line.startsWith(">")
        && !BULLET.matcher(line).matches()
        && !NUMBER.matcher(line).matches();
  }

  private static int run(List<String> lines, int from, Pattern kind) {
    int i = from;
    while (i < lines.size() && kind.matcher(lines.get(i)).matches()) {
      i++;
    }
    return i;
  }

  private static String unquoted(String line) {
    Matcher quote = QUOTE.matcher(line);
    return quote.matches() ? quote.group(1) : line;
  }

  private static int fenced(List<String> lines, int from, StringBuilder out) {
    int end = from + 1;
    while (end < lines.size() && !lines.get(end).startsWith("```")) {
      end++;
    }
    String sameLine = lines.get(from).substring(3);
    if (sameLine.endsWith("```") && sameLine.length() > 3) {
      out.append("<pre><code>");
      escape(sameLine.substring(0, sameLine.length() - 3), out);
      out.append("</code></pre>");
      return from + 1;
    }
    out.append("<pre><code>");
    escape(String.join("\n", lines.subList(from + 1, end)), out);
    out.append("</code></pre>");
    return Math.min(end + 1, lines.size());
  }

  private static void items(
      List<String> lines, Pattern kind, String open, String close, StringBuilder out) {
    out.append(open);
    for (String line : lines) {
      Matcher item = kind.matcher(line);
      if (item.matches()) {
        out.append("<li>");
        inline(item.group(item.groupCount()), Inside.TEXT, out);
        out.append("</li>");
      }
    }
    out.append(close);
  }

  private static void paragraph(List<String> lines, StringBuilder out) {
    out.append("<p>");
    String separator = "";
    for (String line : lines) {
      out.append(separator);
      inline(line, Inside.TEXT, out);
      separator = "<br>";
    }
    out.append("</p>");
  }

  /** Marks within a line. Looks ahead for each closing mark once, so it stays fast on any input. */
  private static void inline(String text, Inside inside, StringBuilder out) {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int next =
          switch (c) {
            case '`' -> code(text, i, out);
            case '*' ->
                text.startsWith("**", i)
                    ? marked(text, i, "**", "strong", inside, out)
                    : marked(text, i, "*", "em", inside, out);
            case '_' -> wordStart(text, i) ? marked(text, i, "_", "em", inside, out) : i;
            case '~' -> marked(text, i, "~~", "del", inside, out);
            case '[' -> inside.link() ? i : namedLink(text, i, inside, out);
            case 'h' -> inside.link() || !wordStart(text, i) ? i : bareLink(text, i, out);
            default -> i;
          };
      if (next == i) {
        escape(c, out);
        next++;
      }
      i = next;
    }
  }

  private static boolean wordStart(String text, int i) {
    return i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1));
  }

  private static int code(String text, int from, StringBuilder out) {
    int end = text.indexOf('`', from + 1);
    if (end <= from + 1) {
      return from;
    }
    out.append("<code>");
    escape(text.substring(from + 1, end), out);
    out.append("</code>");
    return end + 1;
  }

  private static int marked(
      String text, int from, String mark, String tag, Inside inside, StringBuilder out) {
    int start = from + mark.length();
    if (inside.depth() == MAX_DEPTH || !text.startsWith(mark, from) || start >= text.length()) {
      return from;
    }
    int end = text.indexOf(mark, start + 1);
    if (end > 0 && text.startsWith(mark, end + 1)) {
      end++;
    }
    boolean closes =
        end > 0
            && !Character.isWhitespace(text.charAt(start))
            && !Character.isWhitespace(text.charAt(end - 1));
    int after = end + mark.length();
    boolean insideWord =
        mark.equals("_")
            && closes
            && after < text.length()
            && Character.isLetterOrDigit(text.charAt(after));
    if (!closes || insideWord) {
      return from;
    }
    out.append('<').append(tag).append('>');
    inline(text.substring(start, end), inside.deeper(), out);
    out.append("</").append(tag).append('>');
    return after;
  }

  private static int namedLink(String text, int from, Inside inside, StringBuilder out) {
    int middle = text.indexOf("](", from);
    int end = middle < 0 ? -1 : text.indexOf(')', middle);
    if (inside.depth() == MAX_DEPTH || middle <= from + 1 || end < 0) {
      return from;
    }
    String address = text.substring(middle + 2, end);
    if (!URL.matcher(address).matches() && !address.matches("mailto:[^\\s<>\"`]{3,200}")) {
      return from;
    }
    out.append("<a href=\"");
    escape(address, out);
    out.append("\">");
    inline(text.substring(from + 1, middle), new Inside(inside.depth() + 1, true), out);
    out.append("</a>");
    return end + 1;
  }

  private static int bareLink(String text, int from, StringBuilder out) {
    Matcher url = URL.matcher(text).region(from, text.length());
    if (!url.lookingAt()) {
      return from;
    }
    int end = url.end();
    while (end > from && ".,;:!?'*_~)]".indexOf(text.charAt(end - 1)) >= 0) {
      boolean paired = text.charAt(end - 1) == ')' && text.substring(from, end).contains("(");
      if (paired) {
        break;
      }
      end--;
    }
    String address = text.substring(from, end);
    if (address.length() <= "https://".length()) {
      return from;
    }
    out.append("<a href=\"");
    escape(address, out);
    out.append("\">");
    escape(address, out);
    out.append("</a>");
    return end;
  }

  /** Text as markup that shows it. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    escape(text, out);
    return out.toString();
  }

  private static void escape(String text, StringBuilder out) {
    text.chars().forEach(c -> escape((char) c, out));
  }

  private static void escape(char c, StringBuilder out) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.append(c);
    }
  }
}
