package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Elements that share, arrive, move and leave; connections that head or header ask for. */
class LiveElementsIT extends ClientTest {
  @Test
  void elementsWithOneUrlShareOneConnectionWhichClosesWithTheLast() throws Exception {
    open("<div id=\"a\" s-live=\"/ws/a\"></div><div id=\"b\" s-live=\"ws:/ws/a#x\"></div>");
    Peer peer = server.await("/ws/a");
    waitForState("#b", "open");
    waitForState("#a", "open");
    js("document.querySelector('#a').remove()");
    peer.send("{\"type\":\"html\",\"target\":\"\",\"markup\":\"still here\"}");
    waitFor("document.querySelector('#b').textContent === 'still here'");
    js("document.querySelector('#b').remove()");
    assertThat(peer.awaitClose()).isEqualTo(1000);
    assertThat(server.peers("/ws/a")).hasSize(1);
  }

  @Test
  void anEventStreamIsSharedAndEndsWithItsLastElementToo() throws Exception {
    open("<div id=\"a\" s-live=\"/events\"></div><div id=\"b\" s-sse=\"/events\"></div>");
    Peer peer = server.await("/events");
    waitForState("#b", "open");
    js("document.querySelector('#a').remove()");
    peer.send("event: html\ndata: {\"target\":\"\",\"html\":\"still here\"}\n\n");
    waitFor("document.querySelector('#b').textContent === 'still here'");
    js("document.querySelector('#b').remove()");
    peer.awaitClose();
    assertThat(server.peers("/events")).hasSize(1);
  }

  @Test
  void anElementThatArrivesLaterConnects() throws Exception {
    open("<main></main>");
    js(
        "const box = document.createElement('div'); const live = document.createElement('i');"
            + "live.setAttribute('s-live', '/ws/late'); box.append(live);"
            + "document.querySelector('main').append(box)");
    server.await("/ws/late");
  }

  @Test
  void anElementThatComesInAnHtmlEventConnects() throws Exception {
    open("<main s-live=\"/ws/a\"></main>");
    server
        .await("/ws/a")
        .send(
            "{\"type\":\"html\",\"target\":\"\",\"markup\":\"<p><b id='b' s-live='/ws/b'></b></p>\"}");
    Peer inner = server.await("/ws/b");
    waitForState("#b", "open");
    js("document.querySelector('main').replaceChildren()");
    assertThat(inner.awaitClose()).isEqualTo(1000);
  }

  @Test
  void anElementThatACustomElementAddsWhileItIsPutInConnects() throws Exception {
    open("<main s-live=\"/ws/a\"></main><aside></aside>");
    js(
        "customElements.define('x-adder', class extends HTMLElement { connectedCallback() {"
            + " for (const [place, path] of [[this, '/ws/in'], [document.querySelector('aside'), '/ws/out']]) {"
            + " const live = document.createElement('i'); live.setAttribute('s-live', path); place.append(live); } } });"
            + "undefined");
    Peer peer = server.await("/ws/a");
    peer.send("{\"type\":\"html\",\"target\":\"main\",\"markup\":\"<x-adder></x-adder>\"}");
    server.await("/ws/in");
    server.await("/ws/out");
  }

  @Test
  void movingAnElementChangesNothing() throws Exception {
    open("<main><div id=\"a\" s-live=\"/ws/a\"></div></main><aside></aside>");
    Peer peer = server.await("/ws/a");
    waitForState("#a", "open");
    js(
        "document.querySelector('aside').append(document.querySelector('#a'));"
            + "const a = document.querySelector('#a'); a.remove();"
            + "document.querySelector('main').append(a)");
    peer.send("{\"type\":\"html\",\"target\":\"\",\"markup\":\"moved\"}");
    waitFor("document.querySelector('main #a').textContent === 'moved'");
    assertThat(peer.isOpen()).isTrue();
    assertThat(server.peers("/ws/a")).hasSize(1);
  }

  @Test
  void anElementThatLeavesWithItsAncestorAndComesBackConnectsAgain() throws Exception {
    open("<main><section><div id=\"a\" s-live=\"/ws/a\"></div></section></main>");
    Peer first = server.await("/ws/a");
    waitForState("#a", "open");
    js("window.kept = document.querySelector('section'); kept.remove()");
    first.awaitClose();
    assertThat(js("window.kept.querySelector('#a').hasAttribute('data-live')")).isEqualTo(false);
    js("document.querySelector('main').append(window.kept)");
    server.await("/ws/a");
    waitForState("#a", "open");
  }

  @Test
  void anotherValueInTheAttributeIsAnotherConnection() throws Exception {
    open("<div id=\"a\" s-live=\"/ws/a\"></div>");
    Peer first = server.await("/ws/a");
    js("document.querySelector('#a').setAttribute('s-live', '/ws/b')");
    server.await("/ws/b");
    first.awaitClose();
    waitForState("#a", "open");
    js("document.querySelector('#a').setAttribute('s-live', 'sse:/events')");
    server.await("/events");
    assertThat(server.peers("/ws/b").get(0).awaitClose()).isEqualTo(1000);
    js("document.querySelector('#a').removeAttribute('s-live')");
    server.peers("/events").get(0).awaitClose();
  }

