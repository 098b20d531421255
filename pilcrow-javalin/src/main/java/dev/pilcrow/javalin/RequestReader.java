package dev.pilcrow.javalin;

import dev.pilcrow.negotiate.Accept;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads from a request what a response depends on. */
final class RequestReader {
  static final String TARGET = "silcrow-target";

  private RequestReader() {}

  static Accept accept(Context ctx) {
    Enumeration<String> lines = ctx.req().getHeaders("Accept");
    if (!lines.hasMoreElements()) {
      return Accept.parse(null);
    }
    String first = lines.nextElement();
    if (!lines.hasMoreElements()) {
      return Accept.parse(first);
    }
    List<String> all = new ArrayList<>(List.of(first));
    lines.asIterator().forEachRemaining(all::add);
    return Accept.parseLines(all);
  }

  /** Whether the browser loads a page, so that scripts will not see the response's headers. */
  static boolean isDocumentLoad(Context ctx) {
    return ctx.header(TARGET) == null;
  }

  /** Whether the request only reads. */
  static boolean isReading(Context ctx) {
    String method = ctx.req().getMethod();
    return method.equals("GET") || method.equals("HEAD");
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
