package dev.pilcrow.javalin;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.javalin.RespondTest.header;
import static dev.pilcrow.javalin.RespondTest.serving;
import static dev.pilcrow.response.Replies.fragment;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.shared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.Swap;
import dev.pilcrow.response.HtmlArm;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One handler for a page, its parts, and other elements beside them. */
class FragmentsTest {
  private static final String PAGE =
      "<!doctype html><title>t</title><nav>n</nav><ul id=\"list\"><li>1</li></ul>";
  private static final String PART =
      "<!doctype html><title>t</title><ul id=\"list\"><li>1</li></ul>";

  private static HttpResponse<String> ask(TestServer server, String target) throws Exception {
    return server.send("GET", "/", "Accept", "text/html", "silcrow-target", target);
  }

  @Test
  void aRequestForAnElementGetsThatPartOfThePage() throws Exception {
    try (var server =
        serving(ctx -> respond(ctx, shared().toast("Hi").trigger("a"), html(() -> PAGE)))) {
      HttpResponse<String> part = ask(server, "#list");
      assertThat(part.body()).isEqualTo(PART);
      assertThat(header(part, "silcrow-trigger")).isEqualTo("{\"a\":{}}");
      assertThat(header(part, "set-cookie")).startsWith("silcrow_toasts=");
      for (String target : new String[] {"true", "", "#other", "ul li"}) {
        assertThat(ask(server, target).body()).as(target).isEqualTo(PAGE);
      }
      assertThat(server.send("GET", "/", "Accept", "text/html").body())
          .endsWith("</ul>")
          .contains("<nav>");
    }
  }

  @Test
  void errorsAreCutTooAndARetargetLeavesThePageWhole() throws Exception {
    try (var server = serving(ctx -> respond(ctx, html(PAGE).status(422)))) {
      HttpResponse<String> part = ask(server, "#list");
      assertThat(part.statusCode()).isEqualTo(422);
      assertThat(part.body()).isEqualTo(PART);
    }
    try (var server = serving(ctx -> respond(ctx, html(PAGE).retarget("nav")))) {
      assertThat(ask(server, "#list").body()).isEqualTo(PAGE);
    }
  }

  @Test
  void dataIsNeverCut() throws Exception {
    try (var server = serving(ctx -> respond(ctx, json(PAGE)))) {
      assertThat(server.send("GET", "/", "silcrow-target", "#list").body()).contains("<nav>");
    }
  }

  @Test
  void theSettingSwitchesExtractionOff() throws Exception {
    try (var server =
        TestServer.start(
            settings -> settings.replies(replies -> replies.extractParts(false)),
            (config, pilcrow) -> config.routes.get("/", ctx -> respond(ctx, html(PAGE))))) {
      assertThat(ask(server, "#list").body()).isEqualTo(PAGE);
    }
  }

  @Test
  void aPartThatIsRenderedAloneNeedsNoPage() throws Exception {
    var pages = new AtomicInteger();
    try (var server =
        serving(
            ctx ->
                respond(
                    ctx,
                    html(() -> {
                          pages.incrementAndGet();
                          return PAGE;
                        })
                        .parts(
                            fragment("list", () -> "<ul id=\"list\">alone</ul>"),
                            fragment("menu", () -> "content only"))))) {
      assertThat(ask(server, "#list").body())
          .isEqualTo("<!doctype html><ul id=\"list\">alone</ul>");
      assertThat(ask(server, "#menu").body()).isEqualTo("<!doctype html>content only");
      assertThat(pages).hasValue(0);
      assertThat(ask(server, "nav").body())
          .isEqualTo("<!doctype html><title>t</title><nav>n</nav>");
      assertThat(server.send("GET", "/", "Accept", "text/html").body()).isEqualTo(PAGE);
      assertThat(pages).hasValue(2);
    }
  }

  private static HtmlArm twoMore(AtomicInteger made) {
    return html("<p>Zoë 😀</p>")
        .also(
            () -> {
              made.incrementAndGet();
              return "<b>3 😀</b>";
            },
            "#cart\"é")
        .also(() -> "", "#gone", Swap.REMOVE)
        .also(fragment("menu", () -> "m"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 422, 500})
  void otherElementsComeBehindTheBodyAndTheHeaderSaysWhere(int status) throws Exception {
    var made = new AtomicInteger();
    try (var server = serving(ctx -> respond(ctx, shared().status(status), twoMore(made)))) {
      HttpResponse<String> response = ask(server, "true");
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.body()).isEqualTo("<p>Zoë 😀</p><b>3 😀</b><!doctype html>m");
      assertThat(header(response, "silcrow-also"))
          .isEqualTo(
              "[{\"length\":11,\"target\":\"#cart\\\"\\u00e9\"},"
                  + "{\"length\":0,\"swap\":\"remove\",\"target\":\"#gone\"},"
                  + "{\"length\":16,\"target\":\"#menu\"}]");
      assertThat(made).hasValue(1);
    }
  }

  @Test
  void aDocumentLoadHasThemInItsPageAlready() throws Exception {
    var made = new AtomicInteger();
    try (var server = serving(ctx -> respond(ctx, twoMore(made), json("data")))) {
      HttpResponse<String> page = server.send("GET", "/", "Accept", "text/html");
      assertThat(page.body()).isEqualTo("<p>Zoë 😀</p>");
      assertThat(header(page, "silcrow-also")).isEmpty();
      HttpResponse<String> data =
          server.send("GET", "/", "Accept", "application/json", "silcrow-target", "true");
      assertThat(data.body()).isEqualTo("\"data\"");
      assertThat(header(data, "silcrow-also")).isEmpty();
      assertThat(made).hasValue(0);
    }
  }

  @Test
  void otherElementsComeBehindAPartAsWell() throws Exception {
    try (var server = serving(ctx -> respond(ctx, html(PAGE).also("<i>x</i>", "nav")))) {
      HttpResponse<String> response = ask(server, "#list");
      assertThat(response.body()).isEqualTo(PART + "<i>x</i>");
      assertThat(header(response, "silcrow-also")).isEqualTo("[{\"length\":8,\"target\":\"nav\"}]");
      assertThat(header(response, "etag")).isNotEmpty();
    }
  }

  @Test
  void halfACharacterDoesNotShiftTheOthers() throws Exception {
    try (var server = serving(ctx -> respond(ctx, html("a\ud83d").also("b\ud83d", "#b")))) {
      HttpResponse<String> response = ask(server, "true");
      assertThat(response.body()).isEqualTo("a?b?");
      assertThat(header(response, "silcrow-also")).contains("\"length\":2");
    }
  }
}
