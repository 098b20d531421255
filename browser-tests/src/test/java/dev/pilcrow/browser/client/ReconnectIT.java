package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens after a connection is lost. The page's clock is the test's, so nothing sleeps. */
class ReconnectIT extends ClientTest {
  private static final String LIVE = "<div id=\"a\" s-live=\"/ws/a\" :text=\"n\"></div>";

  private Peer connect() throws Exception {
    stopClock();
    open(LIVE);
    Peer peer = server.await("/ws/a");
    waitForState("#a", "open");
    return peer;
  }

  private List<Object> delays() {
    return seen("silcrow:live:disconnect").stream()
        .map(detail -> detail.get("reconnectIn"))
        .toList();
  }

  @Test
  void theBoundDoublesFromOneSecondToThirtyAndChanceTakesAnyPartOfIt() {
    open("");
    assertThat(
            js(
                "import('/src/transport/backoff.js').then(({backoff}) => [0, 1, 2, 3, 4, 5, 6, 60]"
                    + ".map((tries) => backoff(tries, () => 0.999999)))"))
        .isEqualTo(List.of(1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000));
    assertThat(
            js(
                "import('/src/transport/backoff.js').then(({backoff}) => [0, 5].map((tries) =>"
                    + " backoff(tries, () => 0)))"))
        .isEqualTo(List.of(0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // code, tries, asked, delay with chance 0.5
        "1000,0,-,500",
        "1001,0,-,500",
        "1006,2,-,2000",
        "1011,3,-,4000",
        "1009,0,-,500",
        "1012,0,-,3000",
        "1013,1,-,4000",
        "1001,0,7000,7500",
        "1012,4,250,750",
        "1008,0,-,-",
        "4401,0,-,-",
        "4403,9,-,-",
        "4404,0,1000,-",
      })
  void theCloseCodeDecidesTheDelay(int code, int tries, Integer asked, Integer delay) {
    open("");
    Map<String, Object> loss = new java.util.HashMap<>(Map.of("code", code, "tries", tries));
    loss.put("asked", asked);
    assertThat(
            js(
                "({code, tries, asked}) => import('/src/transport/backoff.js').then((module) =>"
                    + " module.delayAfter({code, tries, asked: asked ?? undefined}, () => 0.5))",
                loss))
        .isEqualTo(delay);
  }

  @Test
  void aClosedConnectionComesBackAndMessagesFlowAgain() throws Exception {
    Peer first = connect();
    first.close(1001, "");
    waitForState("#a", "offline");
    assertThat(delays()).containsExactly(500);
    clock().runFor(499);
    assertThat(server.peers("/ws/a")).hasSize(1);
    clock().runFor(1);
    Peer second = server.await("/ws/a");
    waitForState("#a", "open");
    second.send("{\"type\":\"patch\",\"target\":\"\",\"data\":{\"n\":2}}");
    waitFor("document.querySelector('#a').textContent === '2'");
  }

  @Test
  void aHandlerThatReturnsIsAskedAgain() throws Exception {
    Peer first = connect();
    first.close(1000, "");
    waitForState("#a", "offline");
    clock().runFor(500);
    server.await("/ws/a");
  }

  @Test
  void shortConnectionsCountAsFailuresAndStableOnesDoNot() throws Exception {
    Peer peer = connect();
    for (int expected : new int[] {500, 1000, 2000, 4000}) {
      peer.close(1011, "");
      waitForState("#a", "offline");
      assertThat(delays()).last().isEqualTo(expected);
      clock().runFor(expected);
      peer = server.await("/ws/a");
      waitForState("#a", "open");
    }
    clock().runFor(10_000);
    peer.close(1011, "");
    waitForState("#a", "offline");
    assertThat(delays()).last().isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(ints = {1008, 4401, 4403, 4404})
  void aTerminalCodeIsFinalUntilThePageSaysOtherwise(int code) throws Exception {
    Peer peer = connect();
    peer.close(code, "no");
    waitForState("#a", "closed");
    clock().runFor(120_000);
    js("window.dispatchEvent(new Event('online'))");
    assertThat(server.peers("/ws/a")).hasSize(1);
    assertThat(delays()).containsExactly((Object) null);
    assertThat(reported()).containsExactly("live-terminal");
    js("Silcrow.reconnect('#a')");
    server.await("/ws/a");
    waitForState("#a", "open");
  }

  @Test
  void aDrainingServerSaysWhen() throws Exception {
    Peer peer = connect();
    peer.send("{\"type\":\"drain\",\"retryAfterMs\":2500}");
    peer.close(1012, "");
    waitForState("#a", "offline");
    assertThat(delays()).containsExactly(3000);
  }

  @Test
  void theCloseReasonMaySayWhen() throws Exception {
    Peer peer = connect();
    peer.close(1013, "too slow; retry-after=8000");
    waitForState("#a", "offline");
    assertThat(delays()).containsExactly(8500);
  }

  @Test
  void theNetworkOrThePageComingBackEndsTheWait() throws Exception {
    Peer peer = connect();
    peer.close(1012, "");
    waitForState("#a", "offline");
    js("window.dispatchEvent(new Event('online'))");
    peer = server.await("/ws/a");
    waitForState("#a", "open");
    peer.close(1012, "");
    waitForState("#a", "offline");
    js("document.dispatchEvent(new Event('visibilitychange'))");
    server.await("/ws/a");
  }

  @Test
  void aRefusedUpgradeIsTriedAgainLaterAndLater() throws Exception {
    allowNetworkErrors();
    stopClock();
    server.refuse("/ws/a");
    open(LIVE);
    waitForState("#a", "offline");
    clock().runFor(500);
    waitFor("window.seen.filter(({type}) => type === 'silcrow:live:disconnect').length === 2");
    assertThat(delays()).containsExactly(500, 1000);
    server.accept("/ws/a");
    clock().runFor(1000);
    server.await("/ws/a");
    waitForState("#a", "open");
  }

  @Test
  void silenceAfterAPromisedHeartbeatMeansTheLineIsDead() throws Exception {
    Peer peer = connect();
    peer.send("{\"type\":\"hello\",\"protocol\":1,\"heartbeat\":1000,\"maxMessage\":65536}");
    peer.send("{\"type\":\"patch\",\"target\":\"\",\"data\":{\"n\":1}}");
    waitFor("document.querySelector('#a').textContent === '1'");
    clock().runFor(2000);
    peer.send("{\"type\":\"ping\"}");
    peer.send("{\"type\":\"patch\",\"target\":\"\",\"data\":{\"n\":2}}");
    waitFor("document.querySelector('#a').textContent === '2'");
    clock().runFor(2400);
    assertThat(peer.isOpen()).isTrue();
    clock().runFor(200);
    assertThat(peer.awaitClose()).isEqualTo(4000);
    waitForState("#a", "offline");
    clock().runFor(1000);
    server.await("/ws/a");
  }

  @Test
  void controlFramesAreNeverSeenByThePage() throws Exception {
    Peer peer = connect();
    for (String type : List.of("hello", "ping", "ack", "nack", "skip", "resync", "drain")) {
      peer.send("{\"type\":\"" + type + "\"}");
    }
    peer.send("{\"type\":\"patch\",\"target\":\"\",\"data\":{\"n\":1}}");
    waitFor("document.querySelector('#a').textContent === '1'");
    assertThat(seen("silcrow:live:message")).hasSize(1);
    assertThat(reported()).isEmpty();
  }

  @Test
  void aClosingSocketNeverTouchesTheNextOne() throws Exception {
    connect();
    for (int round = 0; round < 5; round++) {
      js("Silcrow.disconnect('#a'); Silcrow.reconnect('#a')");
      server.await("/ws/a");
    }
    waitForState("#a", "open");
    clock().runFor(60_000);
    List<Peer> peers = server.peers("/ws/a");
    for (Peer old : peers.subList(0, 5)) {
      old.awaitClose();
    }
    peers.get(5).send("{\"type\":\"patch\",\"target\":\"\",\"data\":{\"n\":5}}");
    waitFor("document.querySelector('#a').textContent === '5'");
    assertThat(server.peers("/ws/a")).hasSize(6);
    assertThat(seen("silcrow:live:disconnect")).isEmpty();
  }

  @Test
  void anEventStreamThatIsCutResumesAfterItsLastEvent() throws Exception {
    open("<div id=\"a\" s-live=\"/events\" :text=\"n\"></div>");
    Peer first = server.await("/events");
    first.send(
        "id: k3:17\nretry: 50\nevent: patch\ndata: {\"target\":\"#a\",\"data\":{\"n\":1}}\n\n");
    waitFor("document.querySelector('#a').textContent === '1'");
    first.close();
    Peer second = server.await("/events");
    assertThat(second.query()).contains("last=k3:17");
    waitForState("#a", "open");
    assertThat(awaitSeen("silcrow:live:disconnect").get(0)).containsEntry("protocol", "sse");
  }
}
