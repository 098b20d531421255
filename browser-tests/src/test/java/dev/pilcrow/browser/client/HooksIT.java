package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page is told of a visit, and how it may step in. */
class HooksIT extends NavigationTest {
  private static final String PAGE =
      "<p id='t'>old</p><button id='b' s-post='/x' s-target='#t'>x</button>";

  @Test
  void theEventsComeInOrder() {
    route(
        "/x",
        ctx ->
            ctx.header("silcrow-trigger", "triggered")
                .header("silcrow-patch", "{\"target\":\"#t\",\"data\":{\"n\":1}}")
                .html("<b :text='n'></b>"));
    open(PAGE);
    clickAndLoad("#b");
    List<?> order =
        (List<?>) js("window.seen.map(({type}) => type).filter((type) => !type.includes('live'))");
    assertThat(order.toString())
        .isEqualTo(
            "[silcrow:navigate, triggered, silcrow:before-swap, silcrow:patched, silcrow:load]");
    assertThat(seen("silcrow:before-swap").get(0))
        .containsEntry("url", server.url("/x"))
        .containsEntry("target", "#t")
        .containsEntry("content", "<b :text='n'></b>")
        .containsEntry("isJSON", false);
    assertThat(seen("silcrow:load").get(0))
        .isEqualTo(Map.of("url", server.url("/x"), "target", "#t", "redirected", false));
    assertThat(text("#t")).isEqualTo("1");
  }

  @Test
  void aVisitThatThePageCancelsIsNotMade() {
    Asked asked = json("/x", "{}");
    open(PAGE);
    js("document.addEventListener('silcrow:navigate', (event) => event.preventDefault())");
    page.click("#b");
    assertThat(seen("silcrow:navigate")).hasSize(1);
    assertThat(asked.count()).isZero();
  }

  @Test
  void aSwapThatThePageCancelsMayBeDoneLaterWithAllThatFollows() {
    route(
        "/x",
        ctx ->
            ctx.header("silcrow-push", "/shown")
                .header("silcrow-patch", "{\"target\":\"#n\",\"data\":{\"n\":1}}")
                .html("new"));
    openMarked("<p id='n' :text='n'></p>" + PAGE);
    js(
        "document.addEventListener('silcrow:before-swap', (event) => { event.preventDefault();"
            + " window.proceed = event.detail.proceed; })");
    page.click("#b");
    waitFor("window.proceed");
    waitForIdle();
    assertThat(text("#t") + text("#n")).isEqualTo("old");
    assertThat(seen("silcrow:load")).isEmpty();
    assertThat(page.url()).isEqualTo(server.url("/page"));
    js("window.proceed()");
    js("window.proceed()");
    assertThat(text("#t") + text("#n")).isEqualTo("new1");
    assertThat(page.url()).isEqualTo(server.url("/shown"));
    assertThat(seen("silcrow:load")).hasSize(1);
  }

  @Test
  void proceedingOnceWhileTheEventIsDispatchedIsEnough() {
    html("/x", "new");
    open(PAGE);
    js("document.addEventListener('silcrow:before-swap', (event) => event.detail.proceed())");
    clickAndLoad("#b");
    assertThat(text("#t")).isEqualTo("new");
    assertThat(seen("silcrow:load")).hasSize(1);
  }

  @Test
  void aSwapThatIsLateForItsPageIsNotDone() {
    html("/x", "new");
    document("/other", "Other", "<p id='t'>other</p>");
    openMarked(PAGE);
    js(
        "document.addEventListener('silcrow:before-swap', (event) => { event.preventDefault();"
            + " window.proceed = event.detail.proceed; }, {once: true})");
    page.click("#b");
    waitFor("window.proceed");
    js("Silcrow.go('/other')");
    js("window.proceed()");
    assertThat(text("#t")).isEqualTo("other");
  }

  @ParameterizedTest
  @CsvSource({
    "() => false, false",
    "() => Promise.resolve(false), false",
    "async () => false, false",
    "() => true, true",
    "() => undefined, true",
    "() => null, true",
    "() => 0, true",
    "() => Promise.resolve(), true",
  })
  void theRouteHandlerDecides(String handler, boolean swaps) {
    html("/x", "new");
    open(PAGE);
    js("Silcrow.onRoute(" + handler + ")");
    page.click("#b");
    if (swaps) {
      waitForLoads(1);
    }
    waitForIdle();
    assertThat(text("#t")).isEqualTo(swaps ? "new" : "old");
    assertThat(seen("silcrow:before-swap")).hasSize(swaps ? 1 : 0);
    assertThat(reported()).isEmpty();
  }

