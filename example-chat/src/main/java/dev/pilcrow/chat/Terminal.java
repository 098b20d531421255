package dev.pilcrow.chat;

import dev.pilcrow.client.Fetched;
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
import java.net.CookieManager;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import tools.jackson.databind.JsonNode;

/**
 * The chat in a terminal: a Java program that follows a room's page as a browser does. It prints
 * what is said and sends what is typed. When the server goes away it waits; nothing is lost or
 * printed twice, nothing is sent twice.
 */
public final class Terminal implements LiveHandler {
  /** How many messages may come after one with a higher id, where several nodes say them. */
  private static final int DISORDER = 20;

  private final TreeSet<Long> newest = new TreeSet<>();
  private final WsClient client;
  private final String room;
  private final SocketOptions options;
  private final PrintStream out;

  Terminal(WsClient client, String room, String name, PrintStream out) {
    this.client = client;
    this.room = room;
    this.out = out;
    options =
        SocketOptions.defaults()
            .header("Cookie", "chat_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
            .reconnect(Reconnect.backoff());
  }

  /**
   * Joins the room {@code args[1]} of the chat at {@code args[0]} under the name {@code args[2]}.
   */
  public static void main(String[] args) throws InterruptedException {
    if (args.length != 3) {
      System.err.println("Usage: Terminal http://localhost:7070 general Ada");
      System.exit(2);
    }
    try (WsClient client = WsClient.to(args[0], new CookieManager())) {
      new Terminal(client, args[1], args[2], System.out)
          .run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /** Sends each line, and waits until the server has it, until there are no more. */
  void run(BufferedReader typed) throws IOException, InterruptedException {
    WsRoute route = LiveRoom.ROUTE.with("room", room);
    try (LivePage page = client.follow(route, resync(Set.of()), this, options)) {
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
      Element said = Jsoup.parseBodyFragment(html.markup()).expectFirst(".message");
      long id = Long.parseLong(said.attr("data-id"));
      print(id, said.expectFirst(".name").text(), said.expectFirst(".text").text());
    } else if (event instanceof WsEvent.Patch patch && patch.target().equals("#notice")) {
      String notice = LivePage.read(patch, JsonNode.class).path("notice").asString("");
      if (!notice.isEmpty()) {
        out.println("! " + notice);
      }
    }
  }

  /** Prints what it has not printed yet: at first the newest messages, later all. */
  @Override
  public Positions resync(Set<String> topics) throws IOException, InterruptedException {
    Fetched answer;
    RoomJson page;
    do {
      String after = newest.isEmpty() ? "" : "?after=" + newest.first();
      answer = client.get("/rooms/" + room + after, options);
      page = answer.read(RoomJson.class);
      newest.add(0L);
      page.messages().forEach(said -> print(said.id(), said.author(), Markup.plain(said.text())));
    } while (page.later() > 0);
    return answer.positions();
  }

  private void print(long id, String author, String text) {
    boolean isNew = newest.add(id);
    boolean isOld = newest.size() > DISORDER && newest.pollFirst() == id;
    if (isNew && !isOld) {
      out.println(author + ": " + text);
    }
  }
}
