package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guess, and what the server says before, meanwhile and afterwards. */
class OptimisticServerIT extends OptimisticTest {
  @Test
  void theServersDataWinsOverAGuessThatNothingIsTiedTo() throws Exception {
    Peer peer = livePost();
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
    Peer peer = livePost();
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
  void whatTheServerSentBeforeComesBeforeTheGuess() throws Exception {
    Peer peer = livePost();
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
}