  @Test
  void theRouteHandlerIsToldEverything() {
    route("/x", ctx -> ctx.redirect("/y", io.javalin.http.HttpStatus.SEE_OTHER));
    html("/y", "new");
    open(PAGE);
    js("Silcrow.onRoute(({target, ...rest}) => { window.route = {...rest, target: target.id}; })");
    clickAndLoad("#b");
    assertThat(js("window.route"))
        .isEqualTo(
            Map.of(
                "url", server.url("/x"),
                "finalUrl", server.url("/y"),
                "redirected", true,
                "method", "POST",
                "trigger", "click",
                "response", "new",
                "contentType", "text/html",
                "target", "t"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "() => { throw new Error('mine'); }",
        "() => Promise.reject(new Error('mine'))",
        "() => { throw undefined; }",
      })
  void aRouteHandlerThatThrowsIsReportedAndLeftOut(String handler) {
    html("/x", "new");
    open(PAGE);
    js("Silcrow.onRoute(" + handler + ")");
    clickAndLoad("#b");
    waitForIdle();
    assertThat(reported()).containsExactly("route-handler");
    assertThat(text("#t")).isEqualTo("new");
  }

  @Test
  void aRouteHandlerThatNeverDecidesEndsWithTheTime() {
    html("/x", "new");
    open("<p id='t'>old</p><button id='b' s-post='/x' s-target='#t' s-timeout='200'>x</button>");
    js("Silcrow.onRoute(() => new Promise((decide) => { window.decide = decide; }))");
    page.click("#b");
    awaitSeen("silcrow:error");
    waitForIdle();
    assertThat(reported()).containsExactly("request-timeout");
    js("window.decide()");
    assertThat(text("#t")).isEqualTo("old");
  }

  @Test
  void theErrorHandlerIsToldInsteadOfTheConsole() {
    json("/x", 500, "{}");
    allowNetworkErrors();
    open(PAGE);
    js(
        "window.errors = []; window.warned = 0; console.warn = () => { window.warned++; };"
            + " Silcrow.onError((error, detail) => { window.errors.push([error.code, detail.status]); })");
    clickAndLoad("#b");
    assertThat(js("JSON.stringify(window.errors)")).isEqualTo("[[\"http-status\",500]]");
    assertThat(js("window.warned")).isEqualTo(0);
    js("Silcrow.onError(null)");
    clickAndLoad("#b");
    assertThat(js("window.errors.length")).isEqualTo(1);
    assertThat(js("window.warned")).isEqualTo(1);
  }

  @Test
  void theHandlersAreChainable() {
    open("");
    assertThat(js("Silcrow.onRoute(null).onError(null).onToast(null) === Silcrow")).isEqualTo(true);
  }

  @Test
  void whatListenersThrowIsTheirOwn() {
    html("/x", "new");
    open(PAGE);
    js(
        "window.own = []; window.addEventListener('error', (event) => { event.preventDefault();"
            + " window.own.push(event.message); });"
            + " for (const name of ['navigate', 'before-swap', 'load'])"
            + " document.addEventListener('silcrow:' + name, () => { throw new Error(name); })");
    clickAndLoad("#b");
    waitForIdle();
    assertThat(text("#t")).isEqualTo("new");
    assertThat(js("window.own.length")).isEqualTo(3);
    assertThat(reported()).isEmpty();
  }

  @Test
  void goIsAVisitOfThePagesOwn() {
    Asked asked = html("/x", "new");
    openMarked(PAGE);
    js("Silcrow.go('/x', {target: document.querySelector('#t'), method: 'patch', timeout: 5000})");
    assertThat(text("#t")).isEqualTo("new");
    assertThat(asked.count()).isEqualTo(1);
    assertThat(seen("silcrow:navigate").get(0))
        .containsEntry("trigger", "api")
        .containsEntry("method", "PATCH");
    assertThat(
            js(
                "Silcrow.go('/x', {target: '#t', skipHistory: true}).then((value) => value === undefined)"))
        .isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource({"ws", "sse", "header"})
  void theServersNavigationIsAVisit(String trigger) throws Exception {
    document("/other", "Other", "<h1>Other</h1>");
    String path = "/" + trigger + "/x";
    openMarked("<p id='p'></p>");
    String event = "{\"type\":\"navigate\",\"path\":\" /other \"}";
    switch (trigger) {
      case "ws" -> {
        js("(path) => Silcrow.live('#p', path)", path);
        server.await(path).send(event);
      }
      case "sse" -> {
        js("(path) => Silcrow.live('#p', path)", path);
        server.await(path).send("event: navigate\ndata: /other\n\n");
      }
      default -> js("Silcrow.applyHeaders(new Headers({'silcrow-navigate': '/other'}))");
    }
    awaitVisit("/other");
    assertThat(seen("silcrow:navigate").get(0)).containsEntry("trigger", trigger);
    assertThat(page.title()).isEqualTo("Other");
  }
}
