package dev.pilcrow.javalin;

import dev.pilcrow.negotiate.Accept;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads from a request what a response depends on. */
final class RequestReader {
  static final String TARGET = "silcrow-target";

  private RequestReader() {}

  static Accept accept(Context ctx) {
    return Accept.parseLines(Collections.list(ctx.req().getHeaders("Accept")));
  }

  /** Whether the browser loads a page, so that scripts will not see the response's headers. */
  static boolean isDocumentLoad(Context ctx) {
    return ctx.header(TARGET) == null;
  }

  /**
   * Whether cookies may be Secure. A proxy's word is enough: who forges it only loses the own
   * cookie.
   */
  static boolean isHttps(Context ctx) {
    if (ctx.scheme().equals("https")) {
      return true;
    }
    @Nullable String forwarded = ctx.header("X-Forwarded-Proto");
    return forwarded != null
        && forwarded
            .substring(forwarded.lastIndexOf(',') + 1)
            .trim()
            .toLowerCase(Locale.ROOT)
            .equals("https");
  }
}
