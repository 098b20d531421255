package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page shows before the server has said so, and how it takes it back. */
class OptimisticIT extends ClientTest {
  private static final String POST =
      "<div id=\"post\" LIVE><b :text=\"likes\" :class=\"{on}\">3</b><i :text=\"post.title\">Old</i>"
          + "<input id=\"in\" :value=\"note\" value=\"first\"><u :show=\"liked\" hidden></u>"
          + "<s :style=\"look\" :title=\"hint\" title=\"Hint\">s</s></div>";

  private void post() {
    open(POST.replace("{on}", "state").replace("LIVE", ""));
  }

  /** The texts of the counter and the title. */
  private String shown() {
    return text("#post b") + " " + text("#post i");
  }

  private void settleDown() {
    js("new Promise((done) => setTimeout(done))");
  }

  @Test
  void aGuessShowsAtOnceAndUndoingBringsEverythingBack() {
    post();
    String before = html("#post");
    js(
        "window.g = Silcrow.optimistic('#post', {likes: 4, state: 'hot', post: {title: 'New'}, note: 'n',"
            + " liked: true, look: {color: 'red'}, hint: 'Other'})");
    assertThat(shown()).isEqualTo("4 New");
    assertThat(js("document.querySelector('b').className")).isEqualTo("hot");
    assertThat(js("document.querySelector('s').style.color")).isEqualTo("red");
    assertThat(js("document.querySelector('s').title")).isEqualTo("Other");
    js("g.undo()");
    assertThat(shown()).isEqualTo("3 Old");
    assertThat(js("document.querySelector('#in').value")).isEqualTo("first");
    assertThat(js("document.querySelector('s').title")).isEqualTo("Hint");
    assertThat(html("#post").replace(" class=\"\"", "").replace(" style=\"\"", ""))
        .isEqualTo(before);
    js("Silcrow.patch({likes: 8}, '#post'); g.undo(); g.settle()");
    assertThat(shown()).isEqualTo("8 Old");
    assertThat(js("Object.keys(g).sort().join()")).isEqualTo("settle,undo");
    assertThat(reported()).isEmpty();
  }

  @Test
  void aSettledGuessStays() {
    post();
    js("window.g = Silcrow.optimistic('#post', {likes: 4}); g.settle(); g.undo()");
    assertThat(shown()).isEqualTo("4 Old");
    assertThat(seen("silcrow:revert")).isEmpty();
    assertThat(seen("silcrow:optimistic"))
        .containsExactly(Map.of("root", "#post", "data", Map.of("likes", 4)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Silcrow.optimistic('#post', {likes: 4})",
        "Silcrow.optimistic({likes: 4}, '#post')",
        "Silcrow.optimistic(document.querySelector('#post'), {likes: 4})",
        "Silcrow.optimistic({likes: 4}, document.querySelector('#post'))",
        "Silcrow.optimistic('#post', {data: {likes: 4}})",
      })
  void theArgumentsMayComeInEitherOrder(String call) {
    post();
    js("window.g = " + call);
    assertThat(shown()).isEqualTo("4 Old");
    js("Silcrow.revert('#post')");
    assertThat(shown()).isEqualTo("3 Old");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'#missing', {likes: 4} | target-missing",
        "'<<', {likes: 4} | target-invalid",
        "'#post', 5 | patch-shape",
        "'#post', null | patch-shape",
        "'#post', [1] | patch-shape",
        "'#post', '#post' | patch-shape",
        "undefined, undefined | target-invalid",
        "'#post', circle | optimistic-malformed",
        "'#post', thrower | optimistic-malformed",
      })
  void wrongArgumentsAreReportedAndTheHandleDoesNothing(String arguments, String code) {
    post();
    js("window.circle = {}; circle.likes = circle; undefined");
    js("window.thrower = {get likes() { throw new Error('no'); }}; undefined");
    js("window.g = Silcrow.optimistic(" + arguments + "); g.undo(); g.settle()");
    assertThat(reported()).containsExactly(code);
    assertThat(shown()).isEqualTo("3 Old");
  }

  @Test
  void hostileNamesReachNothing() {
    post();
    js(
        "window.g = Silcrow.optimistic('#post', JSON.parse('{\"__proto__\":{\"likes\":9},\"constructor\":{\"x\":1},\"post\":{\"__proto__\":{\"title\":\"x\"}}}'))");
    js(
        "Silcrow.patch(JSON.parse('{\"__proto__\":{},\"toString\":1,\"post\":{}}'), '#post'); g.undo()");
    assertThat(shown()).isEqualTo("3 Old");
    assertThat(js("({}).likes === undefined && ({}).title === undefined")).isEqualTo(true);
  }

