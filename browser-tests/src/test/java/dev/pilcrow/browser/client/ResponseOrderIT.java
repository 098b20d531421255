package dev.pilcrow.browser.client;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.shared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.response.Effects;
import dev.pilcrow.response.Replies;
import dev.pilcrow.route.SseRoute;
import dev.pilcrow.route.WsRoute;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that one response asks for, in the order of the specification (2.7). */
class ResponseOrderIT extends NavigationTest {
  private static final Effects EVERYTHING =
      shared()
          .toast("Hi")
          .ws(WsRoute.of("/ws/line"))
          .sse(SseRoute.of("/news"))
          .navigate("/next")
          .invalidate("#n")
          .patchTarget("#n", Map.of("n", 1))
          .patchTarget("#n", Map.of("n", 2))
          .pushHistory("/shown")
          .retarget("#other")
          .trigger("first", 1)
          .trigger("second", Map.of("by", "Zoë 😀"));

  private static final String PAGE =
      "<div id=\"main\">old</div><div id=\"other\">old</div><p id=\"n\" :text=\"n\"></p>";

  /** Notes toasts, swaps and addresses among the events that the page records anyway. */
  private static final String WATCH =
      """
      (() => {
        const note = (type) => window.seen.push({type, at: '', detail: null});
        Silcrow.onToast((message) => note('toast ' + message));
        new MutationObserver(() => note('swap')).observe(
          document.querySelector('#other'), {childList: true});
        const push = history.pushState;
        history.pushState = function (...args) { note('push'); return push.apply(this, args); };
        document.addEventListener('silcrow:patched', () => note('n is '
          + document.querySelector('#n').textContent));
      })()
      """;

  @SuppressWarnings("unchecked")
  private List<Object> order() {
    return (List<Object>)
        js(
            """
            (() => {
              const kept = /^(?:first|second|toast|swap|push|n is|silcrow:(?:before-swap|error|load|navigate))/;
              const all = window.seen.flatMap(({type, detail}) =>
                type === 'silcrow:live:state' && detail.state === 'connecting'
                  ? [detail.url.replace(/.*\\d(?=\\/)/, '')]
                  : kept.test(type) ? [type + (detail?.trigger ? ' ' + detail.trigger : '')] : []);
              return all.slice(all.indexOf('silcrow:navigate api') + 1);
            })()
            """);
  }

