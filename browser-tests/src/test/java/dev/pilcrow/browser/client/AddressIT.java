package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the address bar shows after an action, and when the document is loaded anew. */
class AddressIT extends HistoryTest {
  @ParameterizedTest
  @CsvSource({
    "<a id='x' href='/b' s-get>x</a>, /b",
    "<a id='x' href='/b' s-get s-skip-history>x</a>, /page",
    "<a id='x' href='/b' s-get s-target='main'>x</a>, /page",
    "<button id='x' s-get='/b' s-html>x</button>, /b",
    "<form s-get='/b'><input name='q' value='1'><button id='x'>x</button></form>, /b?q=1",
    "<form s-post='/b'><button id='x'>x</button></form>, /page",
    "<form s-post='/to-b'><button id='x'>x</button></form>, /b",
    "<form s-post='/to-b' s-skip-history><button id='x'>x</button></form>, /page",
    "<button id='x' s-get='/to-b' s-target='main'>x</button>, /b",
    "<button id='x' s-post='/push'>x</button>, /shown?by=server",
    "<button id='x' s-get='/push' s-target='main'>x</button>, /shown?by=server",
    "<button id='x' s-post='/push' s-skip-history>x</button>, /page",
    "<button id='x' s-post='/push-foreign'>x</button>, /page",
  })
  void theAddressFollows(String markup, String path) {
    route("/to-b", ctx -> ctx.redirect("/b", io.javalin.http.HttpStatus.SEE_OTHER));
    route("/push", ctx -> ctx.header("silcrow-push", "/shown?by=server").html("part"));
    route("/push-foreign", ctx -> ctx.header("silcrow-push", "//evil.example/").html("part"));
    openMarked("<main></main>" + markup);
    clickAndLoad("#x");
    assertThat(page.url()).isEqualTo(server.url(path));
    assertThat(js("window.mark")).isEqualTo(1);
  }

  @Test
  void aRedirectAfterAPostShowsThePageItLeadsTo() {
    route("/to-b", ctx -> ctx.redirect("/b", io.javalin.http.HttpStatus.SEE_OTHER));
    openMarked("<form s-post='/to-b'><button id='x'>x</button></form>");
    page.click("#x");
    awaitPage("b");
    assertThat(seen("silcrow:load").get(0)).containsEntry("redirected", true);
    back();
    waitFor("document.title === 'Test'");
    assertThat(page.url()).isEqualTo(server.url("/page"));
  }

  @Test
  void theDataOfAnotherPageIsNotPatchedIntoThisOne() {
    route("/to-both", ctx -> ctx.redirect("/both", io.javalin.http.HttpStatus.SEE_OTHER));
    route(
        "/both",
        ctx -> {
          if (ctx.header("Accept").startsWith("text/html")) {
            ctx.html(documentOf("both", "<h1>both</h1>"));
          } else {
            ctx.json("{\"n\":1}");
          }
        });
    openMarked("<form s-post='/to-both'><b :text='n'>0</b><button id='x'>x</button></form>");
    page.click("#x");
    awaitPage("both");
    assertThat(page.url()).isEqualTo(server.url("/both"));
  }

  @Test
  void aLinkToThePageItselfLoadsItAgainWithoutAnEntry() {
    start();
    int length = (int) js("history.length");
    js("scrollTo(0, 400)");
    clickAndLoad("#to-a");
    assertThat(js("history.length")).isEqualTo(length);
    assertThat(js("scrollY")).isEqualTo(0);
  }

  @Test
  void anotherVersionOfAnAssetLoadsTheDocumentAnew() {
    route(
        "/new",
        ctx ->
            ctx.html(
                "<!doctype html><html><head><title>new</title><link rel=\"stylesheet\" data-silcrow-track"
                    + " href=\"/style.2.css\"></head><body><h1>new</h1></body></html>"));
    route("/style.2.css", ctx -> ctx.contentType("text/css").result(""));
    openMarked("<a id='x' href='/new' s-get>x</a>");
    page.click("#x");
    waitFor("document.title === 'new' && !window.mark");
    assertThat(page.url()).isEqualTo(server.url("/new"));
    page.goBack();
    waitFor("document.title === 'Test'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<script src=\"/silcrow.min.js\" defer></script> | true",
        "<script defer src='/silcrow.min.js' integrity=\"x\"></script> | true",
        "<script src=\"/silcrow.js\"></script> | false",
        "<link data-silcrow-track href=/silcrow.min.js> | true",
        "<link rel=icon href=/other.png> | true",
        "<script src=/other.js data-silcrow-track></script> | false",
        "<SCRIPT DATA-SILCROW-TRACK SRC='http://evil.example/x.js'></SCRIPT> | false",
      })
  void aDocumentWithTheSameAssetsStays(String asset, boolean stays) {
    open("");
    assertThat(
            js(
                "(markup) => import('/src/navigate/document.js').then(({isOutdated}) => !isOutdated(markup))",
                "<!doctype html><head>" + asset + "</head>"))
        .isEqualTo(stays);
  }
}
