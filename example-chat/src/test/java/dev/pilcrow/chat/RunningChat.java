package dev.pilcrow.chat;

import dev.pilcrow.client.SocketOptions;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A chat on a free port with a database in memory, for one test. */
final class RunningChat implements AutoCloseable {
  final SettableClock clock = new SettableClock();
  final String dbUrl = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  private final ChatApp app;

  RunningChat() throws StartException {
    app = ChatApp.start(ChatSettings.of(0, dbUrl), clock);
  }

  String url() {
    return app.url();
  }

  /** A browser without script: it keeps cookies and follows redirects. */
  Visit visit() {
    return new Visit(url());
  }

  @Override
  public void close() {
    app.close();
  }

  /** What one visitor does. */
  static final class Visit {
    private final String base;
    private final CookieManager cookies;
    private final HttpClient client;

    Visit(String base) {
      this(base, new CookieManager());
    }

    /** The same visitor at another address of the chat. */
    Visit(String base, Visit same) {
      this(base, same.cookies);
    }

    private Visit(String base, CookieManager cookies) {
      this.base = base;
      this.cookies = cookies;
      this.client =
          HttpClient.newBuilder()
              .cookieHandler(cookies)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
      return get(path, "text/html,application/xhtml+xml,*/*;q=0.8");
    }

    HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
      return send(HttpRequest.newBuilder(URI.create(base + path)).header("Accept", accept).GET());
    }

    HttpResponse<String> post(String path, Map<String, String> form)
        throws IOException, InterruptedException {
      String body =
          form.entrySet().stream()
              .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
              .collect(Collectors.joining("&"));
      return post(path, "application/x-www-form-urlencoded", "text/html", body);
    }

    HttpResponse<String> post(String path, String type, String accept, String body)
        throws IOException, InterruptedException {
      return send(
          HttpRequest.newBuilder(URI.create(base + path))
              .header("Content-Type", type)
              .header("Accept", accept)
              .header("Origin", base)
              .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request)
        throws IOException, InterruptedException {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A plain socket of this visitor to a room. */
    Socket socket(String room) {
      return Socket.open(base, "/ws/rooms/" + room, cookieHeader());
    }

    /** The socket that this visitor's page would open: it goes on from what the page shows. */
    Socket socket(String room, String positions) {
      String resume =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(positions.getBytes(StandardCharsets.UTF_8));
      String path = "/ws/rooms/" + room + "?silcrow=1&silcrow-resume=" + resume;
      return Socket.open(base, path, cookieHeader());
    }

    String cookie(String name) {
      return cookies.getCookieStore().getCookies().stream()
          .filter(cookie -> cookie.getName().equals(name))
          .map(cookie -> cookie.getValue())
          .findFirst()
          .orElse("");
    }

    /** How this visitor's sockets connect. */
    SocketOptions options() {
      return SocketOptions.defaults().header("Cookie", cookieHeader()).header("Origin", base);
    }

    private String cookieHeader() {
      return cookies.getCookieStore().getCookies().stream()
          .map(cookie -> cookie.getName() + "=" + cookie.getValue())
          .collect(Collectors.joining("; "));
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }
}
