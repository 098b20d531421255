package dev.pilcrow.response;

/** The check of URLs that may only lead within the site. */
final class SafePath {
  private SafePath() {}

  /**
   * The path, percent-encoded. A browser must not read it as another site, so it starts with one
   * slash, no backslash follows, and it holds no control characters (browsers drop tabs and line
   * breaks).
   */
  static String check(String word, String path) {
    HeaderText.requireText("path for " + word, path);
    boolean local =
        path.charAt(0) == '/'
            && (path.length() == 1 || (path.charAt(1) != '/' && path.charAt(1) != '\\'));
    if (!local) {
      throw new IllegalArgumentException(
          "Expected a path of this site for %s, starting with one '/', but found '%s'.%s"
              .formatted(
                  word,
                  path,
                  path.contains("//")
                      ? " For another site answer with navigateExternal(URI)."
                      : " Write '/" + path.replaceFirst("^[/\\\\.]+", "") + "'."));
    }
    return AsciiText.url(path);
  }

  /** Like {@link #check}, but a query or fragment of the current page will do too. */
  static String checkHistory(String url) {
    if (url.startsWith("?") || url.startsWith("#")) {
      return AsciiText.url(HeaderText.requireText("URL for pushHistory", url));
    }
    return check("pushHistory", url);
  }
}