  private List<String> toastCookies() {
    return context().cookies().stream()
        .map(cookie -> cookie.name)
        .filter("silcrow_toasts"::equals)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 400, 409, 422, 500, 503})
  void markupAndAllModifiersComeInOrderWhateverTheStatus(int status) throws Exception {
    route("/all", ctx -> respond(ctx, EVERYTHING.status(status), Replies.html("<b>new</b>")));
    Asked next = document("/next", "Next", "<h1>Next</h1>").hold();
    if (status >= 400) {
      allowNetworkErrors();
    }
    openMarked(PAGE);
    js(WATCH);
    js("Silcrow.go('/all', {method: 'POST', target: '#main'})");
    server.await("/news");
    server.await("/ws/line");
    assertThat(html("#other")).isEqualTo("<b>new</b>");
    assertThat(text("#main") + text("#n")).isEqualTo("old2");
    assertThat(seen("second")).containsExactly(Map.of("by", "Zoë 😀"));
    List<Object> expected =
        new java.util.ArrayList<>(
            List.of(
                "first",
                "second",
                "toast Hi",
                "silcrow:before-swap",
                "push",
                "n is 1",
                "n is 2",
                "silcrow:navigate header",
                "/news",
                "/ws/line",
                "silcrow:load"));
    if (status >= 400) {
      expected.add(0, "silcrow:error");
    }
    assertThat(order()).filteredOn(step -> !step.equals("swap")).isEqualTo(expected);
    assertThat(page.url()).isEqualTo(server.url("/shown"));
    assertThat(toastCookies()).isEmpty();
    next.release();
    awaitVisit("/next");
    assertThat(order()).filteredOn("toast Hi"::equals).as("toasts").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 422, 500})
  void dataAndAllModifiersComeInOrderWhateverTheStatus(int status) throws Exception {
    route("/all", ctx -> respond(ctx, EVERYTHING.status(status), Replies.json(Map.of("m", 5))));
    Asked next = document("/next", "Next", "<h1>Next</h1>").hold();
    if (status >= 400) {
      allowNetworkErrors();
    }
    openMarked(PAGE.replace("<div id=\"other\">old</div>", "<div id=\"other\" :text=\"m\"></div>"));
    js(WATCH);
    js("Silcrow.go('/all', {method: 'POST', target: '#main'})");
    server.await("/ws/line");
    assertThat(text("#other") + text("#n")).isEqualTo("52");
    assertThat(order())
        .filteredOn(step -> step.toString().matches("first|toast.*|n is [12]|/news|/ws.*|.*load"))
        .containsSubsequence(
            "first", "toast Hi", "n is 1", "n is 2", "/news", "/ws/line", "silcrow:load")
        .containsOnlyOnce("toast Hi");
    assertThat(toastCookies()).isEmpty();
    next.release();
    awaitVisit("/next");
  }

  @Test
  void aRedirectsToastIsShownOnceOnThePageItLeadsTo() {
    route("/save", ctx -> respond(ctx, navigate("/list").toast("Saved")));
    route(
        "/list",
        ctx -> respond(ctx, Replies.html(documentOf("List", "<h1>List</h1>")).toast("Welcome")));
    openMarked("<form action=\"/save\" method=\"post\" s-action><button>Save</button></form>");
    page.click("button");
    awaitVisit("/list");
    waitFor("document.querySelectorAll('.silcrow-toast').length === 2");
    assertThat(
            js(
                "[...document.querySelectorAll('.silcrow-toast-message')].map((e) =>"
                    + " e.textContent)"))
        .isEqualTo(List.of("Saved", "Welcome"));
    assertThat(toastCookies()).isEmpty();
  }

  @Test
  void theToastsOfADocumentAreShownOnceAlsoAfterComingBack() {
    Asked asked =
        route(
            "/hello", ctx -> respond(ctx, Replies.html(documentOf("Hi", "<p>x</p>")).toast("Hi")));
    open("");
    page.navigate(server.url("/hello"));
    page.waitForSelector(".silcrow-toast");
    assertThat(js("document.querySelectorAll('.silcrow-toast').length")).isEqualTo(1);
    assertThat(toastCookies()).isEmpty();
    page.navigate(server.url(TestServer.BLANK));
    page.goBack();
    page.waitForSelector("p");
    int loads = asked.count();
    assertThat(js("document.querySelectorAll('.silcrow-toast').length <= 1")).isEqualTo(true);
    assertThat(loads)
        .as("either kept by the browser, with its toast, or asked anew")
        .isBetween(1, 2);
  }

  @Test
  void aPageThatIsBeingLeftDoesNotTakeTheToastsOfTheNext() throws Exception {
    route("/save", ctx -> respond(ctx, navigate("/list").toast("Saved")));
    Asked list = document("/list", "List", "<h1>List</h1>").hold();
    route("/asked", ctx -> list.next());
    route("/poll", ctx -> respond(ctx, Replies.json(Map.of("n", 1))));
    Asked polled = route("/polled", ctx -> ctx.status(204));
    openMarked("<form action=\"/save\" method=\"post\"></form>");
    js(
        """
        fetch('/asked').then(() => Silcrow.submit('/poll')).then(() => fetch('/polled'));
        document.forms[0].submit();
        """);
    polled.next();
    list.release();
    page.waitForSelector("h1");
    assertThat(page.locator(".silcrow-toast-message").innerText()).isEqualTo("Saved");
    assertThat(toastCookies()).isEmpty();
  }

  @Test
  void aDownloadIsNoLeaving() {
    route(
        "/file",
        ctx -> ctx.header("Content-Disposition", "attachment; filename=\"a.txt\"").result("a"));
    route("/save", ctx -> respond(ctx, Replies.json(Map.of("n", 1)).toast("Saved")));
    openMarked("<a href=\"/file\">file</a>");
    page.waitForDownload(() -> page.click("a"));
    js("Silcrow.submit('/save', null, {headers: {accept: 'text/html'}})");
    assertThat(page.locator(".silcrow-toast-message").innerText()).isEqualTo("Saved");
  }

  @ParameterizedTest
  @CsvSource({"/full, , true", "/full, #main, false"})
  void aFullReloadIsForPagesOnly(String path, String target, boolean reloads) {
    Asked asked =
        route(
            path,
            ctx ->
                respond(
                    ctx, Replies.html(documentOf("Full", "<p id=\"main\">full</p>")).fullReload()));
    openMarked("<p id=\"main\">old</p>");
    js(
        "([path, target]) => { Silcrow.go(path, {target: target ?? undefined, html: true}); }",
        java.util.Arrays.asList(path, target));
    waitFor("document.querySelector('#main').textContent === 'full'");
    assertThat(js("window.mark")).isEqualTo(reloads ? null : 1);
    assertThat(page.title()).isEqualTo(reloads ? "Full" : "Test");
    assertThat(asked.count()).isEqualTo(reloads ? 2 : 1);
  }

  @Test
  void aStreamThatIsRefusedDoesNotKeepTheSocketFromOpening() throws Exception {
    route(
        "/all",
        ctx ->
            ctx.header("silcrow-sse", "https://evil.example/news")
                .header("silcrow-ws", "/ws/line")
                .html("<b>new</b>"));
    open("<div id=\"main\"></div>");
    js("Silcrow.go('/all', {target: '#main', html: true})");
    server.await("/ws/line");
    assertThat(reported()).containsExactly("live-refused");
  }

  @Test
  void aModifierThatMeansNothingLeavesTheOthersAlone() throws Exception {
    route(
        "/all",
        ctx -> {
          ctx.header("silcrow-trigger", "{broken").header("silcrow-retarget", "p:bad(");
          ctx.header("silcrow-push", "//evil.example/")
              .header("silcrow-patch", "[1,{\"target\":\"#n\"}]");
          ctx.header("silcrow-also", "[").header("silcrow-invalidate", "::");
          ctx.header("silcrow-navigate", "javascript:alert(1)").header("silcrow-sse", "http://[");
          ctx.header("silcrow-ws", "/ws/line").html("<b>new</b>");
        });
    openMarked(PAGE);
    js("Silcrow.go('/all', {target: '#main', html: true})");
    server.await("/ws/line");
    assertThat(html("#main")).isEqualTo("<b>new</b>");
    assertThat(page.url()).isEqualTo(server.url("/page"));
    assertThat(reported())
        .containsExactlyInAnyOrder(
            "effect-malformed",
            "effect-malformed",
            "effect-malformed",
            "effect-malformed",
            "target-invalid",
            "foreign-url",
            "foreign-url",
            "live-refused");
    assertThat(js("window.mark")).isEqualTo(1);
  }
}
