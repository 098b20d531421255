package dev.pilcrow.javalin;

/** Escapes text for HTML. */
final class Markup {
  private Markup() {}

  /** Safe as text and in quoted attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