  @Test
  void undoingAnOlderGuessKeepsTheYounger() {
    post();
    js("window.a = Silcrow.optimistic('#post', {likes: 4, post: {title: 'A'}})");
    js("window.b = Silcrow.optimistic('#post', {likes: 5})");
    js("window.c = Silcrow.optimistic('body', {post: {title: 'C'}})");
    assertThat(shown()).isEqualTo("5 C");
    js("a.undo()");
    assertThat(shown()).isEqualTo("5 C");
    js("c.undo()");
    assertThat(shown()).isEqualTo("5 Old");
    js("b.undo()");
    assertThat(shown()).isEqualTo("3 Old");
  }

  @Test
  void settlingAYoungerGuessHoldsWhenTheOlderIsUndone() {
    post();
    js("window.a = Silcrow.optimistic('#post', {likes: 4, post: {title: 'A'}})");
    js("window.b = Silcrow.optimistic('#post', {likes: 5})");
    js("b.settle(); a.undo()");
    assertThat(shown()).isEqualTo("5 Old");
  }

  @Test
  void settlingAnOlderGuessIsWhatTheYoungerIsUndoneTo() {
    post();
    js("window.a = Silcrow.optimistic('#post', {likes: 4})");
    js("window.b = Silcrow.optimistic('#post', {likes: 5})");
    js("a.settle()");
    assertThat(shown()).isEqualTo("5 Old");
    js("b.undo()");
    assertThat(shown()).isEqualTo("4 Old");
  }

  @Test
  void theServersDataWinsOverAGuessThatNothingIsTiedTo() throws Exception {
    open(POST.replace("{on}", "state").replace("LIVE", "s-live=\"/ws/a\""));
    Peer peer = server.await("/ws/a");
    waitForState("#post", "open");
    js("window.g = Silcrow.optimistic('#post', {likes: 4, post: {title: 'New', by: 'me'}})");
    peer.send("{\"type\":\"patch\",\"target\":\"#post\",\"data\":{\"likes\":9}}");
    waitFor("document.querySelector('b').textContent === '9'");
    assertThat(shown()).isEqualTo("9 New");
    js("g.undo()");
    assertThat(shown()).isEqualTo("9 Old");
    js("window.g = Silcrow.optimistic('#post', {likes: 4})");
    peer.send("{\"type\":\"patch\",\"target\":\"\",\"data\":{\"likes\":10}}");
    waitFor("document.querySelector('b').textContent === '10'");
    js("g.undo(); Silcrow.revert('#post')");
    assertThat(shown()).isEqualTo("10 Old");
    assertThat(reported()).containsExactly("revert-nothing");
  }

