package dev.pilcrow.client;

import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.PilcrowConfig;
import io.javalin.Javalin;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A real server with Pilcrow in it, and a place for what its handlers have seen. */
final class ChannelServer implements AutoCloseable {
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
  private final Javalin app;

  private ChannelServer(int port, Consumer<PilcrowConfig> settings, Consumer<Served> application) {
    app =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              application.accept(new Served(Pilcrow.install(config, settings), seen));
            });
    app.start("127.0.0.1", port);
  }

  /**
   * What a test's application is made with.
   *
   * @param pilcrow where it adds its channels
   * @param seen where its handlers note what they see
   */
  record Served(Pilcrow pilcrow, BlockingQueue<Object> seen) {}

  static ChannelServer start(Consumer<Served> application) {
    return startOn(0, application);
  }

  static ChannelServer startOn(int port, Consumer<Served> application) {
    return new ChannelServer(
        port,
        settings -> settings.rateLimit(100_000, 100_000).sendQueue(10_000, 1 << 20),
        application);
  }

  /** What a handler has seen next. */
  Object seen() throws InterruptedException {
    Object next = seen.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("Expected the server to see something within 20 s.");
    }
    return next;
  }

  int port() {
    return app.port();
  }

  String address() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public void close() {
    app.stop();
  }
}
