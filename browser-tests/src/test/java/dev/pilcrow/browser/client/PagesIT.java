package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.pilcrow.browser.Browsers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a page, what of it is shown, and what the history is told of it. */
class PagesIT extends NavigationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<!doctype html><title>New</title><p id='t'>part</p><i>rest</i> | true",
        "<!DOCTYPE html><p id='t'>part</p><i>rest</i> | true",
        "`  \n\t<!doctype html><p id='t'>part</p><i>rest</i>` | true",
        "<html><body><p id='t'>part</p><i>rest</i></body></html> | true",
        "<HTML lang=de><body><p id='t'>part</p><i>rest</i></body></HTML> | true",
        "<html5><p id='t'>part</p><i>rest</i></html5> | false",
        "<!-- a remark --><p id='t'>part</p><i>rest</i> | true",
        "<p id='t'>part</p><i>rest</i> | false",
        "text <!doctype html><p id='t'>part</p><i>rest</i> | false",
        "<htmlx><p id='t'>part</p></htmlx><i>rest</i> | false",
      })
  void ofAPageThePartIsTakenAndAPartIsTakenWhole(String markup, boolean page) {
    html("/x", markup);
    open("<div id='t'></div>");
    js("Silcrow.go('/x', {target: '#t', html: true})");
    assertThat(js("document.querySelector('#t').textContent.includes('rest')")).isEqualTo(!page);
    assertThat(text("#t")).contains("part");
  }

  @Test
  void stylesAndScriptsOfABodyStayOutOfPagesAndParts() {
    html(
        "/x",
        documentOf("X", "<style>h1{color:red}</style><h1>x</h1><script>window.ran = 1</script>"));
    open("<main id='t'></main>");
    js("Silcrow.go('/x', {target: '#t', html: true})");
    assertThat(html("#t")).contains("<h1>x</h1>").doesNotContain("style", "script");
    js("Silcrow.go('/x')");
    assertThat(html("body")).isEqualTo("<h1>x</h1>");
    assertThat(js("window.ran === undefined")).isEqualTo(true);
  }

  @Test
  void aClickOnNoElementMeansNothing() {
    openMarked("<a href='/x' s-get>x</a>");
    js("document.dispatchEvent(new MouseEvent('click', {bubbles: true}))");
    js("document.querySelector('a').firstChild.dispatchEvent(new MouseEvent('click'))");
    assertThat(seen("silcrow:navigate")).isEmpty();
    assertThat(reported()).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> state() {
    return (Map<String, Object>) js("history.state");
  }

  @Test
  void theHistoryKnowsWhoseItsEntriesAre() {
    document("/other", "Other", "<h1>Other</h1>");
    openMarked("<p>x</p>");
    assertThat(state()).containsEntry("silcrow", true).containsEntry("url", server.url("/page"));
    js("history.replaceState({...history.state, mine: 5}, ''); scrollTo(0, 0)");
    js("Silcrow.go('/other')");
    assertThat(state())
        .containsEntry("silcrow", true)
        .containsEntry("url", server.url("/other"))
        .doesNotContainKey("mine");
    js("history.back()");
    waitFor("history.state.mine === 5");
    waitForIdle();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x", "/x#there"})
  void aPageIsShownFromItsTop(String path) {
    document("/x", "X", "<h1>x</h1>" + "<br>".repeat(200) + "<p id='there'>there</p>");
    openMarked("<br>".repeat(300) + "<p id='end'>end</p>");
    js("scrollTo(0, 2000)");
    js("(path) => Silcrow.go(path)", path);
    if (path.endsWith("#there")) {
      waitFor("scrollY > 1000");
    } else {
      assertThat(js("scrollY")).isEqualTo(0);
    }
  }

  @Test
  void aPartIsShownWhereItIs() {
    html("/x", "<b>new</b>");
    open("<br>".repeat(300) + "<p id='t'>old</p>");
    js("scrollTo(0, 1000)");
    js("Silcrow.go('/x', {target: '#t'})");
    assertThat(List.of(js("scrollY"), text("#t"))).containsExactly(1000, "new");
  }

  @Test
  void aPageThatTheBrowserKeptIsAsItWas() throws Exception {
    document(
        "/kept",
        "Kept",
        "<input id='i'><a id='slow' href='/slow' s-get>s</a><a id='away' href='/blank'>a</a>");
    Asked slow = document("/slow", "Slow", "<h1>slow</h1>").hold();
    try (Browser browser = Browsers.keepingPages()) {
      Page kept = browser.newPage();
      kept.navigate(server.url("/kept"));
      kept.evaluate(
          "window.mark = 1; addEventListener('pageshow', ({persisted}) => { window.persisted ="
              + " persisted; })");
      kept.fill("#i", "typed");
      kept.click("#slow");
      slow.next();
      kept.click("#away");
      kept.waitForURL(server.url(TestServer.BLANK));
      kept.evaluate("history.back()");
      kept.waitForFunction("() => window.persisted");
      assertThat(kept.inputValue("#i")).isEqualTo("typed");
      assertThat(kept.evaluate("window.mark")).isEqualTo(1);
      assertThat(kept.evaluate("document.querySelector('[aria-busy],.silcrow-progress')")).isNull();
      slow.release();
      assertThat(kept.url()).isEqualTo(server.url("/kept"));
    }
  }

  @Test
  void whoComesBackFromAnotherDocumentFindsThePageAsItWas() throws Exception {
    Asked slow = document("/slow", "Slow", "<h1>slow</h1>").hold();
    openMarked("<a id='a' href='/slow' s-get>a</a><input id='i'>");
    page.fill("#i", "typed");
    page.click("#a");
    slow.next();
    js("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))");
    js("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))");
    waitForIdle();
    slow.release();
    assertThat(page.url()).isEqualTo(server.url("/page"));
    assertThat(page.inputValue("#i")).isEqualTo("typed");
    assertThat(reported()).isEmpty();
  }
}
