package dev.pilcrow.javalin;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * Refuses mutating requests that another site has made a browser send. Runs before every handler;
 * GET, HEAD and OPTIONS never count as mutating.
 */
final class CrossSiteRequests implements Handler {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final PilcrowConfig config;
  private final OriginCheck origins;
  private final RefusalLog log;

  CrossSiteRequests(PilcrowConfig config, OriginCheck origins, RefusalLog log) {
    this.config = config;
    this.origins = origins;
    this.log = log;
  }

  @Override
  public void handle(Context ctx) {
    HttpServletRequest request = ctx.req();
    if (SAFE.contains(request.getMethod())) {
      return;
    }
    String reason = origins.refuseMutation(request);
    if (reason == null || isExempt(ctx.path())) {
      return;
    }
    log.refused("a " + LogText.escape(request.getMethod()) + " request", ctx.path(), reason);
    new Refusal(403, "This request was refused: " + reason + ".").answer(ctx);
  }

  private boolean isExempt(String path) {
    for (String exempt : config.exemptPaths) {
      if (exempt.endsWith("/*")
          ? path.startsWith(exempt.substring(0, exempt.length() - 1)) && isPlain(path)
          : path.equals(exempt)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a path means what it says: no dots, escapes or parameters that may leave a prefix. */
  private static boolean isPlain(String path) {
    return !path.contains("..") && path.chars().noneMatch(c -> c == '%' || c == ';' || c == '\\');
  }
}
