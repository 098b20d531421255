package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.chat.Sign.Told;
import dev.pilcrow.client.WsClient;
import java.util.Map;
import java.util.function.Predicate;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two chats that are one, and what is left when one of them dies. */
class NodesTest {
  @Test
  void nodesAreOneChatAndOneMayDie() throws Exception {
    try (Nodes nodes = new Nodes(2, 0)) {
      RunningChat.Visit ada = new RunningChat.Visit(nodes.url(0));
      RunningChat.Visit bob = new RunningChat.Visit(nodes.url(1));
      ada.post("/me", Map.of("name", "Ada"));
      bob.post("/me", Map.of("name", "Bob"));
      Document page = Jsoup.parse(bob.get("/rooms/general").body());
      String positions = page.select("meta[name=silcrow-positions]").attr("content");
      try (Socket a = ada.socket("general")) {
        try (Socket b = bob.socket("general")) {
          a.await(shows("Ada", "Bob"));
          b.await(shows("Ada", "Bob"));
          b.send("chat", Map.of("text", "hello from the other node"));
          assertThat(a.awaitMarkup("#messages", "hello")).contains("Bob");
          ada.get("/rooms/general");
          bob.get("/rooms/general");
          signsOfLifeGoFromNodeToNode(nodes, ada, bob);
          nodes.kill(1);
        }
        a.await(shows("Ada").and(shows("Bob").negate()));
        a.send("chat", Map.of("text", "still here"));
        a.awaitMarkup("#messages", "still here");
      }
      RunningChat.Visit moved = new RunningChat.Visit(nodes.url(), bob);
      try (Socket b = moved.socket("general", positions)) {
        assertThat(b.awaitMarkup("#messages", "")).contains("hello from the other node");
        assertThat(b.awaitMarkup("#messages", "")).contains("still here");
      }
    }
  }

  private static void signsOfLifeGoFromNodeToNode(
      Nodes nodes, RunningChat.Visit ada, RunningChat.Visit bob) throws Exception {
    try (WsClient first = WsClient.to(nodes.url(0));
        WsClient second = WsClient.to(nodes.url(1))) {
      var a = first.connect(Signs.CHANNEL.with("room", "general"), ada.options());
      Told bobHasRead = LiveSignsTest.next(a);
      var b = second.connect(Signs.CHANNEL.with("room", "general"), bob.options());
      Told adaHasRead = LiveSignsTest.next(b);
      assertThat(adaHasRead.sign()).isEqualTo(bobHasRead.sign());
      assertThat(LiveSignsTest.next(a)).isEqualTo(bobHasRead);
      a.send(new Sign.Writing());
      assertThat(LiveSignsTest.next(b)).isEqualTo(new Told(adaHasRead.who(), new Sign.Writing()));
      a.close();
      assertThat(LiveSignsTest.next(b)).isEqualTo(new Told(adaHasRead.who(), new Sign.Paused()));
    }
  }

  private static Predicate<JsonNode> shows(String... names) {
    return event -> {
      String markup = event.path("markup").asString("");
      return event.path("target").asString("").equals("#people-list")
          && java.util.Arrays.stream(names).allMatch(markup::contains);
    };
  }
}
