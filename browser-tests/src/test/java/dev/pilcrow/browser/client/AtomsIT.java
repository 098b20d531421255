package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.CDPSession;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Named values that scripts follow. */
class AtomsIT extends AtomTest {
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
}
