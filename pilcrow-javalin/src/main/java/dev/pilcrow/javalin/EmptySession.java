package dev.pilcrow.javalin;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Enumeration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session that does not exist until something is written to it: reading finds nothing, the first
 * written attribute makes a real session and goes there.
 */
final class EmptySession implements HttpSession {
  private final ServletContext context;
  private final Supplier<HttpSession> maker;
  private @Nullable HttpSession real;

  EmptySession(ServletContext context, Supplier<HttpSession> maker) {
    this.context = context;
    this.maker = maker;
  }

  private HttpSession made() {
    HttpSession session = real;
    if (session == null) {
      session = maker.get();
      real = session;
    }
    return session;
  }

  @Override
  public long getCreationTime() {
    return real == null ? 0 : real.getCreationTime();
  }

  @Override
  public String getId() {
    return real == null ? "" : real.getId();
  }

  @Override
  public long getLastAccessedTime() {
    return real == null ? 0 : real.getLastAccessedTime();
  }

  @Override
  public ServletContext getServletContext() {
    return context;
  }

  @Override
  public void setMaxInactiveInterval(int seconds) {
    made().setMaxInactiveInterval(seconds);
  }

  @Override
  public int getMaxInactiveInterval() {
    return real == null ? 0 : real.getMaxInactiveInterval();
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return real == null ? null : real.getAttribute(name);
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    return real == null ? Collections.emptyEnumeration() : real.getAttributeNames();
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    if (real != null || value != null) {
      made().setAttribute(name, value);
    }
  }

  @Override
  public void removeAttribute(String name) {
    if (real != null) {
      real.removeAttribute(name);
    }
  }

  @Override
  public void invalidate() {
    if (real != null) {
      real.invalidate();
    }
  }

  @Override
  public boolean isNew() {
    return real == null || real.isNew();
  }
}
