package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Atoms and the page: what shows them, and the routes, streams and data blocks that fill them. */
class PageAtomsIT extends AtomTest {
  @Test
  void aStreamIsFollowedByItsPathOrUrl() throws Exception {
    open("<div id=\"a\" s-live=\"/ws/a\"></div><div id=\"b\" s-live=\"sse:/events/b?x=1\"></div>");
    Peer socket = server.await("/ws/a");
    Peer stream = server.await("/events/b");
    waitForState("#a", "open");
    String early = "{\"type\":\"patch\",\"target\":\"#a\",\"data\":{\"n\":0}}";
    socket.send(early);
    awaitSeen("silcrow:patched");
    assertThat(snapshot("stream:/ws/a")).isNull();
    for (String scope : List.of("stream:/ws/a", "stream:" + server.url("/ws/a"))) {
      listen(scope);
      listen(scope.replace("http", "ws"));
    }
    listen("stream:/events/b?x=1");
    socket.send(early.replace("0", "1"));
    waitFor("got.length === 4");
    assertThat(got()).isEqualTo(List.of("{\"n\":1}", "{\"n\":1}", "{\"n\":1}", "{\"n\":1}"));
    stream.send("data: {\"m\":[1],\"_toasts\":[{\"message\":\"x\"}]}\n\n");
    waitFor("got.length === 5");
    assertThat(got().get(4)).isEqualTo("{\"m\":[1]}");
    assertThat(js("document.querySelectorAll('.silcrow-toast').length")).isEqualTo(1);
    assertThat(reported()).isEmpty();
  }

  @Test
  void aRouteHoldsWhatItAnsweredLast() {
    open("<p id=\"p\" s-bind=\"route:/data\"><b :text=\"n\">0</b></p>");
    server.handle("/data", ctx -> ctx.json(Map.of("n", 5, "rows", List.of(1, 2))));
    js("Silcrow.go('/data?page=2')");
    waitFor("document.querySelector('b').textContent === '5'");
    assertThat(js("JSON.stringify(Silcrow.snapshot('route:/data').rows)")).isEqualTo("[1,2]");
    server.handle(
        "/data",
        ctx ->
            ctx.json(Map.of("data", List.of(1), "_toasts", List.of(Map.of("message", "Hello")))));
    js("Silcrow.go('/data', {skipHistory: true})");
    waitFor("Array.isArray(Silcrow.snapshot('route:/data'))");
    assertThat(snapshot("route:/data#top")).isEqualTo("[1]");
  }

  @Test
  void anElementShowsItsAtomAtOnceAndAtEachChange() {
    open(
        "<div id=\"root\"><p s-atom=\"cart\"><b :text=\"n\">-</b><i :text=\"user.name\">-</i></p></div>");
    js("Silcrow.publish('cart', {n: 1})");
    assertThat(text("#root p")).isEqualTo("1-");
    js("Silcrow.publish('cart', {n: 2, user: {name: 'Zoë'}}); Silcrow.publish('cart', null)");
    assertThat(text("#root p")).isEqualTo("2Zoë");
    js("Silcrow.publish('cart', {n: 3})");
    assertThat(text("#root p")).isEqualTo("3Zoë");
  }

  @Test
  void elementsComeGoAndChangeTheirAtom() throws Exception {
    open("<main id=\"main\" s-live=\"/ws/a\"></main>");
    Peer peer = server.await("/ws/a");
    js("Silcrow.publish('cart', {n: 1}); Silcrow.publish('other', {n: 9})");
    peer.send(
        "{\"type\":\"html\",\"target\":\"#main\",\"markup\":\"<p id='p' s-atom='cart'><b :text='n'></b></p>\"}");
    page.waitForSelector("#p");
    assertThat(text("#p")).isEqualTo("1");
    js("document.querySelector('#p').setAttribute('s-atom', 'other')");
    waitFor("document.querySelector('#p').textContent === '9'");
    js("Silcrow.publish('cart', {n: 2})");
    assertThat(text("#p")).isEqualTo("9");
    js("document.querySelector('#p').removeAttribute('s-atom')");
    js("new Promise((done) => setTimeout(done)).then(() => Silcrow.publish('other', {n: 10}))");
    assertThat(text("#p")).isEqualTo("9");
    js("document.querySelector('#p').setAttribute('s-atom', 'cart')");
    waitFor("document.querySelector('#p').textContent === '2'");
    js("window.p = document.querySelector('#p'); document.body.append(p)");
    js("new Promise((done) => setTimeout(done)).then(() => Silcrow.publish('cart', {n: 3}))");
    assertThat(text("#p")).as("moved").isEqualTo("3");
    js(
        "p.remove(); new Promise((done) => setTimeout(done)).then(() => Silcrow.publish('cart', {n: 4}))");
    assertThat(js("p.textContent")).as("removed").isEqualTo("3");
    js("document.body.append(p)");
    waitFor("p.textContent === '4'");
  }

