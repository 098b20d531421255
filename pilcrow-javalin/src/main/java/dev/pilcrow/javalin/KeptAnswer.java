package dev.pilcrow.javalin;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A copy of what a request was answered.
 *
 * @param body null for one that was too large to keep, or is read from elsewhere
 */
record KeptAnswer(int status, List<Header> headers, byte @Nullable [] body) {
  /** What the server writes itself. */
  private static final Set<String> OF_THE_SERVER =
      Set.of("connection", "content-length", "date", "keep-alive", "server", "transfer-encoding");

  /** A rough price of an entry and its key, besides the texts in it. */
  private static final int OVERHEAD = 512;

  record Header(String name, String value) {}

  /** Copies the answer that has been prepared, and leaves it as it is. */
  static KeptAnswer of(Context ctx, long maxBytes) {
    HttpServletResponse response = ctx.res();
    List<Header> headers = new ArrayList<>();
    for (String name : response.getHeaderNames()) {
      if (!OF_THE_SERVER.contains(name.toLowerCase(Locale.ROOT))) {
        response.getHeaders(name).forEach(value -> headers.add(new Header(name, value)));
      }
    }
    InputStream result = ctx.resultInputStream();
    byte @Nullable [] body = result == null ? new byte[0] : copy(result, maxBytes);
    KeptAnswer answer = new KeptAnswer(ctx.statusCode(), List.copyOf(headers), body);
    return body != null && answer.bytes() <= maxBytes
        ? answer
        : new KeptAnswer(ctx.statusCode(), List.of(), null);
  }

  private static byte @Nullable [] copy(InputStream result, long maxBytes) {
    if (!(result instanceof ByteArrayInputStream bytes) || bytes.available() > maxBytes) {
      return null;
    }
    byte[] copy = bytes.readAllBytes();
    bytes.reset();
    return copy;
  }

  long bytes() {
    long bytes = OVERHEAD + (body == null ? 0 : body.length);
    for (Header header : headers) {
      bytes += 64L + header.name().length() + header.value().length();
    }
    return bytes;
  }

  /** Gives the same answer to another request. */
  void repeat(Context ctx, byte[] content) {
    HttpServletResponse response = ctx.res();
    ctx.status(status).result(content);
    Set<String> replaced = new HashSet<>(Set.of("set-cookie"));
    for (Header header : headers) {
      if (replaced.add(header.name().toLowerCase(Locale.ROOT))) {
        response.setHeader(header.name(), header.value());
      } else {
        response.addHeader(header.name(), header.value());
      }
    }
    response.setHeader("Idempotent-Replayed", "true");
  }
}