  @Test
  void theHeadOpensASocketOnTheBodyAndSharesItWithAnElement() throws Exception {
    open(
        "<meta name=\"silcrow-ws\" content=\"/ws/chat\"><meta name=\"silcrow-sse\" content=\"/news\">",
        "<div id=\"a\" s-live=\"/ws/chat\"></div>");
    Peer peer = server.await("/ws/chat");
    server.await("/news");
    waitFor("document.body.dataset.live === 'open'");
    waitForState("#a", "open");
    js("document.querySelector('#a').remove()");
    peer.send("{\"type\":\"custom\",\"event\":\"still\",\"data\":null}");
    awaitSeen("silcrow:ws:still");
    assertThat(server.peers("/ws/chat")).hasSize(1);
  }

  @Test
  void onlyTheHeadIsBelieved() throws Exception {
    open(
        "", "<meta name=\"silcrow-ws\" content=\"/ws/evil\"><div id=\"a\" s-live=\"/ws/a\"></div>");
    server.await("/ws/a");
    waitForState("#a", "open");
    assertThat(server.peers("/ws/evil")).isEmpty();
  }

  @Test
  void aHeaderOpensASocketOnItsTarget() throws Exception {
    open("<div id=\"a\"></div>");
    js("Silcrow.applyHeaders(new Headers({'silcrow-ws': '/line'}), '#a')");
    Peer peer = server.await("/line");
    waitForState("#a", "open");
    js("Silcrow.applyHeaders(new Headers({'silcrow-ws': '/line2'}), '#a')");
    server.await("/line2");
    peer.awaitClose();
    js("document.querySelector('#a').remove()");
    server.peers("/line2").get(0).awaitClose();
  }

  @Test
  void connectAndDisconnectEventsTellUrlAndSubscribers() throws Exception {
    open("<div id=\"a\" s-live=\"/ws/a\"></div><div id=\"b\" s-live=\"/ws/a\"></div>");
    Peer peer = server.await("/ws/a");
    var connected = awaitSeen("silcrow:live:connect");
    assertThat(connected).hasSize(1);
    assertThat(connected.get(0))
        .containsEntry("url", server.url("/ws/a").replace("http", "ws"))
        .containsEntry("protocol", "ws")
        .containsEntry("subscribers", List.of("#a", "#b"));
    peer.close(1001, "");
    var lost = awaitSeen("silcrow:live:disconnect");
    assertThat(lost.get(0)).containsEntry("protocol", "ws").containsEntry("reconnectIn", 500);
    assertThat(seen("silcrow:live:state"))
        .extracting(detail -> detail.get("state"))
        .startsWith("connecting", "open", "offline");
  }

  @Test
  void anEventStreamTellsEachSubscriber() throws Exception {
    open("<div id=\"a\" s-live=\"/events\"></div><div id=\"b\" s-live=\"/events\"></div>");
    server.await("/events");
    waitForState("#b", "open");
    assertThat(awaitSeen("silcrow:live:connect"))
        .extracting(detail -> detail.get("root"), detail -> detail.get("protocol"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("#a", "sse"),
            org.assertj.core.groups.Tuple.tuple("#b", "sse"));
  }

  @Test
  void disconnectByElementLeavesOthersConnected() throws Exception {
    open("<div id=\"a\" s-live=\"/ws/a\"></div><div id=\"b\" s-live=\"/ws/a\"></div>");
    Peer peer = server.await("/ws/a");
    waitForState("#b", "open");
    js("Silcrow.disconnect('#a')");
    waitForState("#a", "closed");
    assertThat(peer.isOpen()).isTrue();
    js("Silcrow.reconnect('#a')");
    waitForState("#a", "open");
    assertThat(server.peers("/ws/a")).hasSize(1);
  }

  @Test
  void disconnectByUrlClosesAndReconnectOpensAgain() throws Exception {
    open("<div id=\"a\" s-live=\"/ws/a\"></div><div id=\"b\" s-live=\"/ws/a\"></div>");
    Peer peer = server.await("/ws/a");
    waitForState("#b", "open");
    js("Silcrow.disconnect('/ws/a')");
    assertThat(peer.awaitClose()).isEqualTo(1000);
    waitForState("#b", "closed");
    js("Silcrow.reconnect('/ws/a')");
    server.await("/ws/a");
    waitForState("#a", "open");
    waitForState("#b", "open");
    assertThat(server.peers("/ws/a")).hasSize(2);
  }

  @Test
  void destroyLeavesNothingBehind() throws Exception {
    stopClock();
    open(
        "<meta name=\"silcrow-ws\" content=\"/ws/body\">",
        "<div id=\"a\" s-live=\"/ws/a\"></div><div id=\"b\" s-live=\"/events\"></div>"
            + "<div id=\"c\" s-live=\"/ws/c\"></div><main></main>");
    Peer socket = server.await("/ws/a");
    Peer stream = server.await("/events");
    Peer body = server.await("/ws/body");
    server.await("/ws/c").close(1001, "");
    waitForState("#c", "offline");
    js("Silcrow.destroy()");
    assertThat(socket.awaitClose()).isEqualTo(1000);
    assertThat(body.awaitClose()).isEqualTo(1000);
    stream.awaitClose();
    js(
        "const late = document.createElement('i'); late.setAttribute('s-live', '/ws/late');"
            + "document.querySelector('main').append(late); window.dispatchEvent(new Event('online'))");
    clock().runFor(120_000);
    assertThat(server.peers("/ws/a")).hasSize(1);
    assertThat(server.peers("/ws/c")).hasSize(1);
    assertThat(server.peers("/events")).hasSize(1);
    assertThat(server.peers("/ws/late")).isEmpty();
    assertThat(js("document.querySelectorAll('[data-live]').length")).isEqualTo(0);
    js("Silcrow.start(); undefined");
    server.await("/ws/late");
    server.await("/ws/a");
  }
}
