package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a response asks of the page: in its headers, and in the head of a document. */
class EffectsIT extends ClientTest {
  private static String meta(String name, String content) {
    return "<meta name=\"silcrow-" + name + "\" content='" + content + "'>";
  }

  @Test
  void theHeadOfADocumentIsAppliedInTheOrderOfTheHeaders() throws Exception {
    int before = (int) js("history.length");
    open(
        meta("ws", "/line")
            + meta("sse", "/news")
            + meta(
                "patch",
                "[{\"target\":\"#a\",\"data\":{\"n\":1}},{\"target\":\"#b\",\"data\":{\"n\":2}}]")
            + meta("trigger", "{\"saved\":{\"id\":7},\"other\":{}}")
            + meta("invalidate", "#a, #b")
            + meta("push", "/page?shown=1"),
        "<p id=\"a\" :text=\"n\"></p><p id=\"b\" :text=\"n\"></p>");
    server.await("/line");
    server.await("/news");
    assertThat(text("#a") + text("#b")).isEqualTo("12");
    assertThat(seen("saved")).containsExactly(Map.of("id", 7));
    assertThat(page.url()).isEqualTo(server.url("/page?shown=1"));
    assertThat(js("history.length")).as("one entry for the page").isEqualTo(before + 1);
    List<?> order =
        (List<?>)
            js(
                "window.seen.map(({type, detail}) => type + (detail.url ?? '')).filter((type) =>"
                    + " /saved|patched|state/.test(type)).map((type) => type.replace(/:\\/\\/[^/]*/, ''))");
    assertThat(order.toString())
        .startsWith(
            "[saved, silcrow:patched, silcrow:patched, silcrow:live:statehttp/news,"
                + " silcrow:live:statews/line");
    assertThat(reported()).isEmpty();
  }

  @Test
  void aNavigateInTheHeadGoesThere() {
    server.page("/next", "<!doctype html><title>Next</title><h1>Next</h1>");
    open(meta("navigate", "/next"), "");
    page.waitForURL(server.url("/next"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b:c\":{}} | a,b:c",
        "saved | saved",
        "\"saved\" | saved",
        "[\"a\",\"b\"] | a,b",
        "{\"silcrow:sse\":{}} | ``",
        "silcrow:error | ``",
        "{\"1bad\":1,\"good\":1} | good",
        "has space | ``",
      })
  void aTriggerIsAnObjectANameOrNames(String value, String names) {
    open("");
    assertThat(
            js(
                "(value) => import('/src/decode/effects.js').then(({decodeEffects}) => decodeEffects("
                    + "(name) => name === 'silcrow-trigger' ? value : null).triggers.map(([name]) => name).join())",
                value))
        .isEqualTo(names);
  }

  @Test
  void headersThatMeanNothingAreReported() {
    open("");
    js(
        "Silcrow.applyHeaders(new Headers({'silcrow-patch': 'nonsense', 'silcrow-trigger': 'silcrow:load',"
            + " 'silcrow-navigate': 'https://evil.example/', 'silcrow-push': '//evil.example/',"
            + " 'silcrow-ws': 'https://evil.example/ws', 'silcrow-sse': 'javascript:1'}))");
    assertThat(reported())
        .containsExactly(
            "effect-malformed",
            "effect-malformed",
            "foreign-url",
            "foreign-url",
            "live-refused",
            "live-refused");
    assertThat(page.url()).isEqualTo(server.url("/page"));
  }

  private void answer(String path, TestServer.Handler handler) {
    server.handle(path, handler);
  }

  @Test
  void goPutsHtmlIntoItsTargetAndAppliesTheHeaders() throws Exception {
    answer(
        "/part",
        ctx -> {
          assertThat(ctx.header("silcrow-target")).isEqualTo("#a");
          assertThat(ctx.header("Accept")).isEqualTo("application/json, text/html;q=0.9");
          headers(ctx, "trigger", "{\"loaded\":{}}", "ws", "/line", "push", "/shown");
          ctx.header("silcrow-patch", "{\"target\":\"#n\",\"data\":{\"n\":\"Zo\\u00eb\"}}")
              .html("<b>part</b>");
        });
    open("<div id=\"a\"></div><p id=\"n\" :text=\"n\"></p>");
    js("Silcrow.go('/part', {target: '#a'})");
    assertThat(html("#a")).isEqualTo("<b>part</b>");
    assertThat(text("#n")).isEqualTo("Zoë");
    server.await("/line");
    waitForState("#a", "open");
    assertThat(seen("loaded")).hasSize(1);
    assertThat(page.url()).isEqualTo(server.url("/shown"));
    assertThat(js("document.querySelector('#a').hasAttribute('aria-busy')")).isEqualTo(false);
  }

  private static void headers(Context ctx, String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      ctx.header("silcrow-" + pairs[i], pairs[i + 1]);
    }
  }

