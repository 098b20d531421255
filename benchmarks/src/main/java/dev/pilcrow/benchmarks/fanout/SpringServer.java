package dev.pilcrow.benchmarks.fanout;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.SessionLimitExceededException;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * Spring as its documentation has it: a text handler on Tomcat, each session behind a decorator
 * that lets threads send at the same time.
 */
final class SpringServer {
  private static final int SEND_LIMIT_MILLIS = 3_600_000;
  private static final int BUFFER_BYTES = 1 << 20;

  private SpringServer() {}

  /** Starts it; returns the port. */
  static int start() throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("spring").toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("maxConnections", "20000");
    tomcat.getConnector().setProperty("keepAliveTimeout", "-1");
    tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
    Context context = tomcat.addContext("", null);
    context.addServletContainerInitializer(new WsSci(), null);
    AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
    spring.register(Config.class);
    Wrapper servlet = Tomcat.addServlet(context, "dispatcher", new DispatcherServlet(spring));
    servlet.setLoadOnStartup(1);
    servlet.addMapping("/");
    tomcat.start();
    return tomcat.getConnector().getLocalPort();
  }

  /** The application. */
  @Configuration
  @EnableWebSocket
  static class Config implements WebSocketConfigurer {
    private final Handler handler = new Handler();

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
      registry.addHandler(handler, "/live").setAllowedOriginPatterns("*");
    }

    @Bean
    SimpleUrlHandlerMapping plain() {
      SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping();
      HttpRequestHandler publish =
          (HttpServletRequest request, HttpServletResponse response) -> {
            int from = Integer.parseInt(request.getParameter("from"));
            int count = Integer.parseInt(request.getParameter("count"));
            for (int n = from; n < from + count; n++) {
              handler.publish(FanOutServer.text(n));
            }
          };
      HttpRequestHandler heap =
          (request, response) -> response.getWriter().print(FanOutServer.heap());
      mapping.setUrlMap(java.util.Map.of("/publish", publish, "/heap", heap));
      return mapping;
    }
  }

  private static final class Handler extends TextWebSocketHandler {
    private final Set<WebSocketSession> sessions = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, WebSocketSession> byId = new ConcurrentHashMap<>();

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
      WebSocketSession safe =
          new ConcurrentWebSocketSessionDecorator(session, SEND_LIMIT_MILLIS, BUFFER_BYTES);
      byId.put(session.getId(), safe);
      sessions.add(safe);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
      WebSocketSession safe = byId.remove(session.getId());
      if (safe != null) {
        sessions.remove(safe);
      }
    }

    void publish(String text) {
      TextMessage message = new TextMessage(text);
      sessions.removeIf(session -> !send(session, message));
    }

    /** Sends; a session that is too far behind is closed, and returns false. */
    private static boolean send(WebSocketSession session, TextMessage message) {
      try {
        try {
          session.sendMessage(message);
          return true;
        } catch (SessionLimitExceededException e) {
          session.close(e.getStatus());
          return false;
        }
      } catch (IOException e) {
        return false;
      }
    }
  }
}
