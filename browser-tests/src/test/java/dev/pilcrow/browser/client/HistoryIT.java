package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What back and forward bring. */
class HistoryIT extends HistoryTest {
  private void forward() {
    js("history.forward()");
  }

  @Test
  void backAndForwardShowThePagesAsTheyWere() {
    start();
    page.click("#to-b");
    awaitPage("b");
    assertThat(page.url()).isEqualTo(server.url("/b"));
    back();
    awaitPage("a");
    assertThat(page.url()).isEqualTo(server.url("/a"));
    forward();
    awaitPage("b");
    assertThat(seen("silcrow:navigate").stream().map(detail -> detail.get("trigger")))
        .containsExactly("click", "popstate", "popstate");
    assertThat(seen("silcrow:navigate").get(1)).containsEntry("method", "GET");
  }

  @Test
  void eachEntryKeepsItsScrollPosition() {
    start();
    js("scrollTo(0, 700)");
    js("document.querySelector('#to-b').click()");
    awaitPage("b");
    assertThat(js("scrollY")).isEqualTo(0);
    js("scrollTo(0, 300)");
    back();
    awaitPage("a");
    waitFor("scrollY === 700");
    forward();
    awaitPage("b");
    waitFor("scrollY === 300");
    back();
    awaitPage("a");
    waitFor("scrollY === 700");
  }

  @Test
  void aScrollPositionSurvivesAReload() {
    start();
    js("scrollTo(0, 700)");
    js("document.querySelector('#to-b').click()");
    awaitPage("b");
    page.reload();
    js("window.mark = 1");
    back();
    awaitPage("a");
    waitFor("scrollY === 700");
  }

  @Test
  void aFragmentIsScrolledTo() {
    start();
    page.click("#to-end");
    awaitPage("b");
    assertThat(page.url()).isEqualTo(server.url("/b#end"));
    waitFor("scrollY > 1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#missing", "#%", "#%C3%A9", "#"})
  void aFragmentThatIsNowhereDoesNoHarm(String fragment) {
    start();
    js("scrollTo(0, 500)");
    js("(path) => Silcrow.go(path)", "/b" + fragment);
    awaitPage("b");
    assertThat(js("scrollY")).isEqualTo(0);
    assertThat(reported()).isEmpty();
  }

  @Test
  void theBrowsersOwnFragmentsNeedNoRequest() {
    start();
    page.click("#here");
    waitFor("scrollY > 1000");
    back();
    waitFor("location.hash === ''");
    forward();
    waitFor("location.hash === '#end'");
    assertThat(seen("silcrow:navigate")).isEmpty();
    page.click("#to-b");
    awaitPage("b");
    back();
    awaitPage("a");
    assertThat(page.url()).isEqualTo(server.url("/a#end"));
  }

  @Test
  void backOverSeveralEntriesFindsTheRightPage() {
    start();
    page.click("#here");
    js("location.hash = '#top'");
    page.click("#to-b");
    awaitPage("b");
    js("history.go(-2)");
    awaitPage("a");
    assertThat(page.url()).isEqualTo(server.url("/a#end"));
    js("history.go(-1)");
    waitFor("location.hash === ''");
    awaitPage("a");
    assertThat(seen("silcrow:navigate")).hasSize(2);
  }

  @Test
  void entriesOfOthersAreLeftToThem() {
    start();
    js("history.pushState({mine: true}, '', '/elsewhere')");
    js("history.pushState({mine: true}, '', '/further')");
    back();
    waitFor("location.pathname === '/elsewhere'");
    back();
    waitFor("location.pathname === '/a'");
    assertThat(seen("silcrow:navigate")).isEmpty();
    assertThat(text("h1")).isEqualTo("a");
  }

  @Test
  void theStateOfOthersIsKept() {
    start();
    js("history.replaceState({...history.state, mine: 5}, '')");
    page.click("#to-b");
    awaitPage("b");
    back();
    awaitPage("a");
    assertThat(js("history.state.silcrow")).isEqualTo(true);
  }

  @Test
  void backAsksForWhatThePageWasLoadedWith() throws Exception {
    Asked data = json("/data", "{\"n\":1}");
    Asked shell = document("/shell", "Shell", "<h1>shell</h1><b id='n' :text='n'>0</b>");
    page.navigate(server.url("/shell"));
    shell.next();
    js("Silcrow.go('/data')");
    assertThat(text("#n")).isEqualTo("1");
    assertThat(page.url()).isEqualTo(server.url("/data"));
    data.next();
    js("Silcrow.go('/data?2')");
    js("Silcrow.cache.clear()");
    data.next();
    back();
    waitForLoads(3);
    assertThat(data.next().header("accept")).startsWith("application/json");
    back();
    waitForLoads(4);
    assertThat(shell.next().header("accept")).startsWith("text/html");
    js("Silcrow.cache.clear()");
    forward();
    waitForLoads(5);
    assertThat(data.next().header("accept"))
        .as("the data of another copy of the page")
        .startsWith("text/html");
  }

  @Test
  void backDuringARequestGivesItUp() {
    start();
    page.click("#to-b");
    awaitPage("b");
    Asked slow = document("/slow", "slow", "<h1>slow</h1>").hold();
    js("void Silcrow.go('/slow')");
    waitFor("document.body.classList.contains('silcrow-loading')");
    back();
    awaitPage("a");
    slow.release();
    waitForIdle();
    assertThat(page.url()).isEqualTo(server.url("/a"));
    assertThat(reported()).isEmpty();
  }

  @Test
  void whatWasTypedStaysWithItsPage() {
    String form = "<input id='q' name='q' value='fresh'><textarea id='t' name='t'></textarea>";
    for (String path : new String[] {"/one", "/two"}) {
      document(path, path, "<h1>" + path + "</h1>" + form);
    }
    page.navigate(server.url("/one"));
    page.fill("#q", "typed");
    page.fill("#t", "draft");
    js("Silcrow.go('/one?again')");
    assertThat(page.inputValue("#q") + page.inputValue("#t")).isEqualTo("typeddraft");
    js("Silcrow.go('/two')");
    assertThat(text("h1")).isEqualTo("/two");
    assertThat(page.inputValue("#q") + page.inputValue("#t")).isEqualTo("fresh");
  }

  @Test
  void aPageInTheBackForwardCacheIsNotHindered() {
    start();
    assertThat(js("'onunload' in window && window.onunload === null")).isEqualTo(true);
    page.click("#to-b");
    awaitPage("b");
    page.navigate(server.url(TestServer.BLANK));
    page.goBack();
    waitFor("document.querySelector('h1')?.textContent === 'b'");
    back();
    waitFor("document.querySelector('h1')?.textContent === 'a'");
    assertThat(page.url()).isEqualTo(server.url("/a"));
  }
}
