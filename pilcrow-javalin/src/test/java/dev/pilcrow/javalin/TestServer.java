package dev.pilcrow.javalin;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A real server on a free port, with Pilcrow in it. */
final class TestServer implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final Javalin app;
  final Pilcrow pilcrow;

  private TestServer(
      Consumer<PilcrowConfig> settings, BiConsumer<JavalinConfig, Pilcrow> application) {
    Pilcrow[] installed = new Pilcrow[1];
    app =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              installed[0] = Pilcrow.install(config, settings);
              application.accept(config, installed[0]);
            });
    pilcrow = installed[0];
    app.start("127.0.0.1", 0);
  }

  static TestServer start(BiConsumer<JavalinConfig, Pilcrow> application) {
    return new TestServer(settings -> {}, application);
  }

  static TestServer start(
      Consumer<PilcrowConfig> settings, BiConsumer<JavalinConfig, Pilcrow> application) {
    return new TestServer(settings, application);
  }

  int port() {
    return app.port();
  }

  String origin() {
    return "http://127.0.0.1:" + port();
  }

  URI ws(String path) {
    return URI.create("ws://127.0.0.1:" + port() + path);
  }

  /** Sends a request with headers given as name, value, name, value. */
  HttpResponse<String> send(String method, String path, String... headers) throws Exception {
    return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
  }

  /** Sends a request with a body. */
  HttpResponse<String> send(
      String method, String path, HttpRequest.BodyPublisher body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin() + path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    app.stop();
  }
}
