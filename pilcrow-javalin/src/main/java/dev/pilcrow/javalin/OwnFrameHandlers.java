package dev.pilcrow.javalin;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.ee10.websocket.server.internal.JettyServerFrameHandlerFactory;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.websocket.api.ExtensionConfig;
import org.eclipse.jetty.websocket.api.UpgradeResponse;
import org.eclipse.jetty.websocket.common.JettyWebSocketFrameHandler;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/**
 * Makes Jetty's side of our sockets, with a copy of the handshake's response.
 *
 * <p>Jetty's own copy has a view of the response's headers, and through it keeps the request and
 * the HTTP connection for as long as the socket is open ({@link UpgradeFilter} has the other half).
 */
final class OwnFrameHandlers extends JettyServerFrameHandlerFactory {
  private OwnFrameHandlers(JettyWebSocketServerContainer container, ServletContextHandler context) {
    super(container, WebSocketServerComponents.getWebSocketComponents(context));
  }

  /** Has Jetty use it for the routes that are mapped from now on. */
  static void install(ServletContextHandler context) {
    JettyWebSocketServerContainer container =
        JettyWebSocketServerContainer.getContainer(context.getServletContext());
    container.removeBean(container.getBean(JettyServerFrameHandlerFactory.class));
    container.addBean(new OwnFrameHandlers(container, context));
  }

  @Override
  public FrameHandler newFrameHandler(
      Object endpoint, ServerUpgradeRequest request, ServerUpgradeResponse response) {
    FrameHandler made = super.newFrameHandler(endpoint, request, response);
    if (endpoint instanceof JettyEndpoint && made instanceof JettyWebSocketFrameHandler handler) {
      UpgradeResponse known = handler.getUpgradeResponse();
      handler.setUpgradeResponse(
          new Answer(
              known.getStatusCode(),
              known.getAcceptedSubProtocol(),
              known.getExtensions(),
              HttpFields.build(response.getHeaders()).asImmutable()));
    }
    return made;
  }

  /** What the application answers to an upgrade; Jetty adds the rest later. */
  private record Answer(
      int getStatusCode,
      @Nullable String getAcceptedSubProtocol,
      List<ExtensionConfig> getExtensions,
      HttpFields fields)
      implements UpgradeResponse {
    @Override
    public @Nullable String getHeader(String name) {
      return fields.get(name);
    }

    @Override
    public Set<String> getHeaderNames() {
      return fields.getFieldNamesCollection();
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return HttpFields.asMap(fields);
    }

    @Override
    public List<String> getHeaders(String name) {
      return fields.getValuesList(name);
    }
  }
}
