package dev.pilcrow.javalin;

import static dev.pilcrow.javalin.Markup.escape;

import dev.pilcrow.response.Problem;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The error page of an application that has none: readable in light and dark and without a style
 * sheet, since a policy may allow none.
 */
final class PlainErrorPage {
  private PlainErrorPage() {}

  static String render(Context ctx, Problem problem, @Nullable Failure failure) {
    String title = escape(problem.title());
    StringBuilder page =
        new StringBuilder(1_024)
            .append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
            .append("<meta name=\"robots\" content=\"noindex\">\n<title>")
            .append(problem.status())
            .append(' ')
            .append(title)
            .append("</title>\n</head>\n<body>\n<main>\n<h1>")
            .append(title)
            .append("</h1>\n<p>")
            .append(escape(problem.detail().orElse("")))
            .append("</p>\n");
    problem
        .member("reference")
        .map(JsonNode::asString)
        .ifPresent(
            reference ->
                page.append("<p>Reference: <code>")
                    .append(escape(reference))
                    .append("</code></p>\n"));
    if (failure != null) {
      append(page, failure);
    }
    String start = ctx.contextPath().length() > 1 ? ctx.contextPath() + '/' : "/";
    return page.append("<p><a href=\"")
        .append(escape(start))
        .append("\">Start page</a></p>\n</main>\n</body>\n</html>\n")
        .toString();
  }

  private static void append(StringBuilder page, Failure failure) {
    page.append("<h2>").append(escape(failure.summary())).append("</h2>\n");
    Excerpt excerpt = failure.excerpt();
    if (excerpt != null) {
      page.append("<h3>").append(escape(excerpt.place())).append("</h3>\n<pre>");
      for (int i = 0; i < excerpt.lines().size(); i++) {
        int number = excerpt.first() + i;
        String line = "%5d  %s".formatted(number, excerpt.lines().get(i));
        boolean here = number == excerpt.line();
        page.append(here ? "<mark>" : "").append(escape(line)).append(here ? "</mark>\n" : "\n");
      }
      page.append("</pre>\n");
    }
    page.append("<details>\n<summary>Stack trace</summary>\n<pre>")
        .append(escape(String.join("\n", failure.trace())))
        .append("</pre>\n</details>\n");
  }
}
