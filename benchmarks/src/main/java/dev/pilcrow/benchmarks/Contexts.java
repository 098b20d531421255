package dev.pilcrow.benchmarks;

import dev.pilcrow.javalin.Pilcrow;
import io.javalin.Javalin;
import io.javalin.config.JavalinState;
import io.javalin.http.Context;
import io.javalin.http.servlet.JavalinServletContext;
import io.javalin.http.servlet.JavalinServletContextConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** Javalin's contexts over requests that came from nowhere. */
final class Contexts {
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

  private final JavalinServletContextConfig config;

  Contexts() {
    JavalinState[] state = new JavalinState[1];
    Javalin.create(
        javalin -> {
          Pilcrow.install(javalin);
          state[0] = javalin.unsafe;
        });
    config = JavalinServletContextConfig.Companion.of(state[0]);
  }

  /** A browser loads a page. */
  Context document() {
    return context(Map.of("Accept", BROWSER));
  }

  /** The client asks for a target. */
  Context request(String target) {
    return context(Map.of("Accept", "text/html, application/json;q=0.9", "silcrow-target", target));
  }

  private Context context(Map<String, String> headers) {
    return new JavalinServletContext(
        config,
        new ArrayDeque<>(8),
        false,
        new AtomicBoolean(),
        new Request(headers),
        new Response(),
        null,
        Set.of(),
        null,
        null,
        0);
  }

  private static <T> T nothing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            }));
  }

  private static final class Request extends HttpServletRequestWrapper {
    private static final HttpServletRequest NOTHING = nothing(HttpServletRequest.class);
    private final Map<String, String> headers;
    private final Map<String, Object> attributes = new HashMap<>();

    Request(Map<String, String> headers) {
      super(NOTHING);
      this.headers = headers;
    }

    @Override
    public @Nullable String getHeader(String name) {
      return headers.get(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      String value = headers.get(name);
      return value == null
          ? Collections.emptyEnumeration()
          : Collections.enumeration(Set.of(value));
    }

    @Override
    public String getMethod() {
      return "GET";
    }

    @Override
    public String getContextPath() {
      return "";
    }

    @Override
    public String getScheme() {
      return "http";
    }

    @Override
    public Cookie @Nullable [] getCookies() {
      return null;
    }

    @Override
    public @Nullable Object getAttribute(String name) {
      return attributes.get(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
      attributes.put(name, value);
    }
  }

  private static final class Response extends HttpServletResponseWrapper {
    private static final HttpServletResponse NOTHING = nothing(HttpServletResponse.class);
    private final HttpFields.Mutable fields = HttpFields.build();
    private int status = 200;

    Response() {
      super(NOTHING);
    }

    @Override
    public void setStatus(int code) {
      status = code;
    }

    @Override
    public int getStatus() {
      return status;
    }

    @Override
    public void setContentType(@Nullable String type) {
      fields.put("Content-Type", type);
    }

    @Override
    public @Nullable String getContentType() {
      return fields.get("Content-Type");
    }

    @Override
    public void setHeader(String name, String value) {
      fields.put(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
      fields.add(name, value);
    }

    @Override
    public boolean containsHeader(String name) {
      return fields.contains(name);
    }

    @Override
    public @Nullable String getHeader(String name) {
      return fields.get(name);
    }

    @Override
    public Collection<String> getHeaders(String name) {
      return fields.getValuesList(name);
    }
  }
}
