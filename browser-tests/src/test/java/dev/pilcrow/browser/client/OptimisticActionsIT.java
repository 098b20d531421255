package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Links, buttons and forms that say what they will do. */
class OptimisticActionsIT extends ClientTest {
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
}
