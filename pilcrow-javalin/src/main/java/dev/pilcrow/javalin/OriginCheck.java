package dev.pilcrow.javalin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request comes from the application's own pages, by the headers that browsers
 * set and pages cannot.
 *
 * <p>An origin that the application has allowed by name passes whatever Sec-Fetch-Site says of it:
 * that header calls every other site {@code cross-site}, the allowed ones too.
 */
final class OriginCheck {
  private final PilcrowConfig config;

  OriginCheck(PilcrowConfig config) {
    this.config = config;
  }

  /** Why a WebSocket upgrade is refused, or null if it may go on. */
  @Nullable String refuseUpgrade(HttpServletRequest request) {
    String header = request.getHeader("Origin");
    if (header == null) {
      if (isCrossSite(request)) {
        return "it comes from another site (Sec-Fetch-Site: cross-site)";
      }
      boolean credentials =
          request.getHeader("Cookie") != null || request.getHeader("Authorization") != null;
      return credentials && !config.allowMissingOrigin
          ? "it has credentials but no Origin header; browsers send one. For native clients with"
              + " cookies or Authorization call settings.allowMissingOrigin()"
          : null;
    }
    Optional<Origin> origin = Origin.parse(header);
    if (origin.isPresent() && config.allowedOrigins.contains(origin.get())) {
      return null;
    }
    if (isCrossSite(request)) {
      return "it comes from another site (Sec-Fetch-Site: cross-site, Origin: "
          + LogText.escape(header)
          + ")";
    }
    return origin.isPresent() && origin.equals(own(request)) ? null : foreign(header, request);
  }

  /**
   * Why an event stream is refused, or null if it may open. Browsers send no Origin with a GET of
   * the own origin.
   */
  @Nullable String refuseStream(HttpServletRequest request) {
    if (request.getHeader("Origin") != null) {
      return refuseUpgrade(request);
    }
    String site = request.getHeader("Sec-Fetch-Site");
    return "cross-site".equals(site) || "same-site".equals(site)
        ? "it comes from another origin (Sec-Fetch-Site: " + site + ")"
        : null;
  }

  /** Why a mutating request is refused, or null if it may go on. */
  @Nullable String refuseMutation(HttpServletRequest request) {
    String header = request.getHeader("Origin");
    Optional<Origin> origin = Origin.parse(header);
    if (origin.isPresent() && config.allowedOrigins.contains(origin.get())) {
      return null;
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if ("same-origin".equals(site) || "none".equals(site)) {
      return null;
    }
    if ("same-site".equals(site) || "cross-site".equals(site)) {
      return "it comes from another origin (Sec-Fetch-Site: "
          + site
          + (header == null ? "" : ", Origin: " + LogText.escape(header))
          + ")";
    }
    if (header != null) {
      return origin.isPresent() && origin.equals(own(request)) ? null : foreign(header, request);
    }
    if (site != null) {
      return "its Sec-Fetch-Site header is unknown and there is no Origin";
    }
    return config.requireOriginWithCookies && request.getHeader("Cookie") != null
        ? "it has a cookie but neither Sec-Fetch-Site nor Origin"
        : null;
  }

  /** The address that connection limits count by. */
  String address(HttpServletRequest request) {
    String forwarded = forwarded(request, "X-Forwarded-For");
    return forwarded == null ? request.getRemoteAddr() : forwarded;
  }

  private String foreign(String header, HttpServletRequest request) {
    Optional<Origin> own = own(request);
    return "its Origin "
        + LogText.escape(header)
        + " is not this server's "
        + own.map(Origin::toString).orElse("(unknown: the Host header is not valid)")
        + ". Behind a proxy that ends TLS call settings.trustForwardedHeaders(); for another origin"
        + " call settings.allowOrigin(\"https://...\")";
  }

  private Optional<Origin> own(HttpServletRequest request) {
    String scheme = forwarded(request, "X-Forwarded-Proto");
    String host = forwarded(request, "X-Forwarded-Host");
    if (host == null) {
      host = request.getServerName() + ":" + request.getServerPort();
    }
    return Origin.parse((scheme == null ? request.getScheme() : scheme) + "://" + host);
  }

  /** The last entry of a forwarding header, which is the one our own proxy has written. */
  private @Nullable String forwarded(HttpServletRequest request, String name) {
    if (!config.trustForwardedHeaders) {
      return null;
    }
    String last = null;
    var values = request.getHeaders(name);
    while (values.hasMoreElements()) {
      last = values.nextElement();
    }
    if (last == null) {
      return null;
    }
    String entry = last.substring(last.lastIndexOf(',') + 1).strip();
    return entry.isEmpty() ? null : entry;
  }

  private static boolean isCrossSite(HttpServletRequest request) {
    return "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
  }
}
