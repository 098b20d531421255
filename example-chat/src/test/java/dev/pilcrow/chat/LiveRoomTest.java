package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The chat over its sockets. */
class LiveRoomTest {
  private RunningChat chat;
  private RunningChat.Visit ada;
  private RunningChat.Visit bob;

  @BeforeEach
  void start() throws Exception {
    chat = new RunningChat();
    ada = chat.visit();
    bob = chat.visit();
    ada.post("/me", Map.of("name", "Ada"));
    bob.post("/me", Map.of("name", "Bob"));
  }

  @AfterEach
  void stop() {
    chat.close();
  }

  @Test
  void whatOneSaysEverybodySees() throws Exception {
    try (Socket a = ada.socket("general");
        Socket b = bob.socket("general")) {
      a.awaitMarkup("#people-list", "Bob");
      b.awaitMarkup("#people-list", "Bob");
      a.send("chat", Map.of("text", "hello **Bob**"));
      String markup = b.awaitMarkup("#messages", "<strong>Bob</strong>");
      assertThat(a.awaitMarkup("#messages", "<strong>Bob</strong>")).isEqualTo(markup);
      Document message = Jsoup.parseBodyFragment(markup);
      assertThat(message.select(".name").text()).isEqualTo("Ada");
      assertThat(message.select("time.at").attr("datetime")).isEqualTo("2026-03-14T09:26:53.589Z");

      b.send("chat", Map.of("text", "hello Ada"));
      a.awaitMarkup("#messages", "hello Ada");
    }
    Document page = Jsoup.parse(ada.get("/rooms/general").body());
    assertThat(page.select(".text").eachText()).containsExactly("hello Bob", "hello Ada");
  }

  @Test
  void aFormPostShowsOnOpenPages() throws Exception {
    try (Socket b = bob.socket("general")) {
      b.awaitMarkup("#people-list", "Bob");
      ada.post("/rooms/general/messages", Map.of("text", "from a form"));
      JsonNode event = b.await(e -> e.path("markup").asString("").contains("from a form"));
      assertThat(event.path("type").asString()).isEqualTo("html");
      assertThat(event.path("swap").asString()).isEqualTo("append");
    }
  }

  @Test
  void roomsDoNotHearEachOther() throws Exception {
    try (Socket general = ada.socket("general");
        Socket random = bob.socket("random")) {
      random.awaitMarkup("#people-list", "Bob");
      general.send("chat", Map.of("text", "only in general"));
      JsonNode activity = random.await(e -> e.path("event").asString("").equals("activity"));
      assertThat(activity.at("/data/room").asString()).isEqualTo("general");
      random.send("chat", Map.of("text", "only in random"));
      assertThat(random.awaitMarkup("#messages", "only in")).contains("only in random");
    }
  }

  @Test
  void aPageGetsWhatWasSaidBetweenItAndItsSocket() throws Exception {
    ada.post("/rooms/general/messages", Map.of("text", "shown"));
    Document page = Jsoup.parse(bob.get("/rooms/general").body());
    String positions = page.select("meta[name=silcrow-positions]").attr("content");
    assertThat(positions).contains("\"room:general\":", "\"rooms\":");
    ada.post("/rooms/general/messages", Map.of("text", "missed 1"));
    ada.post("/rooms/general/messages", Map.of("text", "missed 2"));
    try (Socket b = bob.socket("general", positions)) {
      JsonNode first = b.await(e -> e.path("target").asString("").equals("#messages"));
      assertThat(first.path("markup").asString()).contains("missed 1");
      assertThat(first.path("topic").asString()).isEqualTo("room:general");
      assertThat(b.awaitMarkup("#messages", "")).contains("missed 2");
    }
  }

  @Test
  void aPageOfAnotherTimeIsToldToStartOver() throws Exception {
    try (Socket b = bob.socket("general", "{\"room:general\":\"another:5\"}")) {
      JsonNode event = b.await(e -> e.path("type").asString("").equals("resync"));
      assertThat(event.path("topic").asString()).isEqualTo("room:general");
    }
  }

  @Test
  void aMessageThatIsSentAgainIsSaidOnce() throws Exception {
    String id = "q9Zb3fKx0hYtW5uR1sVnAg:1";
    String message =
        "{\"type\":\"custom\",\"event\":\"chat\",\"data\":{\"text\":\"once\"},\"id\":\""
            + id
            + "\"}";
    for (int i = 0; i < 2; i++) {
      try (Socket a = ada.socket("general", "{}")) {
        a.sendText(message);
        JsonNode ack = a.await(e -> e.path("type").asString("").equals("ack"));
        assertThat(ack.path("id").asString()).isEqualTo(id);
      }
    }
    Document page = Jsoup.parse(ada.get("/rooms/general").body());
    assertThat(page.select(".text").eachText()).containsExactly("once");
  }

