package dev.pilcrow.javalin;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps WebSocket upgrades from creating HTTP sessions.
 *
 * <p>Javalin asks every upgrade, refused ones too, for its session's attributes, and asking creates
 * a session and a cookie. Behind this filter the answer is a session without attributes that no
 * session manager knows; a real one is made when a handler writes an attribute.
 */
final class UpgradeFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean upgrade =
        request instanceof HttpServletRequest http
            && http.getHeader("Sec-WebSocket-Version") != null;
    chain.doFilter(upgrade ? new Upgrade((HttpServletRequest) request) : request, response);
  }

  /** The same request, which says that it has no session rather than making one. */
  static HttpServletRequest withoutNewSession(HttpServletRequest request) {
    return new Upgrade(request);
  }

  private static final class Upgrade extends HttpServletRequestWrapper {
    private @Nullable HttpSession empty;

    Upgrade(HttpServletRequest request) {
      super(request);
    }

    @Override
    public HttpSession getSession() {
      HttpSession real = super.getSession(false);
      if (real != null) {
        return real;
      }
      if (empty == null) {
        empty = new EmptySession(getServletContext(), () -> super.getSession(true));
      }
      return empty;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
      return create ? getSession() : super.getSession(false);
    }
  }
}
