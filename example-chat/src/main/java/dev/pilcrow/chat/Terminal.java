package dev.pilcrow.chat;

import dev.pilcrow.client.LiveHandler;
import dev.pilcrow.client.LivePage;
import dev.pilcrow.client.Reconnect;
import dev.pilcrow.client.SocketOptions;
import dev.pilcrow.client.WsClient;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.route.WsRoute;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import tools.jackson.databind.JsonNode;

/**
 * The chat in a terminal: a Java program that follows a room's page as a browser does. It prints
 * what is said and sends what is typed. When the server goes away it waits; nothing is lost or
 * printed twice, nothing is sent twice.
 */
public final class Terminal implements LiveHandler {
  private static final WsRoute ROOM = WsRoute.of("/ws/rooms/{room}");

  /** How many of the newest messages are remembered as printed. */
  private static final int REMEMBERED = 1_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;
  private final String room;
  private final String cookies;
  private final PrintStream out;
  private final TreeSet<Long> printed = new TreeSet<>();

  Terminal(String server, String room, String name, PrintStream out) {
    this.server = server;
    this.room = room;
    this.out = out;
    String secret = UUID.randomUUID().toString().replace("-", "").substring(0, 22);
    cookies =
        "chat_id=" + secret + "; chat_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  /**
   * Joins the room {@code args[1]} of the chat at {@code args[0]} under the name {@code args[2]}.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 3) {
      System.err.println("Usage: Terminal http://localhost:7070 general Ada");
      System.exit(2);
    }
    try {
      new Terminal(args[0], args[1], args[2], System.out)
          .run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      System.err.printf("There is no room '%s' at %s: %s%n", args[1], args[0], e);
      System.exit(1);
    }
  }

  /** Sends each line, and waits until the server has it, until there are no more. */
  void run(BufferedReader typed) throws IOException, InterruptedException {
    SocketOptions options =
        SocketOptions.defaults()
            .header("Cookie", cookies)
            .header("Origin", server)
            .reconnect(Reconnect.backoff());
    try (WsClient client = WsClient.to(server);
        LivePage page = client.follow(ROOM.with("room", room), fetch(), this, options)) {
      page.onState(state -> out.println("* " + state));
      for (String line = typed.readLine(); line != null; line = typed.readLine()) {
        try {
          page.send(WsEvent.custom("chat", Map.of("text", line))).join();
        } catch (CompletionException e) {
          out.println("! not sent: " + e.getMessage());
        }
      }
    }
  }

  @Override
  public void event(WsEvent event, Optional<TopicPosition> at) {
    if (event instanceof WsEvent.Html html && html.target().equals("#messages")) {
      print(Jsoup.parseBodyFragment(html.markup()));
    } else if (event instanceof WsEvent.Patch patch
        && patch.data() instanceof JsonNode data
        && !data.path("notice").asString("").isEmpty()) {
      out.println("! " + data.path("notice").asString());
    }
  }

  @Override
  public Positions resync(Set<String> topics) throws IOException, InterruptedException {
    return fetch();
  }

  /** Prints what is new on the room's page, and on those before it until nothing is missing. */
  private Positions fetch() throws IOException, InterruptedException {
    Document page = get("/rooms/" + room);
    Deque<Document> pages = new ArrayDeque<>(Set.of(page));
    Element earlier = page.selectFirst(".earlier .pager a");
    while (earlier != null
        && !printed.isEmpty()
        && id(pages.element().expectFirst(".message")) > printed.last()) {
      pages.push(get(earlier.attr("href")));
      earlier = pages.element().selectFirst(".earlier .pager a");
    }
    pages.forEach(this::print);
    String places = page.select("meta[name=silcrow-positions]").attr("content");
    return Positions.parse(places).orElse(Positions.NONE);
  }

  private Document get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Accept", "text/html")
            .header("Cookie", cookies)
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("Expected a page but found status " + answer.statusCode());
    }
    return Jsoup.parse(answer.body());
  }

  private void print(Element markup) {
    for (Element message : markup.select(".message")) {
      boolean isOld = printed.size() == REMEMBERED && id(message) < printed.first();
      if (!isOld && printed.add(id(message))) {
        String text = message.expectFirst(".text").text();
        out.println(message.expectFirst(".name").text() + ": " + text);
      }
    }
    while (printed.size() > REMEMBERED) {
      printed.pollFirst();
    }
  }

  private static long id(Element message) {
    return Long.parseLong(message.attr("data-id"));
  }
}
