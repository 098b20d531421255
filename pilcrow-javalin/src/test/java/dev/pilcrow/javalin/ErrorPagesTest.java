package dev.pilcrow.javalin;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.javalin.RespondTest.header;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.problem;
import static dev.pilcrow.response.Replies.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.form.Form;
import dev.pilcrow.response.Problem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.RedirectResponse;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sees of an error, by what it asked for. */
class ErrorPagesTest {
  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";
  private static final String VISIT = "text/html, application/json;q=0.9";
  private static final String ACTION = "application/json, text/html;q=0.9";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = serve(settings -> {});
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestServer serve(Consumer<PilcrowConfig> settings) {
    return TestServer.start(
        settings,
        (config, pilcrow) -> {
          config.http.prefer405over404 = true;
          config.http.maxRequestSize = 1_000;
          routes(config.routes);
        });
  }

  private static void routes(RoutesConfig routes) {
    routes.get(
        "/broken",
        ctx -> {
          ctx.header("ETag", "\"1\"").header("Content-Disposition", "attachment");
          ctx.header("Cache-Control", "public").result("half");
          throw new IllegalStateException("secret <b>");
        });
    routes.get(
        "/fatal",
        ctx -> {
          throw new StackOverflowError("secret");
        });
    routes.get(
        "/later",
        ctx -> ctx.future(() -> CompletableFuture.failedFuture(new java.io.IOException("secret"))));
    routes.get(
        "/taken",
        ctx -> {
          throw new ConflictResponse("The name <i>Ada</i> is taken.", Map.of("field", "name"));
        });
    routes.get(
        "/moved",
        ctx -> {
          throw new RedirectResponse();
        });
    routes.get("/bare", ctx -> ctx.status(410));
    routes.get("/said", ctx -> ctx.status(410).result("said"));
    routes.get("/empty", ctx -> respond(ctx, status(410)));
    routes.get(
        "/written",
        ctx -> {
          ctx.status(410);
          ctx.outputStream().print("written");
        });
    routes.get("/number", ctx -> ctx.queryParamAsClass("n", Integer.class).get());
    routes.post("/data", ctx -> ctx.bodyAsClass(Map.class));
    routes.post("/text", ctx -> ctx.result(ctx.body()));
    routes.get(
        "/form",
        ctx ->
            respond(
                ctx,
                html("<form></form>").status(422),
                problem(Problem.of(422).violations(Form.empty().required("mail").violations()))));
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    return server.send("GET", path, headers);
  }

  @Test
  void aPersonSeesAPlainPageThatNeedsNoStyleOrScript() throws Exception {
    HttpResponse<String> response = get("/nowhere", "Accept", BROWSER);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(header(response, "content-type")).isEqualToIgnoringCase("text/html;charset=utf-8");
    assertThat(header(response, "cache-control")).isEqualTo("no-store");
    assertThat(header(response, "vary")).isEqualTo("Accept, silcrow-target");
    assertThat(response.body())
        .startsWith("<!doctype html>\n<html lang=\"en\">")
        .contains("<meta name=\"color-scheme\" content=\"light dark\">")
        .contains("<title>404 Not Found</title>", "<main>", "<h1>Not Found</h1>")
        .contains("<p>There is nothing at this address. It may have moved.</p>")
        .contains("<a href=\"/\">")
        .doesNotContain("<script", "<style", "style=", "Reference", "nowhere");
  }

