package dev.pilcrow.chat;

import static dev.pilcrow.chat.LiveSignsTest.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.chat.Sign.Told;
import dev.pilcrow.client.TypedSocket;
import dev.pilcrow.client.WsClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Three chats that are one, and what is left when one of them dies. */
class NodesTest {
  @Test
  void nodesAreOneChatAndOneMayDie() throws Exception {
    try (Nodes nodes = new Nodes(3, 0)) {
      RunningChat.Visit ada = new RunningChat.Visit(nodes.url(0));
      RunningChat.Visit bob = new RunningChat.Visit(nodes.url(1));
      RunningChat.Visit carol = new RunningChat.Visit(nodes.url(2));
      ada.post("/me", Map.of("name", "Ada"));
      bob.post("/me", Map.of("name", "Bob"));
      carol.post("/me", Map.of("name", "Carol"));
      Document page = Jsoup.parse(bob.get("/rooms/general").body());
      String positions = page.select("meta[name=silcrow-positions]").attr("content");
      try (Socket a = ada.socket("general")) {
        try (Socket b = bob.socket("general");
            Socket c = carol.socket("general")) {
          a.await(shows("Ada", "Bob", "Carol"));
          b.await(shows("Ada", "Bob", "Carol"));
          c.await(shows("Ada", "Bob", "Carol"));
          b.send("chat", Map.of("text", "hello from the other node"));
          assertThat(a.awaitMarkup("#messages", "hello")).contains("Bob");
          for (RunningChat.Visit visit : List.of(ada, bob, carol)) {
            visit.get("/rooms/general");
          }
          Settled.await(nodes.url(0), nodes.url(1), nodes.url(2));
          signsOfLifeGoFromNodeToNode(nodes, ada, bob, carol);
          nodes.kill(1);
        }
        a.await(shows("Ada").and(shows("Bob").negate()));
        a.send("chat", Map.of("text", "still here"));
        a.awaitMarkup("#messages", "still here");
      }
      RunningChat.Visit moved = new RunningChat.Visit(nodes.url(), bob);
      try (Socket b = moved.socket("general", positions)) {
        assertThat(b.awaitMarkup("#messages", "")).contains("hello from the other node");
        assertThat(b.awaitMarkup("#messages", "")).contains("two");
        assertThat(b.awaitMarkup("#messages", "")).contains("still here");
      }
    }
  }

  private static void signsOfLifeGoFromNodeToNode(
      Nodes nodes, RunningChat.Visit ada, RunningChat.Visit bob, RunningChat.Visit carol)
      throws Exception {
    try (WsClient first = WsClient.to(nodes.url(0));
        WsClient second = WsClient.to(nodes.url(1));
        WsClient third = WsClient.to(nodes.url(2))) {
      var a = first.connect(Signs.CHANNEL.with("room", "general"), ada.options());
      Set<String> notAda = twoOthers(a);
      var b = second.connect(Signs.CHANNEL.with("room", "general"), bob.options());
      Set<String> notBob = twoOthers(b);
      Told bobComes = next(a);
      assertThat(bobComes.who()).isIn(notAda).isNotIn(notBob);
      var c = third.connect(Signs.CHANNEL.with("room", "general"), carol.options());
      Set<String> notCarol = twoOthers(c);
      Told carolComes = next(a);
      assertThat(carolComes.who()).isIn(notAda).isIn(notBob).isNotIn(notCarol);
      assertThat(next(b)).isEqualTo(carolComes);
      String adasId = notBob.stream().filter(notCarol::contains).findFirst().orElseThrow();

      bob.post("/rooms/general/messages", Map.of("text", "two"));
      long two = ((Sign.Reading) carolComes.sign()).message() + 1;
      c.send(new Sign.Reading(two));
      assertThat(next(a)).isEqualTo(new Told(carolComes.who(), new Sign.Reading(two)));
      assertThat(next(b)).isEqualTo(new Told(carolComes.who(), new Sign.Reading(two)));
      a.send(new Sign.Writing());
      assertThat(next(b)).isEqualTo(new Told(adasId, new Sign.Writing()));
      assertThat(next(c)).isEqualTo(new Told(adasId, new Sign.Writing()));
      a.close();
      assertThat(next(b)).isEqualTo(new Told(adasId, new Sign.Paused()));
      assertThat(next(c)).isEqualTo(new Told(adasId, new Sign.Paused()));
    }
  }

  /** Whose places somebody who comes is told. */
  private static Set<String> twoOthers(TypedSocket<Sign, Told> socket) throws Exception {
    Told one = next(socket);
    Told other = next(socket);
    return Set.of(one.who(), other.who());
  }

  private static Predicate<JsonNode> shows(String... names) {
    return event -> {
      String markup = event.path("markup").asString("");
      return event.path("target").asString("").equals("#people-list")
          && java.util.Arrays.stream(names).allMatch(markup::contains);
    };
  }
}
