package dev.pilcrow.javalin;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notes when a request came in; keeps WebSocket upgrades from creating HTTP sessions, and open
 * sockets from keeping requests.
 *
 * <p>Javalin asks every upgrade, refused ones too, for its session's attributes, and asking creates
 * a session and a cookie. Behind this filter the answer is a session without attributes that no
 * session manager knows; a real one is made when a handler writes an attribute.
 *
 * <p>Javalin keeps the context of an upgrade for as long as the socket is open, and that keeps
 * Jetty's request and response and the HTTP connection they came over: 5 KiB for each socket. The
 * context has copied what there is to read, so for our own routes both are let go ({@link
 * OwnFrameHandlers} has the other half).
 */
final class UpgradeFilter implements Filter {
  private final LongSupplier ticker;

  UpgradeFilter(LongSupplier ticker) {
    this.ticker = ticker;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    ArrivalTime.note(request, ticker.getAsLong());
    if (!(request instanceof HttpServletRequest http
        && response instanceof HttpServletResponse answer
        && http.getHeader("Sec-WebSocket-Version") != null)) {
      chain.doFilter(request, response);
      return;
    }
    Upgrade upgrade = new Upgrade(http);
    HttpServletResponseWrapper answered = new HttpServletResponseWrapper(answer);
    chain.doFilter(upgrade, answered);
    if (answer.getStatus() == 101 && WsRoutes.isOurs(http)) {
      upgrade.setRequest(StandIn.REQUEST);
      answered.setResponse(StandIn.RESPONSE);
    }
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
