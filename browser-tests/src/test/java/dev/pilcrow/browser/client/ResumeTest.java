package dev.pilcrow.browser.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page about a topic that is a list of numbers, and a socket whose server end speaks the wire by
 * hand. The list's items have no ids, so nothing hides what is shown twice.
 */
abstract class ResumeTest extends NavigationTest {
  private static final Pattern RESUME = Pattern.compile("silcrow-resume=([\\w-]+)");

  static final String HELLO =
      "{\"type\":\"hello\",\"protocol\":1,\"ack\":false,\"heartbeat\":600000,\"maxMessage\":65536}";

  /** The page with so many numbers. */
  protected static String page(int count) {
    var items = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      items.append("<li>").append(i).append("</li>");
    }
    return "<div id=\"a\" s-live=\"/ws/a\"><ul id=\"list\">"
        + items
        + "</ul><input id=\"i\"></div>";
  }

  /** The page with so many numbers, which knows the topic up to there. */
  protected void openAt(int count) {
    open(metas("{\"t\":\"k:" + count + "\"}"), page(count));
  }

  protected static String metas(String positions) {
    return "<meta name=\"silcrow-positions\" content='" + positions + "'>";
  }

  /** Serves the page anew, with so many numbers. */
  protected Asked served(int count) {
    return route(
        "/page",
        ctx ->
            ctx.header("silcrow-positions", "{\"t\":\"k:" + count + "\"}")
                .html(documentOf("Test", page(count))));
  }

  /** The next connection, greeted. */
  protected Peer connected() throws InterruptedException {
    Peer peer = server.await("/ws/a");
    peer.send(HELLO);
    waitForState("#a", "open");
    return peer;
  }

  /** An event that appends a number. */
  protected static String event(int n) {
    return event(n, "k:" + n);
  }

  protected static String event(int n, String id) {
    return "{\"type\":\"html\",\"target\":\"#list\",\"markup\":\"<li>"
        + n
        + "</li>\",\"swap\":\"append\",\"topic\":\"t\",\"id\":\""
        + id
        + "\"}";
  }

  protected static String control(String type, String id) {
    return "{\"type\":\"" + type + "\",\"topic\":\"t\",\"id\":\"" + id + "\"}";
  }

  protected void send(Peer peer, int... numbers) {
    for (int n : numbers) {
      peer.send(event(n));
    }
  }

  /** The numbers that the page shows. */
  protected Object shown() {
    return js("[...document.querySelectorAll('#list li')].map((li) => Number(li.textContent))");
  }

  /** Waits until the page shows the numbers from 1 up to this one and no others. */
  protected void awaitShown(int last) {
    waitFor(
        "String([...document.querySelectorAll('#list li')].map((li) => li.textContent)) ==="
            + " String(Array.from({length: "
            + last
            + "}, (_, i) => i + 1))");
  }

  /** The positions that a connection was opened with, as JSON text; empty for none. */
  protected static String resumed(Peer peer) {
    return resumed(peer.query());
  }

  protected static String resumed(String query) {
    Matcher found = RESUME.matcher(query);
    return found.find()
        ? new String(Base64.getUrlDecoder().decode(found.group(1)), StandardCharsets.UTF_8)
        : "";
  }

  /** What the page was asked about gaps. */
  protected List<Map<String, Object>> asked() {
    return seen("silcrow:live:resync");
  }
}