  @Test
  void aProgramGetsAProblem() throws Exception {
    HttpResponse<String> response = get("/nowhere", "Accept", "application/json");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(header(response, "content-type")).isEqualTo("application/problem+json");
    assertThat(response.body())
        .isEqualTo(
            "{\"title\":\"Not Found\",\"status\":404,"
                + "\"detail\":\"There is nothing at this address. It may have moved.\"}");
    assertThat(get("/nowhere").body()).isEqualTo(response.body());
    assertThat(get("/nowhere", "Accept", "image/png").body()).isEqualTo(response.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/broken", "/fatal", "/later"})
  void whatWentWrongInsideIsInTheLogAndNotInTheAnswer(String path) throws Exception {
    HttpResponse<String> page = get(path, "Accept", BROWSER);
    assertThat(page.statusCode()).isEqualTo(500);
    assertThat(page.body())
        .contains("<h1>Internal Server Error</h1>")
        .containsPattern("Reference: <code>[2-9b-z]{4}-[2-9b-z]{4}</code>")
        .doesNotContain("secret", "half", "Exception", "StackOverflow", "dev.pilcrow");
    assertThat(header(page, "etag") + header(page, "content-disposition")).isEmpty();
    assertThat(header(page, "cache-control")).isEqualTo("no-store");
    HttpResponse<String> data = get(path, "Accept", "application/json");
    assertThat(data.body())
        .matches(
            "\\{\"title\":\"Internal Server Error\",\"status\":500,\"detail\":\"[^\"]*\","
                + "\"reference\":\"[2-9b-z]{4}-[2-9b-z]{4}\"}");
  }

  @Test
  void anErrorOfOneRequestIsNotTakenForThatOfTheNext() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(get("/fatal", "Accept", "application/json").body()).contains("reference");
      assertThat(get("/bare", "Accept", "application/json").body()).doesNotContain("reference");
    }
  }

  @Test
  void whatAHandlerMeantToSayIsSaidAndEscaped() throws Exception {
    HttpResponse<String> page = get("/taken", "Accept", BROWSER);
    assertThat(page.statusCode()).isEqualTo(409);
    assertThat(page.body()).contains("<p>The name &lt;i&gt;Ada&lt;/i&gt; is taken.</p>");
    assertThat(get("/taken", "Accept", "application/json").body())
        .isEqualTo(
            "{\"title\":\"Conflict\",\"status\":409,\"detail\":\"The name <i>Ada</i> is taken.\","
                + "\"details\":{\"field\":\"name\"}}");
  }

  @Test
  void answersThatAreNoErrorsStayJavalins() throws Exception {
    HttpResponse<String> moved = get("/moved", "Accept", BROWSER);
    assertThat(moved.statusCode()).isEqualTo(302);
    assertThat(moved.body()).isEqualTo("Found");
  }

  @Test
  void anotherMethodIsToldWhichOnesThereAre() throws Exception {
    HttpResponse<String> response = server.send("DELETE", "/data", "Accept", "application/json");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(header(response, "allow")).isEqualTo("POST");
    assertThat(response.body()).contains("\"title\":\"Method Not Allowed\"");
  }

