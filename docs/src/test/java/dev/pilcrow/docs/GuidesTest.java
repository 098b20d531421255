package dev.pilcrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.testing.Ports;
import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.WsEvent;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the applications of the guides. */
@Timeout(60)
class GuidesTest {
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private int port;
  private Javalin running = Javalin.create();

  private void start(Javalin app) {
    app.start("127.0.0.1", 0);
    running = app;
    port = app.port();
  }

  @AfterEach
  void stop() {
    running.stop();
  }

  @Test
  void theProgramOfTheReadmeServesPageDataAndEvents() throws Exception {
    port = Ports.free();
    System.setProperty("port", String.valueOf(port));
    Counter.main(new String[0]);
    assertThat(get("/", "text/html").body()).contains("s-live=\"/ws/counter\"", "integrity=");
    assertThat(get("/", "application/json").body()).isEqualTo("{\"count\":0}");
    try (var first = TestSocket.open(port, "/ws/counter");
        var second = TestSocket.open(port, "/ws/counter")) {
      second.send("{\"event\":\"add\"}");
      assertThat(second.next()).isEqualTo(patch(1));
      first.send("{\"event\":\"add\"}");
      assertThat(second.next()).isEqualTo(patch(2));
    }
    assertThat(get("/", "application/json").body()).isEqualTo("{\"count\":2}");
  }

  private static String patch(int count) {
    return "{\"type\":\"patch\",\"target\":\"#counter\",\"data\":{\"count\":%d}}".formatted(count);
  }

  @Test
  void theChatOfTheGuideAnswersTheSeedsButton() throws Exception {
    start(new ChatGuide().app());
    assertThat(get("/chat", "text/html").body())
        .contains("<meta name=\"silcrow-ws\" content=\"/ws/chat\">");
    assertThat(get("/chat", "application/json").body()).isEqualTo("[]");
    try (var socket = TestSocket.open(port, "/ws/chat")) {
      assertThat(socket.next()).contains("\"#chat-status\"", "\"connected\"");
      socket.send("{\"event\":\"chat\",\"data\":{\"text\":\"<hi>\"}}");
      assertThat(socket.next()).contains("\"type\":\"html\"", "&lt;hi&gt;", "#messages");
    }
    assertThat(get("/chat", "application/json").body()).contains("<hi>");
  }

  @Test
  void theDevelopmentSwitchServesTheScriptThatExplainsItself() throws Exception {
    start(Development.app());
    String address = get("/", "text/html").body().replaceFirst(".*src=\"([^\"]+)\".*", "$1");
    assertThat(get(address, "*/*").body()).contains("Did you mean");
  }

  @Test
  void theTopicOfTheGuideReachesOneRoomOnly() throws Exception {
    start(new ChatGuide().app());
    try (var alice = TestSocket.open(port, "/ws/rooms/a");
        var bob = TestSocket.open(port, "/ws/rooms/a");
        var carol = TestSocket.open(port, "/ws/rooms/b")) {
      bob.send("{\"event\":\"chat\",\"data\":{\"text\":\"I am here\"}}");
      assertThat(bob.next()).contains("I am here");
      alice.send("{\"event\":\"chat\",\"data\":{\"text\":\"one\"}}");
      assertThat(bob.next()).contains("one", "\"swap\":\"append\"");
      carol.send("{\"event\":\"chat\",\"data\":{\"text\":\"two\"}}");
      assertThat(carol.next()).contains("two");
    }
  }

  @Test
  void thePresenceOfTheGuideShowsEachPersonOnceAndKeepsThemAWhile() throws Exception {
    start(new WhoIsHere().app());
    try (var ada = TestSocket.open(port, "/ws/rooms/a?name=Ada")) {
      assertThat(ada.next()).contains("{\"people\":[\"Ada\"]}");
      try (var grace = TestSocket.open(port, "/ws/rooms/a?name=Grace")) {
        assertThat(grace.await("Grace")).contains("{\"people\":[\"Ada\",\"Grace\"]}");
        assertThat(ada.await("Grace")).contains("{\"people\":[\"Ada\",\"Grace\"]}");
        grace.send("{\"event\":\"rename\",\"data\":{\"name\":\"Amazing\"}}");
        assertThat(ada.await("Amazing")).contains("{\"people\":[\"Ada\",\"Amazing\"]}");
      }
      try (var again = TestSocket.open(port, "/ws/rooms/a?name=Ada")) {
        assertThat(again.next()).contains("{\"people\":[\"Ada\",\"Amazing\"]}");
      }
    }
  }

  @Test
  void theCallbacksOfTheGuideGreetAndEcho() throws Exception {
    start(new ChatGuide().app());
    try (var socket = TestSocket.open(port, "/ws/echo")) {
      assertThat(socket.next()).contains("\"hello\"");
      socket.send("{\"type\":\"custom\",\"event\":\"a\",\"data\":1}");
      assertThat(socket.next()).isEqualTo("{\"type\":\"custom\",\"event\":\"a\",\"data\":1}");
    }
  }