  @Test
  void goPatchesJsonIntoItsTarget() {
    answer(
        "/save",
        ctx -> {
          assertThat(ctx.body()).isEqualTo("{\"name\":\"x\"}");
          assertThat(ctx.contentType()).isEqualTo("application/json");
          ctx.contentType("application/json")
              .result("{\"n\":5,\"_toasts\":[{\"message\":\"Saved\",\"level\":\"success\"}]}");
        });
    open("<div id=\"a\"><b :text=\"n\"></b></div>");
    js("Silcrow.go('/save', {body: {name: 'x'}, target: '#a'})");
    assertThat(text("#a b")).isEqualTo("5");
    assertThat(text(".silcrow-toast-success .silcrow-toast-message")).isEqualTo("Saved");
    assertThat(page.url()).isEqualTo(server.url("/page"));
  }

  @Test
  void goWithoutTargetShowsAWholePage() {
    answer(
        "/other",
        ctx -> {
          assertThat(ctx.header("silcrow-target")).isEqualTo("true");
          assertThat(ctx.header("Accept")).startsWith("text/html");
          ctx.html(
              "<!doctype html><html><head><title>Other &amp; more</title></head><body><h1>Other</h1>"
                  + "<i s-live=\"/ws/other\"></i></body></html>");
        });
    open("<p>old</p>");
    js("Silcrow.go('/other')");
    assertThat(html("body")).startsWith("<h1>Other</h1>");
    assertThat(page.title()).isEqualTo("Other & more");
    assertThat(page.url()).isEqualTo(server.url("/other"));
    assertThat(awaitSeen("silcrow:load").get(0)).containsEntry("redirected", false);
  }

  @Test
  void aBodyWithAnErrorStatusIsShownAndRetargeted() {
    answer(
        "/form",
        ctx -> {
          headers(ctx, "retarget", "#errors");
          ctx.status(422).html("<li>Name is missing</li>");
        });
    allowNetworkErrors();
    open("<form id=\"f\"></form><ul id=\"errors\"></ul>");
    js("Silcrow.go('/form', {method: 'post', target: '#f'})");
    assertThat(html("#errors")).isEqualTo("<li>Name is missing</li>");
    assertThat(reported()).containsExactly("http-status");
    assertThat(js("document.querySelectorAll('.silcrow-loading, [aria-busy]').length"))
        .isEqualTo(0);
  }

  @Test
  void whatGoCannotDoIsReportedAndNeverThrown() {
    answer("/bad-json", ctx -> ctx.contentType("application/json").result("{"));
    answer("/picture", ctx -> ctx.contentType("image/png").result("x"));
    allowNetworkErrors();
    open("<p id=\"a\">old</p>");
    for (String path : List.of("https://evil.example/", "/bad-json", "/picture")) {
      js("(path) => Silcrow.go(path, {target: '#a'})", path);
    }
    js("Silcrow.go('/x', {target: '#missing'})");
    spendContext();
    context().setOffline(true);
    js("Silcrow.go('/x', {target: '#a'})");
    assertThat(reported())
        .containsExactly(
            "foreign-url", "body-malformed", "body-foreign", "target-missing", "request-failed");
    assertThat(text("#a")).isEqualTo("old");
  }

  @Test
  void goCanBeCancelled() {
    open("<p id=\"a\">old</p>");
    js("document.addEventListener('silcrow:navigate', (event) => event.preventDefault())");
    js("Silcrow.go('/x', {method: 'POST', target: '#a'})");
    assertThat(seen("silcrow:navigate").get(0))
        .containsEntry("method", "POST")
        .containsEntry("trigger", "api")
        .containsEntry("target", "#a");
    assertThat(seen("silcrow:load")).isEmpty();
  }
}