  @Test
  void onlyAStatusWithoutABodyIsGivenOne() throws Exception {
    assertThat(get("/bare", "Accept", BROWSER).body()).contains("<h1>Gone</h1>");
    assertThat(get("/said", "Accept", BROWSER).body()).isEqualTo("said");
    assertThat(get("/empty", "Accept", BROWSER).body()).isEmpty();
    assertThat(get("/written", "Accept", BROWSER).body()).isEqualTo("written");
    assertThat(server.send("HEAD", "/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void failedValidationNamesTheField() throws Exception {
    HttpResponse<String> response = get("/number?n=x", "Accept", "application/json");
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body())
        .contains("\"errors\":[{\"field\":\"n\",\"detail\":\"Please enter a value of the right");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/data | {broken           | 400 | The body is not JSON of the shape",
        "/data | [1]               | 400 | The body is not JSON of the shape",
      })
  void malformedDataIsTheClientsMistake(String path, String body, int status, String detail)
      throws Exception {
    HttpResponse<String> response =
        server.send("POST", path, BodyPublishers.ofString(body), "Accept", "application/json");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(detail).doesNotContain("jackson", "Unexpected");
  }

  @Test
  void tooMuchIsRefusedAsSuch() throws Exception {
    HttpResponse<String> response =
        server.send("POST", "/text", BodyPublishers.ofString("x".repeat(1_001)), "Accept", BROWSER);
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("What was sent is too large.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | true | " + VISIT + "  | page",
        "HEAD | true | " + VISIT + "  | page",
        "GET  | true | " + ACTION + " | problem",
        "GET  | #a   | " + VISIT + "  | problem",
        "GET  | #a   | " + ACTION + " | problem",
        "POST | true | " + VISIT + "  | problem",
        "POST | true | " + ACTION + " | problem",
        "DELETE | #a | " + ACTION + " | problem",
      })
  void aPageThatIsShownKeepsItsStateAndSaysWhatFailed(
      String method, String target, String accept, String expected) throws Exception {
    HttpResponse<String> response =
        server.send(method, "/nowhere", "Accept", accept, "silcrow-target", target);
    boolean page = expected.equals("page");
    assertThat(header(response, "content-type"))
        .isEqualToIgnoringCase(page ? "text/html;charset=utf-8" : "application/problem+json");
    if (!page) {
      assertThat(response.body())
          .endsWith(
              "\"_toasts\":[{\"message\":\"There is nothing at this address. It may have moved.\","
                  + "\"level\":\"error\"}]}");
    }
    assertThat(header(response, "set-cookie")).isEmpty();
  }

  @Test
  void theToastOfAFailureNamesItsReference() throws Exception {
    HttpResponse<String> response = get("/broken", "Accept", ACTION, "silcrow-target", "#a");
    String reference = response.body().replaceAll(".*\"reference\":\"([^\"]+)\".*", "$1");
    assertThat(response.body()).contains("(" + reference + ")\",\"level\":\"error\"");
  }

  @Test
  void aRefusedFormIsAPageForPeopleAndAProblemForPrograms() throws Exception {
    assertThat(get("/form", "Accept", BROWSER).body()).isEqualTo("<form></form>");
    assertThat(get("/form", "Accept", ACTION, "silcrow-target", "true").body())
        .isEqualTo("<form></form>");
    HttpResponse<String> program = get("/form", "Accept", "application/json");
    assertThat(program.statusCode()).isEqualTo(422);
    assertThat(header(program, "content-type")).isEqualTo("application/problem+json");
    assertThat(program.body())
        .contains("\"errors\":[{\"field\":\"mail\",\"detail\":\"Please fill in this field.\"}]");
  }

  @Test
  void theApplicationMayShowAPageOfItsOwn() throws Exception {
    try (var own =
        serve(
            settings ->
                settings.errorPages(
                    (ctx, problem) -> {
                      if (problem.status() == 410) {
                        throw new IllegalStateException("page broken");
                      }
                      return "<h1>Oops " + problem.status() + "</h1>";
                    }))) {
      HttpResponse<String> page = own.send("GET", "/nowhere", "Accept", BROWSER);
      assertThat(page.statusCode()).isEqualTo(404);
      assertThat(page.body()).isEqualTo("<h1>Oops 404</h1>");
      assertThat(own.send("GET", "/broken", "Accept", BROWSER).body()).contains("Oops 500");
      assertThat(own.send("GET", "/bare", "Accept", BROWSER).body()).contains("<h1>Gone</h1>");
      assertThat(own.send("GET", "/nowhere", "Accept", "application/json").body())
          .contains("\"title\":\"Not Found\"");
    }
  }

  @Test
  void theHandlersOfTheApplicationComeFirst() throws Exception {
    try (var own =
        TestServer.start(
            (config, pilcrow) -> {
              routes(config.routes);
              config.routes.exception(
                  IllegalStateException.class, (e, ctx) -> ctx.status(503).result("mine"));
              config.routes.error(404, ctx -> ctx.result("mine too"));
              config.routes.error(410, ctx -> ctx.result("and this"));
            })) {
      assertThat(own.send("GET", "/broken").body()).isEqualTo("mine");
      assertThat(own.send("GET", "/nowhere").body()).isEqualTo("mine too");
      assertThat(own.send("GET", "/bare").body()).isEqualTo("and this");
    }
  }

  @Test
  void withoutErrorPagesJavalinAnswers() throws Exception {
    try (var plain = serve(PilcrowConfig::noErrorPages)) {
      assertThat(plain.send("GET", "/bare", "Accept", BROWSER).body()).isEmpty();
      assertThat(plain.send("GET", "/nowhere", "Accept", BROWSER).body())
          .isEqualTo("Endpoint GET /nowhere not found");
    }
  }

  @Test
  void theStartPageIsBelowTheContextPath() throws Exception {
    try (var mounted = TestServer.start((config, pilcrow) -> config.router.contextPath = "/app")) {
      assertThat(mounted.send("GET", "/app/nowhere", "Accept", BROWSER).body())
          .contains("<a href=\"/app/\">");
    }
  }
}