  @Test
  void whatElseIsPatchedMeanwhileStays() {
    post();
    js("window.g = Silcrow.optimistic('#post', {likes: 4, post: {title: 'New'}})");
    js("Silcrow.patch({post: {other: 1}, hint: 'Fresh'}, 'body')");
    assertThat(shown()).isEqualTo("4 New");
    js("g.undo()");
    assertThat(shown()).isEqualTo("3 Old");
    assertThat(js("document.querySelector('s').title")).isEqualTo("Fresh");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Promise.reject(new Error('no')) | 9",
        "Promise.resolve(false) | 9",
        "Promise.resolve({ok: false, status: 500}) | 9",
        "Promise.resolve({ok: true}) | 9",
        "Promise.resolve() | 9",
      })
  void underATiedGuessTheServersDataWaits(String outcome, String shown) {
    post();
    js(
        "(() => { window.until = new Promise((done) => { window.decide = done; });"
            + " Silcrow.optimistic('#post', {likes: 4, post: {title: 'New'}}, {until}); })()");
    js("Silcrow.patch({likes: 8}, '#post'); Silcrow.patch({likes: 9}, '#post')");
    assertThat(shown()).isEqualTo("4 New");
    js("decide(" + outcome + ")");
    settleDown();
    assertThat(text("#post b")).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Promise.reject(new Error('no')) | 3 Old",
        "Promise.resolve(false) | 3 Old",
        "Promise.resolve({ok: false}) | 3 Old",
        "Promise.resolve({ok: true}) | 4 New",
        "Promise.resolve() | 4 New",
        "'no promise' | 4 New",
        "{then(done) { done(1); }} | 4 New",
        "{then() { throw new Error('no'); }} | 3 Old",
      })
  void theOutcomeDecides(String until, String shown) {
    post();
    js(
        "Silcrow.optimistic('#post', {likes: 4, post: {title: 'New'}}, {until: "
            + until
            + "}); undefined");
    settleDown();
    assertThat(shown()).isEqualTo(shown);
    js("Silcrow.patch({likes: 7, post: {title: 'T'}}, '#post')");
    assertThat(shown()).isEqualTo("7 T");
    assertThat(reported()).isEmpty();
  }

  @Test
  void anAnswerToAnOlderRequestNeverTakesANewerGuessAway() {
    post();
    js(
        "window.wait = () => { let end; const until = new Promise((done) => { end = done; }); return {until, end}; }; undefined");
    js("window.one = wait(); Silcrow.optimistic('#post', {likes: 4}, one); undefined");
    js("window.two = wait(); Silcrow.optimistic('#post', {likes: 5}, two); undefined");
    js("Silcrow.patch({likes: 4}, '#post'); one.end()");
    settleDown();
    assertThat(shown()).isEqualTo("5 Old");
    js("two.end(false)");
    settleDown();
    assertThat(shown()).isEqualTo("4 Old");
  }

  @Test
  void theMessageThatCarriesItSettlesIt() throws Exception {
    open(POST.replace("{on}", "state").replace("LIVE", "s-live=\"/ws/a\""));
    Peer peer = server.await("/ws/a");
    waitForState("#post", "open");
    js(
        "Silcrow.optimistic('#post', {likes: 4}, {until: Silcrow.send('#post', {event: 'like', data: {}})}); undefined");
    peer.receive();
    settleDown();
    assertThat(shown()).isEqualTo("4 Old");
    peer.send("{\"type\":\"patch\",\"target\":\"#post\",\"data\":{\"likes\":6}}");
    waitFor("document.querySelector('b').textContent === '6'");
    js("Silcrow.disconnect('#post')");
    js(
        "Silcrow.optimistic('#post', {likes: 7}, {until: Silcrow.send('#post', {event: 'like', data: {}})});"
            + " window.then = document.querySelector('b').textContent");
    assertThat(js("window.then")).isEqualTo("7");
    settleDown();
    assertThat(shown()).isEqualTo("6 Old");
  }

  @Test
  void focusAndTypedTextSurvive() {
    post();
    page.focus("#in");
    js("window.g = Silcrow.optimistic('#post', {likes: 4, note: 'second'})");
    page.keyboard().press("End");
    page.keyboard().type(" mine");
    js("window.h = Silcrow.optimistic('#post', {likes: 5}); g.undo(); h.undo()");
    assertThat(js("document.querySelector('#in').value")).isEqualTo("second mine");
    assertThat(js("document.activeElement.id + document.activeElement.selectionStart"))
        .isEqualTo("in11");
    assertThat(shown()).isEqualTo("3 Old");
  }

  @Test
  void revertUndoesTheLastAndTells() {
    post();
    js(
        "Silcrow.optimistic('#post', {likes: 4}); Silcrow.optimistic('#post', {likes: 5}); undefined");
    js("Silcrow.revert('#post')");
    assertThat(shown()).isEqualTo("4 Old");
    js("Silcrow.revert('#post'); Silcrow.revert('#post'); Silcrow.revert('#missing')");
    assertThat(shown()).isEqualTo("3 Old");
    assertThat(seen("silcrow:revert"))
        .containsExactly(Map.of("root", "#post"), Map.of("root", "#post"));
    assertThat(reported()).containsExactly("revert-nothing", "target-missing");
  }

  private static final String LIST =
      "<ul id=\"list\"><template s-for=\"x in rows\" :key=\"x.id\"><li><b :text=\"x.name\"></b>"
          + "<input :value=\"x.note\"></li></template></ul>";

  private Object rows() {
    return js(
        "[...document.querySelectorAll('#list li')].map((li) => li.getAttribute(':key') + li.textContent"
            + " + li.querySelector('input').value).join()");
  }

  private void list() {
    open(LIST);
    js(
        "Silcrow.patch({rows: [{id: 1, name: 'a', note: ''}, {id: 2, name: 'b', note: ''}]}, '#list')");
  }

  @Test
  void rowsComeGoAndChangeAndAreAsBefore() {
    list();
    js(
        "window.nodes = [...document.querySelectorAll('#list li')];"
            + " window.g = Silcrow.optimistic('#list', {rows: [{id: 3, name: 'c'}, {id: 2, name: 'B'}]})");
    assertThat(rows()).isEqualTo("3c,2B");
    js("window.h = Silcrow.optimistic('#list', {rows: {id: 4, name: 'd'}})");
    js("window.k = Silcrow.optimistic('#list', {rows: {id: 2, _remove: true}})");
    assertThat(rows()).isEqualTo("3c,4d");
    js("g.undo()");
    assertThat(rows()).isEqualTo("1a,4d");
    js("h.undo(); k.undo()");
    assertThat(rows()).isEqualTo("1a,2b");
    assertThat(js("[...document.querySelectorAll('#list li')].every((li, i) => li === nodes[i])"))
        .as("the same elements")
        .isEqualTo(true);
    assertThat(reported()).isEmpty();
  }

  @Test
  void aRowOfTheServerSaysNothingAboutAnother() {
    list();
    js("window.g = Silcrow.optimistic('#list', {rows: {id: 1, name: 'A', note: 'n'}})");
    js("Silcrow.patch({rows: {id: 2, name: 'B'}}, '#list')");
    assertThat(rows()).isEqualTo("1An,2B");
    js("Silcrow.patch({rows: {id: 1, name: 'server'}}, '#list')");
    assertThat(rows()).isEqualTo("1servern,2B");
    js("g.undo()");
    assertThat(rows()).isEqualTo("1server,2B");
    js("window.g = Silcrow.optimistic('#list', {rows: {id: 1, name: 'A'}})");
    js("Silcrow.patch({rows: [{id: 1, name: 'x'}]}, '#list'); g.undo()");
    assertThat(rows()).isEqualTo("1x");
  }

  @Test
  void whatIsTypedIntoARowSurvivesItsUndo() {
    list();
    page.locator("#list input").first().fill("before");
    js(
        "window.g = Silcrow.optimistic('#list', {rows: [{id: 1, name: 'A'}, {id: 2, name: 'B', note: 'x'}]})");
    page.locator("#list input").first().pressSequentially(" mine");
    js("g.undo()");
    assertThat(rows()).isEqualTo("1abefore mine,2b");
  }

  @Test
  void whatTheServerSentBeforeComesBeforeTheGuess() throws Exception {
    open(POST.replace("{on}", "state").replace("LIVE", "s-live=\"/ws/a\""));
    Peer peer = server.await("/ws/a");
    waitForState("#post", "open");
    js(
        "document.addEventListener('silcrow:ws:now', () => { window.g = Silcrow.optimistic('#post', {likes: 4}); })");
    String patch = "{\"type\":\"patch\",\"target\":\"#post\",\"data\":{\"likes\":8}}";
    peer.send(
        "[" + patch + "," + patch.replace("8", "9") + ",{\"type\":\"custom\",\"event\":\"now\"}]");
    waitFor("window.g");
    assertThat(shown()).isEqualTo("4 Old");
    js("g.undo()");
    assertThat(shown()).isEqualTo("9 Old");
  }

  @Test
  void newMarkupOfTheServerIsTheTruth() throws Exception {
    open(
        "<main id=\"main\" s-live=\"/ws/a\"><div id=\"post\"><b :text=\"likes\">3</b></div></main>");
    Peer peer = server.await("/ws/a");
    waitForState("#main", "open");
    js("window.g = Silcrow.optimistic('#post', {likes: 4})");
    peer.send(
        "{\"type\":\"html\",\"target\":\"#main\",\"markup\":\"<div id='post'><b :text='likes'>9</b></div>\"}");
    waitFor("document.querySelector('b').textContent === '9'");
    js("g.undo()");
    assertThat(text("#post")).isEqualTo("9");
  }

  @Test
  void onlyWhatTheGuessDidIsUndone() {
    open(
        "<div id=\"post\" class=\"a\" :class=\"state\" s-use=\"more\" title=\"t\"><b :text=\"n\">1</b>"
            + "<input id=\"in\" s-use=\"field\" value=\"v\"></div>");
    js(
        "window.g = Silcrow.optimistic('#post', {state: ['a', 'hot'], more: {title: 'u', lang: 'de', class: {extra: true}},"
            + " field: {value: 'w', disabled: true}})");
    assertThat(js("post.className + post.title + post.lang")).isEqualTo("a hot extraude");
    assertThat(js("document.querySelector('#in').value")).isEqualTo("w");
    js("post.classList.add('silcrow-loading'); document.querySelector('b').textContent = '2'");
    js("document.body.append(document.createElement('p'))");
    js("g.undo()");
    assertThat(js("post.className + post.title + post.lang")).isEqualTo("a silcrow-loadingt");
    assertThat(js("document.querySelector('#in').value + document.querySelector('#in').disabled"))
        .isEqualTo("vfalse");
    assertThat(text("#post b")).isEqualTo("2");
  }

  @Test
  void aRequestThatFailsLeavesNoTraceOfItself() {
    server.handle("/like", ctx -> ctx.status(500));
    open(
        "<div id=\"post\" :class=\"state\"><button s-post=\"/like\" s-target=\"#post\""
            + " s-optimistic='{\"state\": \"liked\"}'>x</button></div>");
    allowNetworkErrors();
    page.click("button");
    awaitSeen("silcrow:revert");
    waitFor("!document.querySelector('[aria-busy]')");
    assertThat(js("post.className")).isEqualTo("");
  }

  @Test
  void onlySoManyWaitAndTheOldestIsSettled() {
    post();
    js(
        "window.all = []; for (let i = 0; i < 150; i++) all.push(Silcrow.optimistic('#post', {likes: i}))");
    js("for (const guess of all) guess.undo()");
    assertThat(text("#post b")).isEqualTo("49");
  }

  @Test
  void anActionSaysWhatItWillDo() throws Exception {
    BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    server.handle("/like", ctx -> ctx.status(answers.take()).json(Map.of("likes", 7)));
    open(
        "<div id=\"post\"><b :text=\"likes\">3</b><div id=\"in\">"
            + "<button s-post=\"/like\" s-optimistic='{\"likes\": 4}'>x</button></div></div>"
            + "<form s-action=\"/like\" s-optimistic='{\"likes\": 4}' s-target=\"#other\"><button>y</button></form>"
            + "<p id=\"other\"><b :text=\"likes\">1</b></p>");
    allowNetworkErrors();
    page.click("#in button");
    assertThat(text("#post b")).isEqualTo("4");
    answers.add(500);
    waitFor("document.querySelector('#post b').textContent === '3'");
    page.click("form button");
    assertThat(text("#other b")).isEqualTo("4");
    answers.add(200);
    waitFor("document.querySelector('#other b').textContent === '7'");
    assertThat(text("#post b")).isEqualTo("3");
    assertThat(reported()).containsExactly("http-status");
  }

  @Test
  void anActionInARowNamesItsKey() throws Exception {
    BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    server.handle("/done/2", ctx -> ctx.status(answers.take()));
    open(
        "<ul id=\"list\"><template s-for=\"x in rows\" :key=\"x.id\"><li><b :text=\"x.name\"></b>"
            + "<button s-post=\"/done/:key\" s-optimistic='{\"rows\": {\"id\": \":key\", \"name\": \"done\"}}'>x</button>"
            + "</li></template></ul>");
    allowNetworkErrors();
    js(
        "Silcrow.patch({rows: [{id: 1, name: 'a'}, {id: 2, name: 'b'}, {id: 3, name: 'c'}]}, '#list')");
    page.locator("#list button").nth(1).click();
    assertThat(js("[...document.querySelectorAll('#list b')].map((b) => b.textContent).join()"))
        .isEqualTo("a,done,c");
    answers.add(500);
    waitFor("document.querySelectorAll('#list b')[1].textContent === 'b'");
    page.locator("#list button").nth(1).click();
    answers.add(204);
    waitFor("seen.filter(({type}) => type === 'silcrow:load').length > 1");
    assertThat(js("[...document.querySelectorAll('#list b')].map((b) => b.textContent).join()"))
        .isEqualTo("a,done,c");
  }

  @Test
  void whatAnActionCannotSayIsReported() {
    server.handle("/like", ctx -> ctx.status(204));
    open(
        "<a id=\"a\" s-post=\"/like\" s-optimistic=\"{broken\">a</a>"
            + "<a id=\"b\" s-post=\"/like\" s-optimistic='[1]'>b</a>"
            + "<a id=\"c\" s-post=\"/like\" s-optimistic='{\"nowhere\": 1}'>c</a>"
            + "<a id=\"d\" s-post=\"/like\">d</a>");
    for (String id : List.of("#a", "#b", "#c", "#d")) {
      page.click(id);
    }
    waitFor("seen.filter(({type}) => type === 'silcrow:load').length === 4");
    assertThat(reported())
        .containsExactly("optimistic-malformed", "optimistic-malformed", "optimistic-malformed");
  }

  @Test
  void whoListensMayThrowAndUndoAtOnce() {
    post();
    js("document.addEventListener('silcrow:patched', () => Silcrow.revert('#post'), {once: true})");
    js("window.g = Silcrow.optimistic('#post', {likes: 4}); g.undo()");
    assertThat(shown()).isEqualTo("3 Old");
  }

  @Test
  void destroyForgetsThem() {
    post();
    js("window.g = Silcrow.optimistic('#post', {likes: 4}); Silcrow.destroy(); g.undo()");
    assertThat(shown()).isEqualTo("4 Old");
  }
}
