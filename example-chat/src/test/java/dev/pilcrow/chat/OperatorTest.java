package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the operator sees, on the page and over its event stream. */
@Timeout(60)
class OperatorTest {
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
  void thePageCountsWhatWasSaid() throws Exception {
    say("one");
    chat.clock.advance(Duration.ofMinutes(1));
    say("two");
    say("three");
    Document page = Jsoup.parse(ada.get("/operator").body());
    assertThat(page.select("#gauge-messages .figure").text()).isEqualTo("2");
    assertThat(page.select("#gauge-messages .bar:not(.empty)")).hasSize(2);
    assertThat(page.select("#gauge-messages svg").attr("aria-label"))
        .isEqualTo("Messages this minute: 2 now, at most 2, 3 in all in 30 minutes");
    assertThat(page.select(".bar title").eachText()).last().isEqualTo("09:27 UTC: 2");
    assertThat(page.select("meta[name=silcrow-sse]").attr("content")).isEqualTo("/live/operator");
    assertThat(page.select("[style], style")).isEmpty();
    assertThat(page.text()).doesNotContain("three");
  }

  @Test
  void aPageThatStandsStillFollowsNothing() throws Exception {
    Document page = Jsoup.parse(ada.get("/operator?still").body());
    assertThat(page.select("meta[name=silcrow-sse]")).isEmpty();
    assertThat(page.select("#pace").text()).isEqualTo("Resume");
  }

  @Test
  void aProgramGetsTheNumbers() throws Exception {
    try (Socket socket = ada.socket("ideas")) {
      socket.awaitPatch("#online", "online", "1");
      JsonNode json = JsonMapper.shared().readTree(ada.get("/operator", "application/json").body());
      assertThat(json.at("/rooms/0/slug").asString()).isEqualTo("ideas");
      assertThat(json.at("/rooms/0/people").asInt()).isEqualTo(1);
      assertThat(json.at("/rooms/0/share").asInt()).isEqualTo(100);
      assertThat(json.at("/facts").toString()).contains("Live connections");
    }
  }

  @Test
  void theStreamShowsWhatHappens() throws Exception {
    try (InputStream stream = open("/live/operator")) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      assertThat(awaitLine(lines, "gauge-messages")).contains("\"target\":\"#gauges\"");
      say("hello");
      assertThat(awaitLine(lines, "activity")).contains("general");
      awaitLine(lines, "1 in all in 30 minutes");
    }
  }

  private void say(String text) throws IOException, InterruptedException {
    ada.post("/rooms/general/messages", Map.of("text", text));
  }

  private InputStream open(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(chat.url() + path))
            .header("Accept", "text/event-stream")
            .build();
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    return response.body();
  }

  private static String awaitLine(BufferedReader lines, String part) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("The stream ended before a line with '" + part + "'");
  }
}
