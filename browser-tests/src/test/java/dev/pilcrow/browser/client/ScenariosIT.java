package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ways through a site by keyboard: after each step the focus is somewhere, and a screen reader has
 * been told exactly once.
 */
class ScenariosIT extends NavigationTest {
  /** The same in every page, so that a link in it may keep the focus. */
  private static final String NAV =
      "<nav s-boost><a id='to-a' href='/a'>a</a> <a id='to-b' href='/b'>b</a></nav>";

  private static final String BODY =
      NAV
          + "<main id='main'><h1>A</h1><a id='in' href='/b' s-get>in the content</a><a id='to-id'"
          + " href='/b#there' s-get>to a place</a><a id='missing' href='/missing'"
          + " s-get>missing</a><a id='headless' href='/headless' s-get>without main</a><a id='bare'"
          + " href='/bare' s-get>without heading</a><button id='part' s-get='/part' s-html"
          + " s-target='#box'>part</button><div id='box' s-announce><button id='inside'"
          + " s-get='/part' s-html s-target='#box'>i</button></div><button id='dialog'"
          + " s-get='/dialog' s-html s-target='#box'>dialog</button><form action='/search'"
          + " role='search' s-action GET><input id='q' name='q'></form><form id='typed'"
          + " s-get='/found' s-html s-target='#box' s-debounce='20'><input id='s'"
          + " name='s'></form><form id='add' s-post='/add'><input id='n' name='n'><button"
          + " id='add-it'>add</button></form><form id='away' s-post='/away'><button"
          + " id='go-away'>go</button></form><form id='bad' s-post='/bad' s-html><input id='e'"
          + " name='e'><button id='send'>s</button></form><button id='save'"
          + " s-post='/save'>save</button><button id='lead' s-post='/lead'>lead</button><button"
          + " id='fail' s-post='/fail'>fail</button><button id='late' s-post='/late'"
          + " s-timeout='50'>late</button><ul id='rows'><template s-for='x in xs'"
          + " :key='x.id'><li><button s-delete='/xs/:key'>d</button></li></template><li"
          + " :key='1'><button id='d1' s-delete='/xs/:key'>d</button></li><li :key='2'><button"
          + " id='d2' s-delete='/xs/:key'>d</button></li></ul><ol><li id='row'><button id='drop'"
          + " s-delete='/row' s-html s-target='#row'>x</button></li></ol></main>";

  @BeforeEach
  void site() {
    allowNetworkErrors();
    document("/a", "Page A", BODY);
    document("/b", "Page B", NAV + "<main><h1>B</h1><p id='there'>there</p></main>");
    document("/headless", "Headless", "<h1>H</h1><p>text</p>");
    document("/bare", "Bare", "<p>text</p>");
    route("/missing", ctx -> ctx.status(404).html(documentOf("Not found", "<h1>404</h1>")));
    html("/part", "<p>Part</p>");
    html("/dialog", "<p>Question</p><button id='yes' s-focus>yes</button>");
    route("/search", ctx -> ctx.html(documentOf("Found", BODY)));
    route("/found", ctx -> ctx.html("Found " + ctx.queryParam("s")));
    route("/add", ctx -> ctx.redirect("/a", HttpStatus.SEE_OTHER));
    route("/away", ctx -> ctx.redirect("/b", HttpStatus.SEE_OTHER));
    route(
        "/bad",
        ctx ->
            ctx.status(422)
                .html(
                    "<input id='e' name='e' aria-invalid='true' aria-describedby='e-error'>"
                        + "<p id='e-error' role='alert'>Missing</p><button id='send'>s</button>"));
    json("/save", "{\"_toasts\":[{\"message\":\"Saved\",\"level\":\"success\"}]}");
    route("/lead", ctx -> ctx.header("silcrow-navigate", "/b").json("{}"));
    json("/fail", 500, "");
    route("/late", ctx -> ctx.status(204)).hold();
    route(
        "/xs/1",
        ctx ->
            ctx.json(
                Map.of(
                    "xs",
                    Map.of("id", 1, "_remove", true),
                    "_toasts",
                    List.of(Map.of("message", "Gone", "level", "info")))));
    route(
        "/row",
        ctx ->
            ctx.header(
                    "Set-Cookie", "silcrow_toasts=%5B%7B%22message%22%3A%22Gone%22%7D%5D; Path=/")
                .html(""));
  }

