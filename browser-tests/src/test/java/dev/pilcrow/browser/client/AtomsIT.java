package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.CDPSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Named values that scripts and elements follow. */
class AtomsIT extends ClientTest {
  /** Notes in {@code window.got} what the subscriber of a scope hears. */
  private void listen(String scope) {
    js(
        "(scope) => { window.got ??= []; window.end ="
            + " Silcrow.subscribe(scope, (value) => got.push(JSON.stringify(value))); }",
        scope);
  }

  private List<?> got() {
    return (List<?>) js("window.got");
  }

  private Object snapshot(String scope) {
    return js("(scope) => JSON.stringify(Silcrow.snapshot(scope)) ?? null", scope);
  }

  @Test
  void aSubscriberHearsChangesUntilItEnds() {
    open("");
    listen("cart");
    assertThat(got()).isEmpty();
    js(
        "Silcrow.publish('cart', {n: 1}); Silcrow.publish('cart', {n: 1}); Silcrow.publish('cart', {})");
    js("Silcrow.publish('other', {n: 2}); Silcrow.publish('cart', undefined)");
    assertThat(got()).isEqualTo(List.of("{\"n\":1}"));
    js("window.end(); window.end(); Silcrow.publish('cart', {n: 2})");
    assertThat(got()).hasSize(1);
    assertThat(snapshot("cart")).isEqualTo("{\"n\":2}");
    assertThat(snapshot("unknown")).isNull();
    assertThat(reported()).isEmpty();
  }

  @Test
  void aFunctionThatSubscribesTwiceEndsOnce() {
    open("");
    js(
        "window.n = 0; window.f = () => n++; Silcrow.subscribe('a', f); Silcrow.subscribe('a', f)()");
    js("Silcrow.publish('a', 1)");
    assertThat(js("n")).isEqualTo(1);
  }

  @Test
  void objectsMergeAndEverythingElseReplaces() {
    open("");
    js("Silcrow.publish('a', {user: {name: 'Zoë', tags: [1, 2, 3], at: null}, list: {x: 1}})");
    js("Silcrow.publish('a', {user: {tags: [9], at: 5}, list: [1]})");
    assertThat(snapshot("a"))
        .isEqualTo("{\"user\":{\"name\":\"Zoë\",\"tags\":[9],\"at\":5},\"list\":[1]}");
    js("Silcrow.publish('a', {user: null, list: [{a: 1, b: 2}]})");
    js("Silcrow.publish('a', {list: [{a: 1}]})");
    assertThat(snapshot("a")).isEqualTo("{\"user\":null,\"list\":[{\"a\":1}]}");
    js("Silcrow.publish('a', 3)");
    assertThat(snapshot("a")).isEqualTo("3");
    js("Silcrow.publish('a', null)");
    assertThat(snapshot("a")).isEqualTo("null");
  }

  @Test
  void whatStaysEqualStaysTheSameObjectAndNothingCanBeWrittenToIt() {
    open("");
    js(
        "window.mine = {a: {x: [1, {y: 2}]}, b: {n: 1}}; Silcrow.publish('s', mine); window.before = Silcrow.snapshot('s')");
    js("mine.b.n = 7; mine.a.x.push(3)");
    assertThat(snapshot("s")).isEqualTo("{\"a\":{\"x\":[1,{\"y\":2}]},\"b\":{\"n\":1}}");
    js(
        "Silcrow.publish('s', {a: {x: [1, {y: 2}]}, b: {n: 2}}); window.after = Silcrow.snapshot('s')");
    assertThat(js("after !== before && after.a === before.a && after.b !== before.b"))
        .isEqualTo(true);
    assertThat(js("Object.isFrozen(after) && Object.isFrozen(after.a.x[1])")).isEqualTo(true);
    js("Silcrow.publish('s', {date: new Date(0), node: document.body})");
    assertThat(js("Silcrow.snapshot('s').node === document.body")).isEqualTo(true);
  }