  @Test
  void receiveShowsEveryOutcome() throws Exception {
    var guide = new ChatGuide();
    start(guide.app());
    try (var socket = TestSocket.open(port, "/ws/strict")) {
      socket.send("nonsense");
      socket.sendBinary(new byte[] {1});
      socket.send("{\"event\":\"a\",\"data\":1}");
    }
    TestSocket.await(() -> guide.received.stream().anyMatch(line -> line.startsWith("closed")));
    assertThat(guide.received)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("malformed: Expected"),
            line -> assertThat(line).isEqualTo("a binary frame"),
            line -> assertThat(line).startsWith("received Custom"),
            line -> assertThat(line).isEqualTo("closed with 1000"));
  }

  @Test
  void theDashboardStreamsWhatItSendsPublishesAndMeasures() throws Exception {
    start(new EventStreams().app());
    assertThat(get("/dashboard", "text/html").body())
        .contains("<meta name=\"silcrow-sse\" content=\"/events/dashboard\">");
    try (var stream = TestEvents.open(http, port, "/events/dashboard", "")) {
      assertThat(stream.nextWith("connected")).contains("event: patch", "#state");
      assertThat(stream.nextWith("#load")).contains("#load", "{\"open\":1}");
      post("/news", "<hi>");
      assertThat(stream.nextWith("html")).contains("#news", "&lt;hi>", "append");
      assertThat(stream.nextWith("#load")).contains("{\"open\":1}");
    }
  }

  @Test
  void aStreamOfARoomIsRefusedAndNewsResumeBehindTheLastId() throws Exception {
    start(new EventStreams().app());
    assertThat(get("/events/rooms/secret", "text/event-stream").statusCode()).isEqualTo(403);
    post("/news", "one");
    post("/news", "two");
    try (var stream = TestEvents.open(http, port, "/events/news", "")) {
      assertThat(stream.next()).contains("id: 1", "one");
    }
    try (var stream = TestEvents.open(http, port, "/events/news", "1")) {
      assertThat(stream.next()).contains("id: 2", "two");
    }
  }

  @Test
  void aWatchedPriceIsHeardAndForgottenWithItsStream() throws Exception {
    var guide = new EventStreams();
    start(guide.app());
    try (var stream = TestEvents.open(http, port, "/events/price", "")) {
      TestSocket.await(() -> guide.listeners() == 1);
      post("/price", "420");
      assertThat(stream.next()).contains("#price", "{\"cents\":420}");
    }
    TestSocket.await(() -> guide.listeners() == 0);
  }

  @Test
  void theFiveEventsOfTheGuideHaveTheShapesItShows() {
    List<String> texts =
        ChatGuide.five().stream()
            .map((WsEvent event) -> EventCodec.strict().encode(event).text())
            .toList();
    assertThat(texts.get(0)).isEqualTo("{\"type\":\"patch\",\"target\":\"#user-count\",\"data\":{\"online\":42}}");
    assertThat(texts.get(1)).startsWith("{\"type\":\"html\",\"target\":\"#messages\",\"markup\":");
    assertThat(texts.get(2)).isEqualTo("{\"type\":\"invalidate\",\"target\":\"#user-list\"}");
    assertThat(texts.get(3)).isEqualTo("{\"type\":\"navigate\",\"path\":\"/logout\"}");
    assertThat(texts.get(4)).startsWith("{\"type\":\"custom\",\"event\":\"notification\",\"data\":");
  }

  @Test
  void gettingStartedPostsToastsAndPushes() throws Exception {
    start(new GettingStarted().app());
    try (var socket = TestSocket.open(port, "/ws/todos")) {
      assertThat(socket.next()).contains("\"open\":0");
      HttpResponse<String> added = post("/todos", "title=Milk");
      assertThat(added.statusCode()).isEqualTo(303);
      assertThat(added.headers().firstValue("Location")).contains("/todos");
      assertThat(added.headers().firstValue("Set-Cookie").orElse("")).startsWith("silcrow_toasts=");
      assertThat(socket.next()).contains("\"open\":1");
    }
    assertThat(get("/todos", "text/html").body()).contains("<li>Milk</li>");
    assertThat(get("/todos", "application/json").body()).isEqualTo("[\"Milk\"]");
  }

  @Test
  void feedbackCountsLikesAndItsSeedCannotEndItsBlock() throws Exception {
    start(new Feedback().app());
    assertThat(get("/", "text/html").body())
        .contains("data-silcrow-seed>{\"cart\"", "\\u003c/script>\"}}</script>");
    try (var socket = TestSocket.open(port, "/ws/post")) {
      socket.send("{\"event\":\"like\"}");
      assertThat(socket.next()).contains("\"likes\":4");
    }
    try (var socket = TestSocket.open(port, "/ws/prices")) {
      assertThat(socket.next()).contains("\"tea\":4");
    }
    assertThat(post("/rename", "name=").statusCode()).isEqualTo(422);
    assertThat(post("/rename", "name=x").statusCode()).isEqualTo(204);
  }

  @Test
  void modifiersShowOnTheWireAsTheGuideSays() throws Exception {
    start(new ResponseModifiers().app());
    HttpResponse<String> items = get("/items", "application/json");
    assertThat(items.body()).contains("_toasts", "Welcome");
    assertThat(items.headers().firstValue("X-Count")).contains("2");
    assertThat(items.headers().firstValue("silcrow-cache")).contains("no-cache");
    HttpResponse<String> cart = get("/cart", "text/html");
    assertThat(cart.headers().firstValue("silcrow-ws")).contains("/ws/cart");
    assertThat(cart.headers().firstValue("silcrow-patch").orElse("")).contains("#cart-count");
    assertThat(cart.body()).contains("<meta name=\"silcrow-trigger\"");
    assertThat(post("/items", "").statusCode()).isEqualTo(303);
    assertThat(post("/signup", "mail=x").statusCode()).isEqualTo(422);
    assertThat(post("/signup", "mail=a@b").statusCode()).isEqualTo(303);
  }

  @Test
  void theNotesOfTheNavigationGuideAnswerPagesAndData() throws Exception {
    start(new Navigation().app());
    assertThat(post("/notes", "text=Milk+%3Cb%3E").statusCode()).isEqualTo(303);
    assertThat(get("/notes", "text/html").body()).contains("<li :key=\"1\">", "Milk &lt;b>");
    assertThat(get("/notes?q=Tea", "application/json").body()).isEqualTo("{\"notes\":[]}");
    HttpResponse<String> removed =
        http.send(request("/notes/1").DELETE().build(), BodyHandlers.ofString());
    assertThat(removed.body()).contains("\"_remove\":true");
    assertThat(get("/notes", "application/json").body()).isEqualTo("{\"notes\":[]}");
  }

  @Test
  void theFragmentsOfTheGuideAreCutRenderedAloneAndPutBesideOthers() throws Exception {
    start(new Fragments().app());
    String page = get("/notes?q=Tea", "text/html").body();
    assertThat(page).contains("role=\"search\"", "<p id=\"count\">2 notes</p>", "Tea &lt;hot&gt;");
    assertThat(get("/cut?q=Tea", "text/html").body()).contains("<p id=\"count\">2 notes</p>");
    HttpResponse<String> cut = part("/cut?q=Tea", "#notes");
    assertThat(cut.body())
        .startsWith("<!doctype html><title>Notes</title><script src=\"/_silcrow/silcrow.")
        .contains("<ul id=\"notes\">", "Tea &lt;hot&gt;")
        .doesNotContain("search", "count");
    HttpResponse<String> alone = part("/notes?q=Tea", "#notes");
    assertThat(alone.body())
        .startsWith("<!doctype html><ul id=\"notes\">")
        .endsWith("</ul>\n<!doctype html>2 notes");
    assertThat(alone.headers().firstValue("silcrow-also"))
        .hasValue("[{\"length\":22,\"target\":\"#count\"}]");
    assertThat(part("/notes?q=Tea", "#count").body()).startsWith("<!doctype html><title>");
    String tag = alone.headers().firstValue("etag").orElseThrow();
    assertThat(
            http.send(
                    request("/notes?q=Tea")
                        .header("Accept", "text/html")
                        .header("silcrow-target", "#notes")
                        .header("If-None-Match", tag)
                        .build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(304);
    HttpResponse<String> saved =
        http.send(
            request("/log")
                .header("Accept", "text/html")
                .header("silcrow-target", "#x")
                .POST(BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    assertThat(saved.body()).isEqualTo("<p>Saved</p><li>Saved just now</li>");
    assertThat(saved.headers().firstValue("silcrow-also").orElseThrow())
        .contains("{\"length\":23,\"swap\":\"append\",\"target\":\"#log\"}");
  }

  @Test
  void theSettingsOfTheFragmentsGuideAreSettings() {
    assertThat(Javalin.create(Fragments::settings)).isNotNull();
  }

  private HttpResponse<String> part(String path, String target)
      throws IOException, InterruptedException {
    return http.send(
        request(path).header("Accept", "text/html").header("silcrow-target", target).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String accept)
      throws IOException, InterruptedException {
    return http.send(request(path).header("Accept", accept).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String form)
      throws IOException, InterruptedException {
    return http.send(
        request(path)
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }
}
