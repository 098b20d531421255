package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page shows before the server has said so, and how it takes it back. */
class OptimisticIT extends OptimisticTest {
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
  void onlySoManyWaitAndTheOldestIsSettled() {
    post();
    js(
        "window.all = []; for (let i = 0; i < 150; i++) all.push(Silcrow.optimistic('#post', {likes: i}))");
    js("for (const guess of all) guess.undo()");
    assertThat(text("#post b")).isEqualTo("49");
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