  @Test
  void namesThatReachAPrototypeAreLeftOut() {
    open("");
    js(
        "Silcrow.publish('a', JSON.parse('{\"__proto__\":{\"p\":1},\"constructor\":{\"prototype\":{\"p\":1}},\"n\":1,\"deep\":[{\"__proto__\":{\"p\":1}}]}'))");
    js("Silcrow.publish('__proto__', {p: 1}); Silcrow.publish('constructor', {p: 1})");
    assertThat(snapshot("a")).isEqualTo("{\"n\":1,\"deep\":[{}]}");
    assertThat(js("({}).p === undefined && Silcrow.snapshot('a').p === undefined")).isEqualTo(true);
    assertThat(js("Silcrow.snapshot('a').deep[0].p === undefined")).isEqualTo(true);
    assertThat(snapshot("__proto__")).isEqualTo("{\"p\":1}");
    assertThat(js("Silcrow.snapshot('toString') === undefined")).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "window.c = {}; c.c = c; c.d = c",
        "window.c = []; c.push(c, c)",
        "window.c = {}; for (let i = 0; i < 100; i++) c = {c}",
        "window.c = {get x() { throw new Error('no'); }}",
        "window.c = new Proxy({}, {ownKeys() { throw new Error('no'); }})",
      })
  void dataWithoutEndOrReasonIsRefused(String hostile) {
    open("");
    listen("a");
    js("Silcrow.publish('a', {n: 1})");
    js(hostile + "; Silcrow.publish('a', c)");
    js("Silcrow.publish('a', {n: 2, c})");
    assertThat(got()).isEqualTo(List.of("{\"n\":1}"));
    assertThat(snapshot("a")).isEqualTo("{\"n\":1}");
    assertThat(reported()).containsExactly("atom-data", "atom-data");
    js("Silcrow.publish('a', {n: 3})");
    assertThat(got()).hasSize(2);
  }

  @Test
  void wrongArgumentsAreReportedAndHarmless() {
    open("");
    js(
        "Silcrow.subscribe('a')(); Silcrow.subscribe('a', {})(); Silcrow.subscribe(null, () => {})()");
    js("Silcrow.publish(5, {}); Silcrow.publish('  ', {}); Silcrow.publish(Symbol('x'), 1)");
    assertThat(js("Silcrow.snapshot() === undefined && Silcrow.snapshot({}) === undefined"))
        .isEqualTo(true);
    assertThat(reported()).hasSize(8).containsOnly("atom-invalid");
  }

  @Test
  void everyScopeNameIsANameAndNoMore() {
    open("");
    for (String name :
        List.of("a.b", "🎉", "route:", "stream:", "route:http://[", "x".repeat(9999))) {
      js("(name) => Silcrow.publish(name, {n: 1})", name);
      assertThat(snapshot(name)).isEqualTo("{\"n\":1}");
    }
    assertThat(reported()).isEmpty();
  }

  @Test
  void aSubscriberThatThrowsIsReportedAndTheOthersStillHear() {
    open("");
    js("Silcrow.subscribe('a', () => { throw new Error('mine'); }); undefined");
    listen("a");
    js("Silcrow.publish('a', 1); Silcrow.publish('a', 2)");
    assertThat(got()).isEqualTo(List.of("1", "2"));
    assertThat(reported()).containsExactly("atom-subscriber", "atom-subscriber");
  }

  @Test
  void everyoneHearsChangesInTheOrderTheyWereMade() {
    open("");
    js(
        """
        (() => {
          window.log = [];
          Silcrow.subscribe('a', (n) => {
            log.push('first ' + n);
            if (n === 1) { Silcrow.publish('a', 2); Silcrow.publish('b', 9); log.push('now ' + Silcrow.snapshot('a')); }
          });
          const end = Silcrow.subscribe('a', (n) => { log.push('second ' + n); if (n === 2) end(); });
          Silcrow.subscribe('b', (n) => log.push('other ' + n));
          Silcrow.subscribe('a', (n) => {
            log.push('third ' + n);
            if (n === 1) Silcrow.subscribe('a', (m) => log.push('late ' + m));
          });
          Silcrow.publish('a', 1);
          Silcrow.publish('a', 3);
        })()
        """);
    assertThat(js("log.join()"))
        .isEqualTo(
            "first 1,now 2,second 1,third 1,first 2,second 2,third 2,other 9,first 3,third 3,late 3");
  }

  @Test
  void aCircleOfSubscribersIsCut() {
    open("");
    js("Silcrow.subscribe('a', (n) => Silcrow.publish('b', n + 1)); undefined");
    js("Silcrow.subscribe('b', (n) => Silcrow.publish('a', n + 1)); undefined");
    js("Silcrow.publish('a', 1)");
    assertThat(reported()).containsExactly("atom-loop");
    listen("c");
    js("Silcrow.publish('c', 1)");
    assertThat(got()).isEqualTo(List.of("1"));
  }

  @Test
  void thousandSubscriptionsLeaveNothingBehind() {
    open("<div id=\"root\"></div>");
    js(
        """
        (() => {
          window.refs = [];
          for (let i = 0; i < 1000; i++) {
            const listener = () => i;
            const element = document.createElement('p');
            element.setAttribute('s-atom', 'gone' + i);
            document.querySelector('#root').append(element);
            refs.push(new WeakRef(listener), new WeakRef(element));
            Silcrow.subscribe('gone' + i % 7, listener)();
          }
        })()
        """);
    js("new Promise((done) => setTimeout(done))");
    js("Silcrow.publish('gone999', {n: 1}); document.querySelector('#root').replaceChildren()");
    js("new Promise((done) => setTimeout(done, 50))");
    CDPSession session = context().newCDPSession(page);
    session.send("HeapProfiler.collectGarbage");
    assertThat(js("refs.filter((ref) => ref.deref()).length")).isEqualTo(0);
    session.detach();
  }

  @Test
  void onlySoManyAreKeptThatNobodyFollows() {
    open("");
    listen("followed");
    js("Silcrow.publish('followed', 1); for (let i = 0; i < 200; i++) Silcrow.publish('a' + i, i)");
    js("Silcrow.snapshot('a150'); for (let i = 0; i < 49; i++) Silcrow.publish('b' + i, i)");
    assertThat(snapshot("a0")).isNull();
    assertThat(snapshot("a199")).isNull();
    assertThat(snapshot("a150")).isEqualTo("150");
    assertThat(snapshot("b0")).isEqualTo("0");
    assertThat(snapshot("followed")).isEqualTo("1");
  }

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
