package dev.pilcrow.browser.client;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.fragment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.response.Replies;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the server leaves out of an answer: the rest of a page, and what the browser has. */
class PartsIT extends NavigationTest {
  /** Whatever markup an element of a page holds, the part is what the page would have brought. */
  @Test
  void aPartIsWhatTheWholePageWouldHaveBrought() {
    List<String> items =
        Corpus.unescaped("ordinary.txt").stream().map(line -> line.split(" ==> ", 2)[0]).toList();
    var at = new AtomicInteger();
    var cut = new AtomicInteger();
    TestServer.Handler whole =
        ctx -> {
          at.set(Integer.parseInt(String.valueOf(ctx.queryParam("i"))));
          ctx.html(pageWith(items.get(at.get())));
        };
    server.handle("/whole", whole);
    server.handle(
        "/part",
        ctx -> {
          whole.handle(ctx);
          String page = String.valueOf(ctx.result());
          respond(ctx, Replies.html(page));
          cut.addAndGet(String.valueOf(ctx.result()).length() < page.length() ? 1 : 0);
        });
    allowNetworkErrors();
    openWithoutPolicy("<div id=\"part\"></div>");
    Object differences =
        js(
            """
            async (count) => {
              const part = document.querySelector('#part');
              const shown = async (path) => {
                part.textContent = '';
                await Silcrow.go(path, {target: '#part', html: true});
                return part.innerHTML;
              };
              const different = [];
              for (let i = 0; i < count; i++) {
                const [whole, cut] = [await shown('/whole?i=' + i), await shown('/part?i=' + i)];
                if (whole !== cut) different.push([i, whole, cut]);
              }
              return different;
            }
            """,
            items.size());
    assertThat((List<?>) differences).isEmpty();
    assertThat(items).hasSizeGreaterThan(80);
    assertThat(cut.get()).as("pages that were cut").isGreaterThan(items.size() * 8 / 10);
  }

  private static String pageWith(String markup) {
    return "<!doctype"
        + " html><html><head><title>t</title><style>b{}</style></head><body><nav>menu</nav><div"
        + " id=\"part\">"
        + markup
        + "</div><footer>foot</footer></body></html>";
  }

  @Test
  void anElementAsksForItsPartAndGetsNoMore() throws Exception {
    Asked asked =
        route(
            "/notes",
            ctx ->
                respond(
                    ctx,
                    Replies.html(
                        documentOf("Notes", "<nav>n</nav><ul id=\"notes\"><li>1</li></ul>")),
                    Replies.json(Map.of("n", 1))));
    openMarked("<a s-get=\"/notes\" s-target=\"#notes\" s-html>all</a><ul id=\"notes\"></ul>");
    js("Silcrow.onRoute(({response}) => { window.response = response; }); 0");
    clickAndLoad("a");
    assertThat(html("#notes")).isEqualTo("<li>1</li>");
    assertThat(asked.next().header("silcrow-target")).isEqualTo("#notes");
    assertThat(js("response"))
        .isEqualTo(
            "<!doctype html><title>Notes</title><script src=\"/silcrow.min.js\" defer></script>"
                + "<ul id=\"notes\"><li>1</li></ul>");
    assertThat(js("window.mark")).isEqualTo(1);
  }

  /** The part says which version of its assets the page has, so a redirect still notices. */
  @Test
  void aPartOfANewerVersionLoadsThePage() {
    server.handle("/save", ctx -> ctx.redirect("/notes", io.javalin.http.HttpStatus.SEE_OTHER));
    server.handle(
        "/notes",
        ctx ->
            respond(
                ctx,
                Replies.html(
                    "<!doctype html><title>New</title><script src=\"/silcrow.min.js?2\""
                        + " defer></script><ul id=\"notes\"><li>1</li></ul>")));
    openMarked(
        "<button s-post=\"/save\" s-target=\"#notes\" s-html>save</button><ul id=\"notes\"></ul>");
    page.click("button");
    page.waitForURL(server.url("/notes"));
    waitFor("document.title === 'New'");
    assertThat(js("window.mark")).isNull();
  }

  @Test
  void aRenderedPartNeedsNoPage() {
    var pages = new AtomicInteger();
    server.handle(
        "/people",
        ctx ->
            respond(
                ctx,
                Replies.html(
                        () -> {
                          pages.incrementAndGet();
                          return documentOf("People", "<ul id=\"people\"><li>page</li></ul>");
                        })
                    .parts(fragment("people", () -> "<ul id=\"people\"><li>part</li></ul>"))));
    open("<a s-get=\"/people\" s-target=\"#people\" s-html>all</a><ul id=\"people\"></ul>");
    clickAndLoad("a");
    assertThat(html("#people")).isEqualTo("<li>part</li>");
    assertThat(pages).hasValue(0);
    page.navigate(server.url("/people"));
    assertThat(html("#people")).isEqualTo("<li>page</li>");
  }

  @Test
  void theBrowserShowsWhatItHasWhenNothingChanged() {
    var statuses = new java.util.concurrent.CopyOnWriteArrayList<Integer>();
    var version = new AtomicInteger(1);
    server.handle(
        "/part",
        ctx -> {
          respond(ctx, Replies.html("<b>" + version.get() + "</b>").trigger("shown"));
          statuses.add(ctx.statusCode());
        });
    open("<div id=\"a\"></div>");
    for (int i = 0; i < 3; i++) {
      js("document.querySelector('#a').textContent = 'old'; Silcrow.cache.clear()");
      js("Silcrow.go('/part', {target: '#a', html: true})");
      assertThat(html("#a")).isEqualTo("<b>" + version.get() + "</b>");
      if (i == 1) {
        version.set(2);
      }
    }
    assertThat(statuses).containsExactly(200, 304, 200);
    assertThat(seen("shown")).hasSize(3);
    assertThat(reported()).isEmpty();
  }

  @Test
  void aScriptThatAsksConditionallyIsToldSo() {
    server.handle("/part", ctx -> respond(ctx, Replies.html("<b>one</b>")));
    open("<div id=\"a\"></div>");
    assertThat(
            js(
                """
                async () => {
                  const first = await Silcrow.submit('/part', undefined, {method: 'get'});
                  const headers = {'If-None-Match': first.headers.get('etag')};
                  const again = await Silcrow.submit('/part', undefined, {method: 'get', headers});
                  return [first.status, first.html, again.ok, again.status, again.html];
                }
                """))
        .isEqualTo(java.util.Arrays.asList(200, "<b>one</b>", false, 304, null));
    assertThat(reported()).isEmpty();
  }

  @Test
  void aHeadRequestChangesNothingButWhatItsHeadersSay() {
    Asked asked = html("/kept", "kept");
    server.handle("/part", ctx -> respond(ctx, Replies.html("<b>one</b>").trigger("shown")));
    open("<div id=\"a\">old</div><div id=\"b\"></div>");
    js("Silcrow.go('/kept', {target: '#b', html: true})");
    js("Silcrow.go('/part', {method: 'head', target: '#a', html: true})");
    assertThat(text("#a")).isEqualTo("old");
    assertThat(seen("shown")).hasSize(1);
    js("Silcrow.go('/kept', {target: '#b', html: true})");
    assertThat(asked.count()).as("the cache is as it was").isEqualTo(1);
    assertThat(reported()).isEmpty();
  }
}