  @Test
  void theDataBlockOfTheDocumentIsThereFromTheStart() {
    open(
        "<script type=\"application/json\" data-silcrow-seed>"
            + "{\"cart\": {\"n\": 3}, \"/items?page=1\": [1, 2], \"__proto__\": {\"x\": 1}}</script>",
        "<p id=\"p\" s-atom=\"cart\"><b :text=\"n\">-</b></p>"
            + "<script type=\"application/json\" data-silcrow-seed>{\"late\": true}</script>");
    assertThat(text("#p")).isEqualTo("3");
    assertThat(snapshot("route:/items")).isEqualTo("[1,2]");
    assertThat(snapshot("late")).isEqualTo("true");
    assertThat(js("({}).x === undefined")).isEqualTo(true);
    assertThat(reported()).isEmpty();
  }

  @Test
  void whatAScriptWasFasterToPublishStaysOnTopOfTheDataBlock() {
    server.handle(
        "/app.js",
        ctx ->
            ctx.contentType("text/javascript")
                .result("Silcrow.publish('cart', {n: 9, by: 'script'}); Silcrow.publish('x', 1);"));
    open(
        "<script src=\"/app.js\" defer></script><script type=\"application/json\" data-silcrow-seed>"
            + "{\"cart\": {\"n\": 3, \"of\": \"seed\"}, \"x\": 2}</script>",
        "<p id=\"p\" s-atom=\"cart\"><b :text=\"n\">-</b></p>");
    assertThat(snapshot("cart")).isEqualTo("{\"n\":9,\"of\":\"seed\",\"by\":\"script\"}");
    assertThat(snapshot("x")).isEqualTo("1");
    assertThat(text("#p")).isEqualTo("9");
  }

  @Test
  void brokenDataBlocksAreReportedAndLookalikesIgnored() {
    open(
        "<script type=\"application/json\" data-silcrow-seed>{broken</script>"
            + "<script type=\"application/json\" data-silcrow-seed>[1]</script>"
            + "<script type=\"application/json\" data-silcrow-seed>{\"\": 1, \"good\": 1}</script>",
        "<svg><script type=\"application/json\" data-silcrow-seed>{\"svg\": 1}</script></svg>"
            + "<div type=\"application/json\" data-silcrow-seed>{\"div\": 1}</div>"
            + "<a id=\"__silcrow_seed\" href=\"/x\"></a><a id=\"__psData\" href=\"/x\"></a>");
    assertThat(reported()).containsExactly("seed-malformed", "seed-malformed", "atom-invalid");
    assertThat(snapshot("good")).isEqualTo("1");
    assertThat(snapshot("svg")).isNull();
    assertThat(snapshot("div")).isNull();
  }

  @Test
  void destroyForgetsThem() {
    open("<p id=\"p\" s-atom=\"cart\"><b :text=\"n\">-</b></p>");
    listen("cart");
    js("Silcrow.publish('cart', {n: 1}); Silcrow.destroy(); Silcrow.publish('cart', {n: 2})");
    assertThat(got()).hasSize(1);
    assertThat(text("#p")).isEqualTo("1");
    js("window.end(); Silcrow.start(); undefined");
    assertThat(text("#p")).isEqualTo("2");
  }
}
