package dev.pilcrow.javalin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.NodeIterator;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a page down to what the client will use of it: the element that a selector names, the title,
 * the modifiers in meta elements, and what says which version of its assets the page needs. It
 * stays a document, so the client does with it what it would do with the page.
 *
 * <p>Whatever is odd leaves the page whole, for the client to find the part: a selector that is
 * more than a tag, an id and classes, a part that is not there, markup with an error, a part inside
 * something that the client treats in its own way.
 */
final class PagePart {
  private static final String WORD = "[A-Za-z_][\\w-]*";

  private static final Pattern SELECTOR =
      Pattern.compile("([A-Za-z][\\w-]*)?(?:#(" + WORD + "))?((?:\\." + WORD + ")*)");

  /** As the client tells a document from a fragment. */
  private static final Pattern DOCUMENT =
      Pattern.compile("\\s*<(?:!|html\\b)", Pattern.CASE_INSENSITIVE);

  private static final int LONGEST_SELECTOR = 256;

  /** In characters; longer pages are not parsed. */
  private static final int LONGEST_PAGE = 1 << 20;

  /** What the client drops, never fills, or parses by other rules. */
  private static final Pattern ODD =
      Pattern.compile(
          "applet|base|body|embed|fencedframe|frame|frameset|head|html|iframe|link|listing|math|meta"
              + "|noembed|noframes|noscript|object|plaintext|portal|script|style|svg|template|title"
              + "|xmp");

  private final @Nullable String tag;
  private final @Nullable String id;
  private final List<String> classes;

  private PagePart(Matcher words) {
    String name = words.group(1);
    String dotted = words.group(3);
    tag = name == null ? null : name.toLowerCase(Locale.ROOT);
    id = words.group(2);
    classes =
        dotted == null || dotted.isEmpty()
            ? List.of()
            : List.of(dotted.substring(1).split("\\.", -1));
  }

  /** The page, or what a client that asked for this selector will use of it. */
  static String cut(String page, String selector) {
    Matcher words = SELECTOR.matcher(selector);
    return selector.isEmpty()
            || selector.length() > LONGEST_SELECTOR
            || page.length() > LONGEST_PAGE
            || !words.matches()
            || !DOCUMENT.matcher(page).lookingAt()
        ? page
        : new PagePart(words).of(page);
  }

  private String of(String page) {
    if (id != null && !page.contains(id)) {
      return page;
    }
    Parser parser = Parser.htmlParser().setTrackErrors(1);
    Document document = parser.parseInput(page, "");
    if (!parser.getErrors().isEmpty()) {
      return page;
    }
    document.outputSettings().prettyPrint(false);
    Element head = document.head();
    Element part = null;
    StringBuilder cut = new StringBuilder("<!doctype html>");
    var elements = new NodeIterator<>(document, Element.class);
    while (elements.hasNext()) {
      Element element = elements.next();
      if (isKept(element, head)) {
        cut.append(element.outerHtml());
      } else if (part == null && isMeant(element)) {
        part = element;
      }
    }
    return part == null || isOdd(part) ? page : cut.append(part.outerHtml()).toString();
  }

  private static boolean isKept(Element element, Element head) {
    return switch (element.normalName()) {
      case "title" -> head.equals(element.parent());
      case "meta" -> element.attr("name").startsWith("silcrow-");
      case "script" -> isAsset(element, element.attr("src"));
      case "link" -> isAsset(element, element.attr("href"));
      default -> false;
    };
  }

  private static boolean isAsset(Element element, String address) {
    return !address.isEmpty()
        && (element.hasAttr("data-silcrow-track") || address.contains("/silcrow."));
  }

  /** Whether this is a match as CSS has it, where ids and classes differ by case. */
  private boolean isMeant(Element element) {
    return (tag == null || element.normalName().equals(tag))
        && (id == null || element.id().equals(id))
        && (classes.isEmpty()
            || Arrays.asList(element.className().split("\\s+", -1)).containsAll(classes));
  }

  private static boolean isOdd(Element part) {
    Element around = part;
    do {
      if (around.hasAttr("s-untrusted") || ODD.matcher(around.normalName()).matches()) {
        return true;
      }
      around = around.parent();
    } while (around != null && !around.normalName().equals("body"));
    return around != null && around.hasAttr("s-untrusted");
  }
}