  /** Notes in {@code window.said} what assistive technology is told from now on. */
  private void hear() {
    js(
        """
        (() => {
          window.said = [];
          new MutationObserver((records) => {
            const regions = new Set();
            for (const {target, addedNodes} of records) {
              const region = (target.closest ? target : target.parentElement)?.closest('[role=status],[role=alert]');
              if (region && addedNodes.length && region.textContent) regions.add(region);
              for (const node of addedNodes) {
                if (!region && node.matches?.('[role=alert]')) regions.add(node);
              }
            }
            for (const region of regions) {
              const copy = region.cloneNode(true);
              for (const button of copy.querySelectorAll('button')) button.remove();
              said.push(copy.textContent);
            }
          }).observe(document, {childList: true, characterData: true, subtree: true});
        })()
        """);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a link that the next page has too | #to-b | Enter | to-b | Page B",
        "a link that it has not | #in | Enter | main | Page B",
        "a link to a place in a page | #to-id | Enter | main | Page B",
        "a link to a page without main | #headless | Enter | h1 | Headless",
        "a link to a page without heading | #bare | Enter | p | Bare",
        "a link to nowhere | #missing | Enter | h1 | Not found",
        "a link to the page itself | #to-a | Enter | to-a | Page A",
        "a button that fills a box | #part | Enter | part | Part",
        "a button in the box that it fills | #inside | Enter | box | Part",
        "a button that asks a question | #dialog | Enter | dialog | Questionyes",
        "a search that shows a page | #q | Enter | q | Found",
        "a search while the user types | #s | t | s | Found t",
        "a form that leads back here | #n | Enter | n | Page A",
        "its button | #add-it | Enter | add-it | Page A",
        "a form that leads away | #go-away | Enter | main | Page B",
        "a form with an error | #send | Enter | e | Missing",
        "a button with a toast | #save | Enter | save | Saved",
        "a button whose answer leads away | #lead | Enter | main | Page B",
        "a button whose request fails | #fail | Enter | fail | Something went wrong. Please try"
            + " again.",
        "a button whose answer is late | #late | Enter | late | Something went wrong. Please try"
            + " again.",
        "a row that is deleted with data | #d1 | Enter | rows | Gone",
        "a row that is emptied | #drop | Enter | row | Gone",
      })
  void theFocusIsSomewhereAndTheUserIsToldOnce(
      String what, String element, String key, String focus, String words) {
    page.navigate(server.url("/a"));
    hear();
    page.press(element, key);
    waitFor("window.said.length > 0");
    waitForIdle();
    assertThat(js("document.activeElement.id || document.activeElement.localName"))
        .isEqualTo(focus);
    assertSaid(List.of(words));
  }

  /** What was said, after everything that may be said later was. */
  private void assertSaid(List<String> words) {
    js("new Promise((done) => setTimeout(done, 200))");
    assertThat(js("window.said")).isEqualTo(words);
  }

  @Test
  void backAndForwardAreToldAsWell() {
    page.navigate(server.url("/a"));
    hear();
    page.press("#in", "Enter");
    waitFor("window.said.includes('Page B')");
    js("history.back()");
    waitFor("window.said.includes('Page A')");
    waitForIdle();
    assertThat(js("document.activeElement.localName")).isEqualTo("main");
    js("history.forward()");
    waitFor("window.said.length > 2");
    waitForIdle();
    assertThat(js("document.activeElement.localName")).isEqualTo("main");
    assertSaid(List.of("Page B", "Page A", "Page B"));
  }

  @Test
  void aViewTransitionChangesNothingOfThat() {
    document("/t", "Page T", BODY);
    page.navigate(server.url("/t"));
    js("document.body.setAttribute('s-transition', '')");
    hear();
    page.press("#in", "Enter");
    waitFor("window.said.length > 0");
    waitForIdle();
    assertThat(js("document.activeElement.localName")).isEqualTo("main");
    assertSaid(List.of("Page B"));
  }
}
