package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What programs and lost visitors get: data by Accept, and pages for what is not there. */
class ProgramsTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  private RunningChat chat;
  private RunningChat.Visit ada;

  @BeforeEach
  void start() throws StartException {
    chat = new RunningChat();
    ada = chat.visit();
  }

  @AfterEach
  void stop() {
    chat.close();
  }

  @Test
  void oneHandlerServesPeopleAndPrograms() throws Exception {
    ada.post("/rooms/general/messages", Map.of("text", "*hi*"));
    HttpResponse<String> json = ada.get("/rooms/general", "application/json");
    assertThat(json.headers().firstValue("content-type").orElse("")).contains("application/json");
    assertThat(json.headers().firstValue("vary").orElse("")).contains("Accept");
    JsonNode room = JSON.readTree(json.body());
    assertThat(room.at("/room/slug").asString()).isEqualTo("general");
    assertThat(room.at("/messages/0/text").asString()).isEqualTo("*hi*");
    assertThat(room.at("/messages/0/sentAt").asString()).isEqualTo("2026-03-14T09:26:53.589Z");
    assertThat(json.body()).doesNotContain(ada.cookie("chat_id"));
    assertThat(JSON.readTree(ada.get("/rooms", "application/json").body()).at("/rooms/3/slug"))
        .hasToString("\"help\"");
  }

  /** A program that knows some messages asks for the rest, in parts, and where to go on. */
  @Test
  void aProgramAsksForWhatItHasNotSeen() throws Exception {
    for (int n = 1; n <= 53; n++) {
      ada.post("/rooms/general/messages", Map.of("text", "m" + n));
    }
    JsonNode newest = JSON.readTree(ada.get("/rooms/general", "application/json").body());
    assertThat(newest.at("/messages/0/text").asString()).isEqualTo("m4");
    assertThat(newest.at("/later").asLong()).isZero();
    HttpResponse<String> answer = ada.get("/rooms/general?after=0", "application/json");
    assertThat(answer.headers().firstValue("silcrow-ws")).contains("/ws/rooms/general");
    assertThat(answer.headers().firstValue("silcrow-positions").orElse(""))
        .contains("\"room:general\":");
    JsonNode first = JSON.readTree(answer.body());
    assertThat(first.at("/messages").size()).isEqualTo(50);
    assertThat(first.at("/messages/0/text").asString()).isEqualTo("m1");
    assertThat(first.at("/earlier").asLong()).isZero();
    long last = first.at("/messages/49/id").asLong();
    assertThat(first.at("/later").asLong()).isEqualTo(last);
    JsonNode rest =
        JSON.readTree(ada.get("/rooms/general?after=" + last, "application/json").body());
    assertThat(rest.at("/messages").size()).isEqualTo(3);
    assertThat(rest.at("/messages/0/text").asString()).isEqualTo("m51");
    assertThat(rest.at("/later").asLong()).isZero();
    assertThat(rest.at("/earlier").asLong()).isEqualTo(last + 1);
    JsonNode none =
        JSON.readTree(ada.get("/rooms/general?after=" + (last + 3), "application/json").body());
    assertThat(none.at("/messages").size()).isZero();
    assertThat(none.at("/earlier").asLong()).isEqualTo(last + 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "9999999999999999999"})
  void afterWhichMessageIsANumber(String after) throws Exception {
    HttpResponse<String> refused = ada.get("/rooms/general?after=" + after, "application/json");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("the id of a message in 'after'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html | text/html",
        "application/json | application/json",
        "application/json;q=0.5, text/html;q=0.4 | application/json",
        "*/* | text/html",
        ";;;q=,,/ | text/html application/json",
        "text/html;q=banana | text/html",
        "image/png | text/html application/json",
      })
  void anyAcceptHeaderGetsAnAnswer(String accept, String types) throws Exception {
    HttpResponse<String> response = ada.get("/rooms/general", accept);
    assertThat(response.statusCode()).isEqualTo(200);
    String type = response.headers().firstValue("content-type").orElse("").replaceFirst(";.*", "");
    assertThat(types).contains(type);
  }

  @Test
  void aProgramPostsJson() throws Exception {
    HttpResponse<String> response =
        ada.post(
            "/rooms/general/messages",
            "application/json",
            "application/json",
            "{\"text\":\"from a program\"}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(said(response)).contains("from a program");

    HttpResponse<String> empty =
        ada.post("/rooms/general/messages", "application/json", "application/json", "{}");
    assertThat(empty.statusCode()).isEqualTo(422);
    assertThat(empty.headers().firstValue("content-type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(JSON.readTree(empty.body()).at("/detail").asString())
        .isEqualTo("Write something first.");

    HttpResponse<String> broken =
        ada.post("/rooms/general/messages", "application/json", "application/json", "{\"text\":");
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(broken.body()).contains("malformed").doesNotContain("tools.jackson");
  }

  @Test
  void anUnknownRoomIsAPageThatHelps() throws Exception {
    HttpResponse<String> response = ada.get("/rooms/nowhere");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(Jsoup.parse(response.body()).select("main").text())
        .contains("There is no such room")
        .contains("See all rooms");
    assertThat(ada.get("/rooms/..%2f..%2fetc").statusCode()).isBetween(400, 404);
    assertThat(ada.post("/rooms/nowhere/messages", Map.of("text", "x")).statusCode())
        .isEqualTo(404);
    HttpResponse<String> json = ada.get("/rooms/nowhere", "application/json");
    assertThat(json.statusCode()).isEqualTo(404);
    assertThat(JSON.readTree(json.body()).at("/status").asInt()).isEqualTo(404);
  }

  @Test
  void anUnknownPathIsAPageToo() throws Exception {
    HttpResponse<String> response = ada.get("/nowhere");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(Jsoup.parse(response.body()).select("h1").text()).isEqualTo("Nothing here");
  }

  /** The texts of a room's messages as data. */
  static List<String> said(HttpResponse<String> json) {
    return JSON.readTree(json.body())
        .path("messages")
        .valueStream()
        .map(message -> message.path("text").asString())
        .toList();
  }
}
