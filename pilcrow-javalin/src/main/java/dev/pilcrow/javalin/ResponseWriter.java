package dev.pilcrow.javalin;

import dev.pilcrow.negotiate.Representation;
import dev.pilcrow.response.Arm;
import dev.pilcrow.response.Chosen;
import dev.pilcrow.response.Effects;
import dev.pilcrow.response.Reply;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes replies. The only class that answers through a Context; everything that can fail is done
 * before the first byte of the response is set, so a failure leaves the response to the
 * application's exception handlers.
 */
final class ResponseWriter {
  private static final byte[] NOTHING = {};

  /** What a reply may depend on, besides the address. */
  private static final String NEGOTIATED = "Accept, " + RequestReader.TARGET;

  private ResponseWriter() {}

  static void respond(Context ctx, Effects shared, Reply reply) throws Exception {
    write(ctx, Chosen.of(RequestReader.accept(ctx), shared, reply));
  }

  static void respond(Context ctx, Effects shared, Arm first, Arm second) throws Exception {
    boolean silcrow = !RequestReader.isDocumentLoad(ctx);
    write(ctx, Chosen.of(RequestReader.accept(ctx), silcrow, shared, first, second));
  }

  private static void write(Context ctx, Chosen chosen) throws Exception {
    ReplyConfig config = ReplyConfig.of(ctx);
    String target = ctx.header(RequestReader.TARGET);
    if (target != null) {
      chosen.forTarget(target.trim());
    }
    byte[] body = body(ctx, chosen, config);
    Chosen.Head head = chosen.head(ctx.cookie(Chosen.TOAST_COOKIE), RequestReader.isHttps(ctx));
    Map<String, String> headers = mounted(ctx, head.headers());
    Optional<String> toasts = head.toastCookie();

    HttpServletResponse response = ctx.res();
    ctx.status(chosen.status()).result(body);
    response.setContentType(chosen.contentType().orElse(null));
    headers.forEach(
        (name, value) -> {
          if (name.equalsIgnoreCase("Vary")) {
            vary(response, value);
          } else if (name.equalsIgnoreCase("Set-Cookie")) {
            response.addHeader(name, value);
          } else {
            response.setHeader(name, value);
          }
        });
    toasts.ifPresent(cookie -> response.addHeader("Set-Cookie", cookie));
    vary(response, NEGOTIATED);
    protect(response, chosen, toasts.isPresent());
    if (config.entityTags && isReusable(ctx, chosen)) {
      tag(ctx, body, headers);
    }
  }

  /** Whether a client that has this answer may use it again. */
  private static boolean isReusable(Context ctx, Chosen chosen) {
    return chosen.status() == 200
        && chosen.representation().isPresent()
        && chosen.toasts().isEmpty()
        && !ctx.res().containsHeader("Set-Cookie")
        && !String.valueOf(ctx.res().getHeader("Cache-Control")).contains("no-store")
        && RequestReader.isReading(ctx);
  }

  /** Names the answer, unless the application did, and leaves out what the client has. */
  private static void tag(Context ctx, byte[] body, Map<String, String> headers) {
    String tag = ctx.res().getHeader("ETag");
    if (tag == null) {
      tag = EntityTag.of(body, String.valueOf(ctx.res().getContentType()), headers);
      ctx.res().setHeader("ETag", tag);
    }
    if (EntityTag.matches(ctx.req().getHeaders("If-None-Match"), tag)) {
      ctx.status(304).result(NOTHING);
      ctx.res().setContentType(null);
    }
  }

  private static void protect(HttpServletResponse response, Chosen chosen, boolean toasts) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (isJson(chosen) && !response.containsHeader("Cross-Origin-Resource-Policy")) {
      response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    }
    if (toasts) {
      response.setHeader("Cache-Control", "no-store"); // a stored toast would be shown again
    } else if (!response.containsHeader("Cache-Control")) {
      boolean personal = response.containsHeader("Set-Cookie");
      response.setHeader("Cache-Control", personal ? "no-store" : "private, no-cache");
    }
  }

  private static byte[] body(Context ctx, Chosen chosen, ReplyConfig config) throws Exception {
    if (chosen.refusal().isPresent()) {
      return chosen.refusal().get().getBytes(StandardCharsets.UTF_8);
    }
    if (chosen.representation().isEmpty()) {
      return NOTHING;
    }
    @Nullable Object value = chosen.body();
    String text =
        isJson(chosen)
            ? JsonBody.write(ctx.jsonMapper(), value, chosen.bodyToasts())
            : markup(ctx, chosen, String.valueOf(value), config);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String markup(Context ctx, Chosen chosen, String page, ReplyConfig config)
      throws Exception {
    if (RequestReader.isDocumentLoad(ctx)) {
      return DocumentMeta.insert(page, mounted(ctx, chosen.metas()));
    }
    Optional<String> selector = chosen.selector();
    return chosen.withAlso(
        config.extractParts && selector.isPresent() ? PagePart.cut(page, selector.get()) : page);
  }

  private static boolean isJson(Chosen chosen) {
    return chosen.representation().filter(Representation.JSON::equals).isPresent();
  }

  /** Routes are declared as the application sees them; browsers need its context path before. */
  private static Map<String, String> mounted(Context ctx, Map<String, String> headers) {
    String mount = ctx.contextPath();
    if (mount.length() < 2
        || !(headers.containsKey("silcrow-ws") || headers.containsKey("silcrow-sse"))) {
      return headers;
    }
    Map<String, String> mounted = new LinkedHashMap<>(headers);
    mounted.computeIfPresent("silcrow-ws", (name, path) -> mount + path);
    mounted.computeIfPresent("silcrow-sse", (name, path) -> mount + path);
    return mounted;
  }

  /** Adds to Vary what is not there yet. */
  static void vary(HttpServletResponse response, String names) {
    if (!response.containsHeader("Vary")) {
      response.setHeader("Vary", names);
      return;
    }
    String all = String.join(", ", response.getHeaders("Vary"));
    for (String name : names.split(",", -1)) {
      String trimmed = name.trim();
      boolean there = false;
      for (String present : all.split(",", -1)) {
        there |= present.trim().equalsIgnoreCase(trimmed) || present.trim().equals("*");
      }
      if (!there && !trimmed.isEmpty()) {
        all = all.isEmpty() ? trimmed : all + ", " + trimmed;
      }
    }
    response.setHeader("Vary", all);
  }
}