  @Test
  void everybodySeesWhoIsHere() throws Exception {
    try (Socket a = ada.socket("general")) {
      a.awaitMarkup("#people-list", "Ada");
      try (Socket b = bob.socket("general");
          Socket again = bob.socket("general")) {
        String both = a.awaitMarkup("#people-list", "Bob");
        assertThat(Jsoup.parseBodyFragment(both).select(".name").eachText())
            .containsExactly("Ada", "Bob");
        a.awaitPatch("#online", "online", "2");
        again.awaitMarkup("#people-list", "Bob");
        b.awaitMarkup("#people-list", "Bob");
      }
      JsonNode left =
          a.await(
              e ->
                  e.path("target").asString("").equals("#people-list")
                      && !e.path("markup").asString("").contains("Bob"));
      assertThat(left.path("markup").asString()).contains("Ada");
      a.awaitPatch("#online", "online", "1");
    }
  }

  @Test
  void aNewNameShowsAtOnce() throws Exception {
    try (Socket a = ada.socket("general");
        Socket b = bob.socket("general")) {
      b.awaitMarkup("#people-list", "Ada");
      ada.post("/me", Map.of("name", "Countess"));
      b.awaitMarkup("#people-list", "Countess");
      a.send("chat", Map.of("text", "same tab, new name"));
      assertThat(b.awaitMarkup("#messages", "same tab")).contains("Countess");
    }
  }

  @Test
  void aNewRoomShowsInEveryList() throws Exception {
    try (Socket a = ada.socket("general")) {
      a.awaitMarkup("#people-list", "Ada");
      bob.post("/rooms", Map.of("name", "Tea"));
      assertThat(a.awaitMarkup("#rooms", "Tea")).contains("href=\"/rooms/tea\"");
    }
  }

  @Test
  void aRefusedMessageComesBackToItsSenderOnly() throws Exception {
    try (Socket a = ada.socket("general");
        Socket b = bob.socket("general")) {
      b.awaitMarkup("#people-list", "Ada");
      a.send("chat", Map.of("text", "   "));
      a.awaitPatch("#notice", "notice", "Write something first.");
      String tooLong = "x".repeat(5_000);
      a.send("chat", Map.of("text", tooLong));
      a.awaitPatch("#notice", "notice", "5,000 characters");
      JsonNode refused = a.await(e -> e.at("/data/text").asString("").length() == 5_000);
      assertThat(refused.path("event").asString()).isEqualTo("refused");
      a.send("chat", Map.of("text", "short enough"));
      assertThat(b.awaitMarkup("#messages", "")).contains("short enough");
    }
  }

  @Test
  void aStrangersMistakesHarmNobody() throws Exception {
    try (Socket a = ada.socket("general");
        Socket b = bob.socket("general")) {
      b.awaitMarkup("#people-list", "Bob");
      a.sendText("{not json");
      a.sendText("[]");
      a.sendText("{\"type\":\"unknown\"}");
      a.sendText("{\"type\":\"html\",\"target\":\"body\",\"markup\":\"<b>mine</b>\"}");
      a.sendBinary(new byte[] {1, 2, 3});
      a.send("chat", "no object");
      a.awaitPatch("#notice", "notice", "does not understand");
      a.send("nonsense", Map.of());
      a.send("seen", Map.of("message", "x"));
      a.send("chat", Map.of("text", "still here"));
      assertThat(b.awaitMarkup("#messages", "")).contains("still here");
    }
  }

  @Test
  void aMessageOverTheLimitClosesItsSocketAndNoOther() throws Exception {
    try (Socket a = ada.socket("general");
        Socket b = bob.socket("general")) {
      a.send("chat", Map.of("text", "x".repeat(102_400)));
      assertThat(a.closeCode()).isEqualTo(1009);
      b.send("chat", Map.of("text", "unharmed"));
      b.awaitMarkup("#messages", "unharmed");
    }
    assertThat(Jsoup.parse(ada.get("/rooms/general").body()).select(".text").eachText())
        .containsExactly("unharmed");
  }

  @Test
  void anUnknownRoomClosesForGood() {
    try (Socket a = ada.socket("nowhere")) {
      assertThat(a.closeCode()).isEqualTo(4404);
    }
  }

  @Test
  void aSocketWithoutCookiesIsSomebodyNew() throws Exception {
    try (Socket stranger = Socket.open(chat.url(), "/ws/rooms/general", "");
        Socket b = bob.socket("general")) {
      b.awaitMarkup("#people-list", "Bob");
      stranger.send("chat", Map.of("text", "hello from nowhere"));
      assertThat(b.awaitMarkup("#messages", "hello from nowhere")).doesNotContain("Bob");
    }
  }
}
