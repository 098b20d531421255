package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The directory, and the form of a room. */
class RoomPagesTest {
  private RunningChat chat;
  private RunningChat.Visit ada;
  private RunningChat.Visit bob;

  @BeforeEach
  void start() throws StartException {
    chat = new RunningChat();
    ada = chat.visit();
    bob = chat.visit();
  }

  @AfterEach
  void stop() {
    chat.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 4 rooms, 'general random ideas help'",
    "GEN, 1 room matches “GEN”, general",
    "'ever  FOR', 1 room matches “ever FOR”, general",
    "'o', 4 rooms match “o”, 'random general ideas help'",
    "'&<b>', No rooms match “&<b>”, ''",
  })
  void aSearchIsAPage(String query, String summary, String slugs) throws Exception {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    HttpResponse<String> response = ada.get("/rooms?q=" + encoded);
    assertThat(response.statusCode()).isEqualTo(200);
    Document page = Jsoup.parse(response.body());
    assertThat(page.select("#summary").text()).isEqualTo(summary);
    assertThat(String.join(" ", page.select(".directory li").eachAttr("data-room")))
        .isEqualTo(slugs);
    assertThat(page.select("#found b, #found script")).isEmpty();
    assertThat(page.select("#q").val()).isEqualTo(query.replaceAll("\\s+", " "));
  }

  @Test
  void whatIsFoundIsMarkedAndTheLastMessageTold() throws Exception {
    ada.post("/rooms/random/messages", Map.of("text", "hi"));
    chat.clock.advance(java.time.Duration.ofMinutes(5));
    Document page = Jsoup.parse(ada.get("/rooms?q=ran%20links").body());
    assertThat(page.select("mark").eachText()).containsExactly("Ran", "links");
    assertThat(page.select(".card-news").text()).isEqualTo("Last message 5 min ago");
    JsonNode json = json(ada.get("/rooms?q=rand", "application/json"));
    assertThat(json.at("/rooms")).hasSize(1);
    assertThat(json.at("/rooms/0/purpose").asString()).isEqualTo("Loose ends and good links");
  }

  @Test
  void whileSomebodyTypesOnlyTheListIsRendered() throws Exception {
    String page = Jsoup.parse(ada.get("/rooms?q=ran").body()).select("#found").outerHtml();
    HttpResponse<String> part =
        ada.send(
            HttpRequest.newBuilder(URI.create(chat.url() + "/rooms?q=ran"))
                .header("Accept", "text/html, */*")
                .header("silcrow-target", "#found")
                .GET());
    assertThat(part.statusCode()).isEqualTo(200);
    assertThat(Jsoup.parse(part.body()).body().html()).isEqualTo(page);
    assertThat(part.body()).matches("(?s)<!doctype html>\\s*<div id=\"found\">.*");
    assertThat(part.headers().allValues("vary")).asString().contains("silcrow-target");
  }

  @Test
  void theFormSaysWhatIsWrongWithWhichField() throws Exception {
    HttpResponse<String> response =
        ada.post("/rooms", Map.of("name", " x ", "purpose", "p".repeat(121)));
    assertThat(response.statusCode()).isEqualTo(422);
    Document page = Jsoup.parse(response.body());
    assertThat(page.select("#name").attr("aria-invalid")).isEqualTo("true");
    assertThat(page.select("#name").attr("aria-describedby")).contains("name-error");
    assertThat(page.select("#name-error").text()).isEqualTo("A room name needs 2 characters.");
    assertThat(page.select("#purpose-error").text()).contains("120 characters; that is 121");
    assertThat(page.select("#name").val()).isEqualTo(" x ");

    HttpResponse<String> program =
        ada.post("/rooms", "application/json", "application/json", "{\"name\":\"general\"}");
    assertThat(program.statusCode()).isEqualTo(422);
    assertThat(json(program).at("/errors/0/field").asString()).isEqualTo("name");
    assertThat(json(program).at("/errors/0/detail").asString()).contains("already");
  }

  @Test
  void aRoomIsRenamedByWhoOpenedIt() throws Exception {
    ada.post("/rooms", Map.of("name", "Tea", "purpose", ""));
    assertThat(Jsoup.parse(ada.get("/rooms/tea").body()).select("a.tool").attr("href"))
        .isEqualTo("/rooms/tea/edit");
    assertThat(Jsoup.parse(bob.get("/rooms/tea").body()).select("a.tool")).isEmpty();
    assertThat(bob.get("/rooms/tea/edit").statusCode()).isEqualTo(403);
    assertThat(bob.post("/rooms/tea/edit", Map.of("name", "Coffee")).statusCode()).isEqualTo(403);

    Document form = Jsoup.parse(ada.get("/rooms/tea/edit").body());
    assertThat(form.select("h1").text()).isEqualTo("Rename #Tea");
    assertThat(form.select("#name").val()).isEqualTo("Tea");
    HttpResponse<String> taken = ada.post("/rooms/tea/edit", Map.of("name", "GENERAL"));
    assertThat(taken.statusCode()).isEqualTo(422);
    assertThat(Jsoup.parse(taken.body()).select("#name-error").text()).contains("already");

    HttpResponse<String> renamed =
        ada.post("/rooms/tea/edit", Map.of("name", "Tea & Cake", "purpose", "Dunking"));
    assertThat(renamed.uri().getPath()).isEqualTo("/rooms/tea");
    assertThat(Jsoup.parse(renamed.body()).select("h1").text()).isEqualTo("# Tea & Cake");
    assertThat(ada.post("/rooms/tea/edit", Map.of("name", "tea & cake")).statusCode())
        .as("its own name is not taken")
        .isEqualTo(200);
    assertThat(ada.get("/rooms/nowhere/edit").statusCode()).isEqualTo(404);
  }

  @Test
  void openPagesSeeTheNewName() throws Exception {
    ada.post("/rooms", Map.of("name", "Tea"));
    try (Socket inside = bob.socket("tea");
        Socket elsewhere = ada.socket("general")) {
      inside.awaitPatch("#online", "online", "1");
      elsewhere.awaitPatch("#online", "online", "1");
      ada.post("/rooms/tea/edit", Map.of("name", "<Tea>", "purpose", "P"));
      elsewhere.awaitMarkup("#room-tea .room-name", "&lt;Tea&gt;");
      inside.awaitMarkup("#room-name", "&lt;Tea&gt;");
      inside.awaitMarkup("#room-purpose", "P");
    }
  }

  @Test
  void aRoomCalledNewIsNotInTheWay() throws Exception {
    HttpResponse<String> response = ada.post("/rooms", Map.of("name", "New"));
    assertThat(response.uri().getPath()).isEqualTo("/rooms/new-room");
    assertThat(Jsoup.parse(ada.get("/rooms/new").body()).select("h1").text()).isEqualTo("New room");
  }

  @Test
  void earlierMessagesAreAPartOfTheirPage() throws Exception {
    for (int i = 1; i <= 60; i++) {
      ada.post("/rooms/general/messages", Map.of("text", "message " + i));
    }
    Document page = Jsoup.parse(ada.get("/rooms/general").body());
    String place = page.select(".pager a").attr("s-target");
    assertThat(page.select(place)).hasSize(1);
    Document older = Jsoup.parse(ada.get(page.select(".pager a").attr("s-get")).body());
    List<String> texts = older.select(place + " .text").eachText();
    assertThat(texts).hasSize(10).startsWith("message 1").endsWith("message 10");
    assertThat(page.select("#messages .text").eachText()).startsWith("message 11");
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }
}
