package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;

/** Two tall pages that link to each other, and the way back. */
abstract class HistoryTest extends NavigationTest {
  private static final String TALL =
      "<p id='top'>top</p>" + "<br>".repeat(200) + "<p id='end'>end</p>";

  /** Pages /a and /b, each with links to both. */
  @BeforeEach
  void pages() {
    for (String name : new String[] {"a", "b"}) {
      document("/" + name, name, body(name));
    }
  }

  private static String body(String name) {
    return "<h1>"
        + name
        + "</h1><nav s-boost><a id='to-a' href='/a'>a</a> <a id='to-b' href='/b'>b</a> <a id='to-end'"
        + " href='/b#end'>e</a> <a id='here' href='#end'>h</a></nav>"
        + TALL;
  }

  protected void start() {
    page.navigate(server.url("/a"));
    js("window.mark = 1");
  }

  protected void awaitPage(String name) {
    waitFor("document.querySelector('h1')?.textContent === '" + name + "'");
    waitForIdle();
    assertThat(page.title()).isEqualTo(name);
    assertThat(js("window.mark")).isEqualTo(1);
  }

  protected void back() {
    js("history.back()");
  }
}
