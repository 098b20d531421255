package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Positions: from the page to the connection, and from one connection to the next. */
class ResumeIT extends ResumeTest {
  @Test
  void aConnectionBeginsWhereThePageEnds() throws Exception {
    openAt(3);
    Peer peer = connected();
    assertThat(resumed(peer)).isEqualTo("{\"t\":\"k:3\"}");
    send(peer, 4, 5);
    awaitShown(5);
  }

  @Test
  void aPageThatSaysNothingBeginsWhereTheServerSays() throws Exception {
    open(page(3));
    Peer peer = connected();
    assertThat(peer.query()).isEqualTo("silcrow=1");
    peer.send(control("skip", "k:3"));
    send(peer, 4, 4, 3, 5);
    awaitShown(5);
    peer.close(1001, "");
    assertThat(resumed(connected())).isEqualTo("{\"t\":\"k:5\"}");
  }

  @Test
  void whatIsKnownIsDroppedAndASkipMovesOn() throws Exception {
    openAt(3);
    Peer peer = connected();
    send(peer, 2, 3, 4);
    peer.send(control("skip", "k:6"));
    peer.send("[" + event(3) + "," + event(5, "k:7") + "," + event(5, "k:7") + "]");
    awaitShown(5);
    peer.close(1001, "");
    peer = connected();
    assertThat(resumed(peer)).isEqualTo("{\"t\":\"k:7\"}");
    peer.send(event(6, "k:8"));
    awaitShown(6);
    assertThat(asked()).isEmpty();
  }

  @Test
  void whatStandsForSeveralFollowsWhatItSays() throws Exception {
    openAt(3);
    Peer peer = connected();
    peer.send(event(4, "k:9").replace("\"id\"", "\"after\":3,\"id\""));
    send(peer, 9);
    peer.send(event(5, "k:10"));
    awaitShown(5);
    assertThat(asked()).isEmpty();
  }

  @Test
  void eventsTellThePageWhereTheyStand() throws Exception {
    openAt(3);
    send(connected(), 4);
    assertThat(awaitSeen("silcrow:live:message").get(0).get("event"))
        .isEqualTo(
            js(
                "({type: 'html', target: '#list', markup: '<li>4</li>', swap: 'append', topic: 't',"
                    + " id: 'k:4'})"));
  }

  @Test
  void whoLeavesAndComesBackMissesNothing() throws Exception {
    openAt(3);
    send(connected(), 4);
    awaitShown(4);
    js("Silcrow.disconnect('#a')");
    waitForState("#a", "closed");
    js("Silcrow.reconnect('#a')");
    assertThat(resumed(connected())).isEqualTo("{\"t\":\"k:4\"}");
    js("Silcrow.destroy(); Silcrow.start(); undefined");
    assertThat(resumed(connected())).isEqualTo("{\"t\":\"k:4\"}");
  }

  @Test
  void thePageGoesToSleepAndWakesUpWhereItWas() throws Exception {
    openAt(3);
    Peer peer = connected();
    send(peer, 4);
    awaitShown(4);
    js("window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))");
    assertThat(peer.awaitClose()).isEqualTo(1000);
    waitForState("#a", "offline");
    js("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))");
    assertThat(resumed(connected())).isEqualTo("{\"t\":\"k:4\"}");
    assertThat(seen("silcrow:live:disconnect")).isEmpty();
  }

  @Test
  void whatIsMalformedIsReportedAndIgnored() throws Exception {
    open(metas("{\"t\":\"k:3\",\"u\":7}"), page(3));
    assertThat(connected().query()).isEqualTo("silcrow=1");
    assertThat(reported()).containsExactly("effect-malformed");
    assertThat(seen("silcrow:error").get(0))
        .containsEntry("message", "effect-malformed: silcrow-positions");
  }

  @Test
  void eventsWithoutAPlaceInATopicAreCarriedOutAsEver() throws Exception {
    openAt(3);
    Peer peer = connected();
    peer.send(event(4, "nonsense"));
    peer.send(event(5).replace("\"topic\":\"t\",", ""));
    peer.send(event(6).replace("\"topic\":\"t\"", "\"topic\":[]"));
    awaitShown(6);
    peer.close(1001, "");
    assertThat(resumed(connected())).isEqualTo("{\"t\":\"k:3\"}");
  }

  /** The page of a visit, as it was when so many numbers were there. */
  private Asked visited(int count) {
    Asked other = served(count);
    server.handle("/other", other);
    return other;
  }

  @Test
  void aPageThatIsNewerMakesWhatItKnowsOld() throws Exception {
    openAt(3);
    Peer peer = connected();
    visited(6);
    js("Silcrow.go('/other')");
    awaitShown(6);
    send(peer, 4, 5, 6, 7);
    awaitShown(7);
    assertThat(server.peers("/ws/a")).hasSize(1);
    assertThat(asked()).isEmpty();
  }

  @Test
  void aPageThatIsOlderGetsWhatItLacks() throws Exception {
    openAt(3);
    Peer first = connected();
    Asked other = visited(4).hold();
    js("Silcrow.go('/other'); undefined");
    other.next();
    send(first, 4, 5, 6);
    awaitShown(6);
    other.release();
    Peer second = connected();
    assertThat(resumed(second)).isEqualTo("{\"t\":\"k:4\"}");
    assertThat(first.awaitClose()).isEqualTo(1000);
    send(second, 5, 6, 7);
    awaitShown(7);
    assertThat(asked()).isEmpty();
    assertThat(seen("silcrow:live:disconnect")).isEmpty();
  }

  @Test
  void whatCameBeforeThePageBelongsToTheOneBefore() throws Exception {
    openAt(3);
    Peer peer = connected();
    Asked other = visited(5).hold();
    js("Silcrow.go('/other'); undefined");
    other.next();
    // The second waits for a frame that never comes before the page does.
    js("window.requestAnimationFrame = () => 1");
    send(peer, 4, 5);
    awaitShown(4);
    other.release();
    waitForLoads(1);
    assertThat(shown()).isEqualTo(List.of(1, 2, 3, 4, 5));
    peer.close(1001, "");
    assertThat(resumed(connected())).isEqualTo("{\"t\":\"k:5\"}");
  }

  @Test
  void aPartThatIsNewerDoesNotSpeakForTheRest() throws Exception {
    openAt(3);
    Peer peer = connected();
    route(
        "/part",
        ctx ->
            ctx.header("silcrow-positions", "{\"t\":\"k:9\",\"new\":\"n:2\"}").html("<b>part</b>"));
    js("Silcrow.go('/part', {target: '#i'})");
    waitForLoads(1);
    send(peer, 4);
    awaitShown(4);
    peer.close(1001, "");
    assertThat(resumed(connected())).isEqualTo("{\"new\":\"n:2\",\"t\":\"k:4\"}");
  }

  @Test
  void aPageOfAnotherConnectionBringsItsOwnPositions() throws Exception {
    openAt(3);
    Peer peer = connected();
    route(
        "/b",
        ctx ->
            ctx.header("silcrow-positions", "{\"u\":\"m:7\"}")
                .html(documentOf("B", "<div id=\"b\" s-live=\"/ws/b\"></div>")));
    js("Silcrow.go('/b')");
    assertThat(resumed(server.await("/ws/b"))).isEqualTo("{\"u\":\"m:7\"}");
    assertThat(peer.awaitClose()).isEqualTo(1000);
  }
}
