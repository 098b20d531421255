package dev.pilcrow.javalin;

import io.javalin.config.JavalinState;
import io.javalin.plugin.Plugin;
import io.javalin.plugin.PluginPriority;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.function.LongSupplier;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/** What {@link Pilcrow#install} registers; it hooks Pilcrow into Javalin and Jetty. */
final class PilcrowPlugin extends Plugin<@Nullable Void> {
  private final LongSupplier ticker;
  private final WsRoutes routes;
  private final CrossSiteRequests crossSite;
  private final Runnable start;
  private final Runnable stop;

  /** Set before the first request. */
  private @Nullable ServletContextHandler context;

  PilcrowPlugin(
      LongSupplier ticker,
      WsRoutes routes,
      CrossSiteRequests crossSite,
      Runnable start,
      Runnable stop) {
    super(null, null);
    this.ticker = ticker;
    this.routes = routes;
    this.crossSite = crossSite;
    this.start = start;
    this.stop = stop;
  }

  @Override
  public void onInitialize(JavalinState javalin) {
    javalin.jetty.modifyServer(this::modify);
    javalin.jetty.modifyServletContextHandler(this::modify);
    javalin.jetty.modifyWebSocketServletFactory(this::configure);
    javalin.routes.wsBeforeUpgrade(routes.check);
    javalin.routes.before(crossSite);
    javalin.events.serverStarting(start::run);
    javalin.events.serverStopping(stop::run);
    javalin.events.serverStartFailed(stop::run);
  }

  private void modify(ServletContextHandler handler) {
    context = handler;
    FilterHolder filter = new FilterHolder(new UpgradeFilter(ticker));
    filter.setAsyncSupported(true);
    handler.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
  }

  private void configure(JettyWebSocketServletFactory factory) {
    if (context == null) {
      throw ArrivalTime.foreignContainer("a servlet that was started without it");
    }
    OwnFrameHandlers.install(context);
    routes.configure(factory);
  }

  /** Someone may stop Jetty itself; it closes connections before it stops its contexts. */
  private void modify(Server server) {
    server.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStopping(LifeCycle event) {
            stop.run();
          }
        });
  }

  @Override
  public void onStart(JavalinState javalin) {
    routes.answerPlainRequests(javalin);
  }

  /** Last, so that every page of the application is known. */
  @Override
  public PluginPriority priority() {
    return PluginPriority.LATE;
  }
}
