package dev.pilcrow.chat;

import static dev.pilcrow.chat.ProgramsTest.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chat without script: pages and forms, and the same addresses as data. */
class PagesTest {
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
  void aFirstVisitLeadsToARoomAndNeedsNoName() throws Exception {
    HttpResponse<String> response = ada.get("/");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.uri().getPath()).isEqualTo("/rooms/general");
    Document page = Jsoup.parse(response.body());
    assertThat(page.select("h1").text()).isEqualTo("# General");
    assertThat(page.select("nav [aria-current=page]").text()).contains("General");
    assertThat(page.select("nav .room-name").eachText())
        .containsExactly("General", "Random", "Ideas", "Help");
    assertThat(page.select("meta[name=silcrow-ws]").attr("content")).isEqualTo("/ws/rooms/general");
    assertThat(page.select(".hello strong").text()).matches("[A-Z][a-z]+ [A-Z][a-z]+");
    assertThat(page.select("script").eachAttr("src")).allMatch(src -> src.startsWith("/"));
    assertThat(ada.cookie("chat_id")).hasSize(22);
  }

  @Test
  void everyPageCarriesTheContentPolicy() throws Exception {
    for (String path :
        new String[] {"/rooms/general", "/rooms", "/rooms/new", "/me", "/operator", "/nowhere"}) {
      HttpResponse<String> response = ada.get(path);
      assertThat(response.headers().firstValue("content-security-policy").orElse(""))
          .contains("default-src 'self'", "require-trusted-types-for 'script'")
          .doesNotContain("unsafe");
      assertThat(response.headers().firstValue("cache-control").orElse("")).contains("no-");
      Document page = Jsoup.parse(response.body());
      assertThat(page.select("[style], style, script:not([src])")).isEmpty();
    }
  }

  @Test
  void aFormPostSavesAndLeadsBackToTheRoom() throws Exception {
    HttpResponse<String> response =
        ada.post("/rooms/general/messages", Map.of("text", "hello **world**\nsecond line"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.uri().getPath()).isEqualTo("/rooms/general");
    Document page = Jsoup.parse(response.body());
    assertThat(page.select("#messages .text").html().replaceAll("\\s*\n\\s*", ""))
        .isEqualTo("<p>hello <strong>world</strong><br>second line</p>");
    assertThat(page.select("#messages .message").hasClass("mine")).isTrue();
    assertThat(page.select("#messages time.at").attr("datetime"))
        .isEqualTo("2026-03-14T09:26:53.589Z");
    assertThat(page.select("#text").val()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'', Write something first.", "'  \n ', Write something first."})
  void anEmptyMessageIsRefused(String text, String notice) throws Exception {
    HttpResponse<String> response = ada.post("/rooms/general/messages", Map.of("text", text));
    assertThat(response.statusCode()).isEqualTo(422);
    Document page = Jsoup.parse(response.body());
    assertThat(page.select("#notice").text()).isEqualTo(notice);
    assertThat(page.select("#messages .message")).isEmpty();
  }

  @Test
  void aMessageOf100KiBIsRefusedAndKept() throws Exception {
    String text = "x".repeat(102_400);
    HttpResponse<String> response = ada.post("/rooms/general/messages", Map.of("text", text));
    assertThat(response.statusCode()).isEqualTo(422);
    Document page = Jsoup.parse(response.body());
    assertThat(page.select("#notice").text()).contains("102,400 characters").contains("4,000");
    assertThat(page.select("#text").text()).isEqualTo(text);
    assertThat(page.select("#messages .message")).isEmpty();
    assertThat(said(ada.get("/rooms/general", "application/json"))).isEmpty();
  }

  @Test
  void aBodyWithoutEndIsRefused() throws Exception {
    HttpResponse<String> response =
        ada.post("/rooms/general/messages", Map.of("text", "x".repeat(3_000_000)));
    assertThat(response.statusCode()).isBetween(400, 422);
    assertThat(said(ada.get("/rooms/general", "application/json"))).isEmpty();
  }

  @Test
  void hostileMarkupIsInertOnThePage() throws Exception {
    ada.post("/me", Map.of("name", "<img src=x onerror=alert(1)>"));
    HttpResponse<String> response =
        ada.post(
            "/rooms/general/messages",
            Map.of("text", "<script>alert(1)</script> [x](javascript:alert(1))"));
    Document page = Jsoup.parse(response.body());
    assertThat(page.select("#messages script, #messages img, #messages a")).isEmpty();
    assertThat(page.select("#messages .text").text())
        .isEqualTo("<script>alert(1)</script> [x](javascript:alert(1))");
    assertThat(page.select("#messages .name").text()).isEqualTo("<img src=x onerror=alert(1)>");
  }

  @Test
  void aRoomIsOpenedByAForm() throws Exception {
    HttpResponse<String> response =
        ada.post("/rooms", Map.of("name", "Tea & Über-Biscuits", "purpose", "Dunking"));
    assertThat(response.uri().getPath()).isEqualTo("/rooms/tea-uber-biscuits");
    assertThat(Jsoup.parse(response.body()).select("h1").text()).isEqualTo("# Tea & Über-Biscuits");

    HttpResponse<String> again =
        ada.post("/rooms", Map.of("name", "tea uber biscuits", "purpose", "<b>"));
    assertThat(again.statusCode()).isEqualTo(422);
    Document page = Jsoup.parse(again.body());
    assertThat(page.select("#name-error").text()).contains("already");
    assertThat(page.select("#name").val()).isEqualTo("tea uber biscuits");
    assertThat(page.select("#purpose").val()).isEqualTo("<b>");
    assertThat(ada.post("/rooms", Map.of("name", "日本語")).uri().getPath())
        .matches("/rooms/room-[0-9a-f]+");
  }

  @Test
  void aNameStaysAndCanBeChanged() throws Exception {
    HttpResponse<String> response =
        ada.post("/me", Map.of("name", " Ada  Lovelace ", "back", "/rooms/help"));
    assertThat(response.uri().getPath()).isEqualTo("/rooms/help");
    Document page = Jsoup.parse(response.body());
    assertThat(page.select(".me-name bdi").text()).isEqualTo("Ada Lovelace");
    assertThat(page.select(".hello")).isEmpty();
    assertThat(page.select("#people-list .name").text()).isEqualTo("Ada Lovelace");

    assertThat(ada.post("/me", Map.of("name", "x", "back", "//evil.example")).uri().getPath())
        .isEqualTo("/me");
    HttpResponse<String> refused = ada.post("/me", Map.of("name", "y".repeat(40)));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Jsoup.parse(refused.body()).select("#name-error").text()).contains("32");
  }

  @Test
  void aThemeIsKept() throws Exception {
    Document page = Jsoup.parse(ada.post("/theme", Map.of("theme", "dark")).body());
    assertThat(page.select(".app").attr("data-theme")).isEqualTo("dark");
    assertThat(page.select("[aria-pressed=true]").text()).isEqualTo("Dark");
    page = Jsoup.parse(ada.post("/theme", Map.of("theme", "\"><script>")).body());
    assertThat(page.select(".app").attr("data-theme")).isEqualTo("auto");
  }

  @Test
  void brokenCookiesAreReplaced() throws Exception {
    HttpResponse<String> response =
        ada.send(
            HttpRequest.newBuilder(URI.create(chat.url() + "/rooms/general"))
                .header("Accept", "text/html")
                .header(
                    "Cookie", "chat_id=x; chat_name=%ZZ; chat_theme=pink; chat_zone=Mars%2FPole"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().allValues("set-cookie").toString()).contains("chat_id=");
  }

  @Test
  void whatIsNewIsMarkedAndCounted() throws Exception {
    RunningChat.Visit bob = chat.visit();
    bob.post("/rooms/general/messages", Map.of("text", "one"));
    ada.get("/rooms/general");
    ada.get("/rooms/random");
    bob.post("/rooms/general/messages", Map.of("text", "two"));
    bob.post("/rooms/general/messages", Map.of("text", "three"));

    Document elsewhere = Jsoup.parse(ada.get("/rooms/random").body());
    assertThat(elsewhere.select("#room-general .badge").attr("data-count")).isEqualTo("2");
    Document page = Jsoup.parse(ada.get("/rooms/general").body());
    assertThat(page.select(".message:has(.new) .text").text()).isEqualTo("two");
    assertThat(page.select("#room-general .badge").attr("data-count")).isEqualTo("0");
    assertThat(Jsoup.parse(ada.get("/rooms/general").body()).select(".new")).isEmpty();
  }

  @Test
  void olderMessagesAreOnOlderPages() throws Exception {
    for (int i = 1; i <= 120; i++) {
      ada.post("/rooms/general/messages", Map.of("text", "message " + i));
      chat.clock.advance(Duration.ofMinutes(20));
    }
    Document page = Jsoup.parse(ada.get("/rooms/general").body());
    assertThat(page.select(".text").eachText()).hasSize(50).endsWith("message 120");
    assertThat(page.select(".day time").eachText()).contains("Monday, 16 March 2026");
    Document older = Jsoup.parse(ada.get(page.select(".pager a").attr("href")).body());
    assertThat(older.select(".text").eachText())
        .hasSize(50)
        .startsWith("message 21")
        .endsWith("message 70");
    assertThat(older.select("#composer, meta[name=silcrow-ws]")).isEmpty();
    Document oldest = Jsoup.parse(ada.get(older.select(".pager a").attr("href")).body());
    assertThat(oldest.select(".text").eachText()).hasSize(20).startsWith("message 1");
    assertThat(oldest.select(".start")).hasSize(1);
    assertThat(ada.get("/rooms/general?before=banana").statusCode()).isEqualTo(200);
  }

  @Test
  void aForeignSiteCannotPost() throws Exception {
    HttpResponse<String> response =
        ada.send(
            HttpRequest.newBuilder(URI.create(chat.url() + "/rooms/general/messages"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "cross-site")
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString("text=spam")));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(said(ada.get("/rooms/general", "application/json"))).isEmpty();
  }

  @Test
  void assetsAreKeptByBrowsersForGood() throws Exception {
    Document page = Jsoup.parse(ada.get("/rooms/general").body());
    for (String path : page.select("link[href], script[src]").eachAttr("href")) {
      if (!path.isEmpty()) {
        HttpResponse<String> asset = ada.get(path);
        assertThat(asset.statusCode()).isEqualTo(200);
        assertThat(asset.headers().firstValue("cache-control").orElse("")).contains("immutable");
      }
    }
    assertThat(ada.get("/assets/0/chat.css").headers().firstValue("cache-control").orElse(""))
        .isEqualTo("no-cache");
    assertThat(ada.get("/assets/0/..%2Fsecret").statusCode()).isBetween(400, 404);
  }

  @Test
  void aDatabaseThatFailsIsAPageAndTheChatGoesOn() throws Exception {
    ada.get("/rooms/general");
    sql("alter table message rename to message_away");
    HttpResponse<String> response = ada.post("/rooms/general/messages", Map.of("text", "lost?"));
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(Jsoup.parse(response.body()).select("h1").text()).isEqualTo("Something broke");
    assertThat(response.body()).doesNotContain("org.h2");
    sql("alter table message_away rename to message");
    assertThat(said(ada.get("/rooms/general", "application/json"))).isEmpty();
    ada.post("/rooms/general/messages", Map.of("text", "back"));
    assertThat(said(ada.get("/rooms/general", "application/json"))).contains("back");
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(chat.dbUrl);
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
