package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that are none, or not what was asked for: one report with a code, nothing lost, and
 * nothing that still looks as if it loaded.
 */
class FailuresIT extends NavigationTest {
  private static final byte[] FOREIGN = "<title>Foreign</title>".getBytes(StandardCharsets.UTF_8);

  private HttpServer foreign;

  @BeforeAll
  void startForeign() throws Exception {
    foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    foreign.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Access-Control-Allow-Origin", "*");
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, FOREIGN.length);
          exchange.getResponseBody().write(FOREIGN);
          exchange.close();
        });
    foreign.start();
  }

  @AfterAll
  void stopForeign() {
    foreign.stop(0);
  }

  private String foreignUrl() {
    return "http://127.0.0.1:" + foreign.getAddress().getPort() + "/landing";
  }

  @ParameterizedTest
  @CsvSource({
    "200, image/png, body-foreign",
    "200, text/plain, body-foreign",
    "200, application/octet-stream, body-foreign",
    "200, text/html-sandboxed, body-foreign",
    "200, application/jsonp, body-foreign",
    "200, application/json, body-malformed",
    "404, text/plain, http-status",
    "500, application/json, http-status",
    "503, image/png, http-status",
  })
  void whatIsNeitherMarkupNorDataIsReportedOnce(int status, String type, String code) {
    route(
        "/x",
        ctx ->
            ctx.status(status)
                .contentType(type)
                .header("silcrow-push", "/never")
                .header("silcrow-trigger", "early")
                .result("<b>{nonsense</b>"));
    allowNetworkErrors();
    openMarked("<p id='t'>old</p><button id='b' s-post='/x' s-target='#t'>x</button>");
    page.click("#b");
    awaitSeen("silcrow:error");
    waitForIdle();
    assertThat(reported()).containsExactly(code);
    assertThat(seen("early")).hasSize(1);
    assertThat(text("#t")).isEqualTo("old");
    assertThat(seen("silcrow:before-swap")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, inline, 200",
    "text/plain, inline, 404",
    "application/json, attachment; filename=x.json, 200",
    "text/html, attachment, 200",
    "text/csv, attachment, 200",
  })
  void aLinkToWhatIsNoPageIsLeftToTheBrowser(String type, String disposition, int status) {
    route(
        "/x",
        ctx ->
            ctx.status(status)
                .contentType(type)
                .header("Content-Disposition", disposition)
                .result("{\"plain\": 1}"));
    allowNetworkErrors();
    openMarked("<nav s-boost><a id='a' href='/x'>x</a></nav>");
    if (disposition.startsWith("attachment")) {
      var download = page.waitForDownload(() -> page.click("#a"));
      assertThat(download.url()).isEqualTo(server.url("/x"));
      waitForIdle();
      assertThat(js("window.mark")).isEqualTo(1);
      assertThat(reported()).isEmpty();
    } else {
      page.click("#a");
      page.waitForURL(server.url("/x"));
      assertThat(text("body")).contains("plain");
    }
  }

  @Test
  void aPageBehindARedirectToAnotherSiteIsLeftToTheBrowser() {
    route("/login", ctx -> ctx.redirect(foreignUrl()));
    allowNetworkErrors();
    allowBlockedFetches();
    open("<nav s-boost><a id='a' href='/login'>x</a></nav>");
    page.click("#a");
    page.waitForURL(foreignUrl());
    assertThat(page.title()).isEqualTo("Foreign");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s-get='/x' s-target='#t'", "s-post='/x'", "s-post='/x' s-target='#t'"})
  void aRedirectToAnotherSiteIsNotFollowedIntoThePage(String action) {
    route("/x", ctx -> ctx.redirect(foreignUrl()));
    allowBlockedFetches();
    openMarked("<p id='t'>old</p><button id='b' " + action + ">x</button>");
    page.click("#b");
    awaitSeen("silcrow:error");
    waitForIdle();
    assertThat(reported()).containsExactly("request-failed");
    assertThat(seen("silcrow:error").get(0)).containsEntry("element", "#b");
    assertThat(text("#t")).isEqualTo("old");
    assertThat(js("window.mark")).isEqualTo(1);
  }

  @Test
  void offlineNothingIsLost() {
    spendContext();
    allowNetworkErrors();
    openMarked(
        "<form s-post='/x'><input id='i' name='i'><button id='b'>x</button></form>"
            + "<nav s-boost><a id='a' href='/other'>a</a></nav>");
    page.fill("#i", "typed");
    context().setOffline(true);
    page.click("#b");
    awaitSeen("silcrow:error");
    page.click("#a");
    waitFor("window.seen.filter(({type}) => type === 'silcrow:error').length === 2");
    waitForIdle();
    assertThat(reported()).containsExactly("request-failed", "request-failed");
    assertThat(page.inputValue("#i")).isEqualTo("typed");
    assertThat(js("window.mark")).isEqualTo(1);
  }

  @Test
  void anAnswerThatBreaksOffIsReported() {
    route(
        "/x",
        ctx -> {
          ctx.contentType("text/html").header("Content-Length", "1000");
          ctx.res().getOutputStream().print("<b>half");
          ctx.res().flushBuffer();
          throw new IllegalStateException("broken on purpose");
        });
    allowNetworkErrors();
    open("<p id='t'>old</p><button id='b' s-post='/x' s-target='#t'>x</button>");
    page.click("#b");
    awaitSeen("silcrow:error");
    waitForIdle();
    assertThat(reported()).containsExactly("request-failed");
    assertThat(text("#t")).isEqualTo("old");
  }

  @Test
  void headersThatMeanNothingDoNotKeepTheBodyOut() {
    route(
        "/x",
        ctx ->
            ctx.header("silcrow-patch", "{broken")
                .header("silcrow-push", "javascript:1")
                .header("silcrow-retarget", "###")
                .header("silcrow-navigate", "https://evil.example/")
                .html("<b>new</b>"));
    openMarked("<p id='t'></p><button id='b' s-post='/x' s-target='#t'>x</button>");
    clickAndLoad("#b");
    waitForIdle();
    assertThat(html("#t")).isEqualTo("<b>new</b>");
    assertThat(reported())
        .containsExactlyInAnyOrder(
            "effect-malformed", "target-invalid", "foreign-url", "foreign-url");
    assertThat(page.url()).isEqualTo(server.url("/page"));
  }

  @Test
  void aRedirectLoopIsTheBrowsersToShow() {
    route("/loop", ctx -> ctx.redirect("/loop"));
    allowNetworkErrors();
    allowBlockedFetches();
    openMarked("<button id='b' s-post='/loop'>x</button>");
    page.click("#b");
    awaitSeen("silcrow:error");
    waitForIdle();
    assertThat(reported()).containsExactly("request-failed");
  }

  @Test
  void aTargetThatIsGoneWhenTheAnswerComesDoesNoHarm() throws Exception {
    Asked asked =
        route(
                "/x",
                ctx ->
                    ctx.header("silcrow-ws", "/ws/x").header("silcrow-trigger", "done").html("new"))
            .hold();
    open("<p id='t'>old</p><button id='b' s-post='/x' s-target='#t'>x</button>");
    page.click("#b");
    asked.next();
    js("document.querySelector('#t').remove()");
    asked.release();
    waitForLoads(1);
    assertThat(seen("done")).hasSize(1);
    server.await("/ws/x");
    waitForState("body", "open");
    assertThat(reported()).isEmpty();
  }

  @Test
  void theConnectionOfAPageEndsWithIt() throws Exception {
    route("/live", ctx -> ctx.header("silcrow-ws", "/ws/live").html("<p id='t'>live</p>"));
    html("/still", "<p>still</p>");
    open("");
    js("Silcrow.go('/live')");
    Peer peer = server.await("/ws/live");
    waitForState("body", "open");
    js("Silcrow.go('/live')");
    assertThat(server.peers("/ws/live")).hasSize(1);
    js("Silcrow.go('/still')");
    peer.awaitClose();
    assertThat(js("document.body.dataset.live === undefined")).isEqualTo(true);
  }

  @Test
  void deepMarkupAndManyFieldsGoThrough() {
    html("/x", "<i>".repeat(2000) + "deep");
    open(
        "<p id='t'></p><form s-post='/x' s-target='#t'>"
            + "<input name='a' value='1'>".repeat(500)
            + "<button id='b'>x</button></form>");
    clickAndLoad("#b");
    assertThat(text("#t")).isEqualTo("deep");
  }
}
