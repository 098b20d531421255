package dev.pilcrow.javalin;

import dev.pilcrow.response.Problem;
import io.javalin.http.Context;

/**
 * Renders a problem as a page for people, in the application's own look. Whatever this throws is
 * logged, and the default page is shown.
 */
@FunctionalInterface
public interface ErrorPage {
  /**
   * A whole document. The status, headers and content type are set for it.
   *
   * @param ctx the request that failed
   * @param problem what to say: a title, always a detail, and for errors of the server a member
   *     {@code reference} that also stands in the log
   */
  CharSequence render(Context ctx, Problem problem) throws Exception;
}
