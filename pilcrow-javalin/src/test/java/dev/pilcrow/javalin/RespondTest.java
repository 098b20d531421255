package dev.pilcrow.javalin;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.shared;
import static dev.pilcrow.response.Replies.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.route.WsRoute;
import io.javalin.http.Handler;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RespondTest {
  record Person(String name, int age) {}

  static TestServer serving(Handler handler) {
    return TestServer.start(
        (config, pilcrow) -> config.routes.get("/", handler).post("/", handler));
  }

  /** The values of a header, without the spaces that some servers put after a semicolon. */
  static String header(HttpResponse<?> response, String name) {
    String values = String.join("|", response.headers().allValues(name));
    return name.equals("content-type") ? values.replace("; ", ";") : values;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "absent",
      textBlock =
          """
          absent                                          | json
          */*                                             | html
          text/html                                       | html
          application/json                                | json
          text/html,application/xhtml+xml,*/*;q=0.8       | html
          text/html;q=0.5, */*                            | json
          text/html;level=1;q=0.4, application/json;q=0.3 | html
          text/html;q=0.9, application/json               | json
          text/html, application/json                     | html
          application/json, text/html;q=0.9               | json
          application/json;q=0                            | json
          text/html;q=0                                   | json
          text/plain                                      | json
          image/png                                       | json
          text/html;q=0, */*                              | json
          TEXT/HTML                                       | html
          """)
  void oneHandlerServesPagesAndData(String accept, String served) throws Exception {
    AtomicInteger made = new AtomicInteger();
    try (var server =
        serving(
            ctx ->
                respond(
                    ctx,
                    html(
                        () -> {
                          made.incrementAndGet();
                          return "<p>Zoë 😀</p>";
                        }),
                    json(
                        () -> {
                          made.incrementAndGet();
                          return List.of(new Person("Zoë 😀", 7));
                        })))) {
      HttpResponse<String> response =
          accept == null ? server.send("GET", "/") : server.send("GET", "/", "Accept", accept);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(made).hasValue(1);
      if (served.equals("html")) {
        assertThat(header(response, "content-type"))
            .isEqualToIgnoringCase("text/html;charset=utf-8");
        assertThat(response.body()).isEqualTo("<p>Zoë 😀</p>");
      } else {
        assertThat(header(response, "content-type")).isEqualTo("application/json");
        assertThat(response.body()).isEqualTo("[{\"name\":\"Zoë 😀\",\"age\":7}]");
      }
      assertThat(header(response, "vary")).isEqualTo("Accept, silcrow-target");
      assertThat(header(response, "x-content-type-options")).isEqualTo("nosniff");
      assertThat(header(response, "cache-control")).isEqualTo("private, no-cache");
    }
  }

  @Test
  void severalAcceptLinesAreOneList() throws Exception {
    try (var server = serving(ctx -> respond(ctx, html("page"), json("data")))) {
      assertThat(
              server
                  .send("GET", "/", "Accept", "text/html;q=0.2", "Accept", "application/json")
                  .body())
          .isEqualTo("\"data\"");
    }
  }

  @Test
  void aSingleArmIsRefusedInPlainText() throws Exception {
    try (var server = serving(ctx -> respond(ctx, shared().toast("no"), html("page")))) {
      HttpResponse<String> refused = server.send("GET", "/", "Accept", "application/json");
      assertThat(refused.statusCode()).isEqualTo(406);
      assertThat(refused.body()).isEqualTo("HTML required");
      assertThat(header(refused, "content-type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
      assertThat(header(refused, "vary")).isEqualTo("Accept, silcrow-target");
      assertThat(header(refused, "set-cookie")).isEmpty();
      assertThat(server.send("GET", "/").body()).isEqualTo("page");
      assertThat(server.send("GET", "/", "Accept", "image/png").body()).isEqualTo("page");
    }
    try (var server = serving(ctx -> respond(ctx, json("data")))) {
      assertThat(server.send("GET", "/", "Accept", "text/html").body()).isEqualTo("JSON required");
      assertThat(server.send("GET", "/", "Accept", "*/*").body()).isEqualTo("\"data\"");
    }
  }

  @Test
  void navigateIsA303WithoutBodyAndType() throws Exception {
    try (var server = serving(ctx -> respond(ctx, navigate("/Zoë?q=a b").toast("Saved")))) {
      HttpResponse<String> response = server.send("POST", "/");
      assertThat(response.statusCode()).isEqualTo(303);
      assertThat(header(response, "location")).isEqualTo("/Zo%C3%AB?q=a%20b");
      assertThat(response.body()).isEmpty();
      assertThat(header(response, "content-type")).isEmpty();
      assertThat(header(response, "set-cookie")).startsWith("silcrow_toasts=");
    }
  }

  @Test
  void statusHasNoBody() throws Exception {
    try (var server = serving(ctx -> respond(ctx, status(204)))) {
      HttpResponse<String> response = server.send("POST", "/");
      assertThat(response.statusCode()).isEqualTo(204);
      assertThat(response.body()).isEmpty();
    }
  }

  @Test
  void errorsAreRenderedToo() throws Exception {
    try (var server =
        serving(
            ctx ->
                respond(
                    ctx,
                    shared().status(422),
                    html("<form>wrong</form>").retarget("#form"),
                    json(Map.of("error", "wrong"))))) {
      HttpResponse<String> page =
          server.send("POST", "/", "Accept", "text/html", "silcrow-target", "#f");
      assertThat(page.statusCode()).isEqualTo(422);
      assertThat(page.body()).isEqualTo("<form>wrong</form>");
      assertThat(header(page, "silcrow-retarget")).isEqualTo("#form");
      assertThat(server.send("POST", "/", "Accept", "application/json").body())
          .isEqualTo("{\"error\":\"wrong\"}");
    }
  }

  @Test
  void whatTheApplicationSetStays() throws Exception {
    try (var server =
        serving(
            ctx -> {
              ctx.header("Vary", "Accept-Language, accept").header("Cache-Control", "max-age=60");
              ctx.cookie("theme", "dark");
              respond(
                  ctx,
                  html("x")
                      .header("Vary", "X-Tenant")
                      .header("Set-Cookie", "a=b")
                      .header("Content-Type", "application/xhtml+xml"));
            })) {
      HttpResponse<String> response = server.send("GET", "/");
      assertThat(header(response, "vary"))
          .isEqualTo("Accept-Language, accept, X-Tenant, silcrow-target");
      assertThat(header(response, "cache-control")).isEqualTo("max-age=60");
      assertThat(response.headers().allValues("set-cookie")).hasSize(2);
      assertThat(header(response, "content-type")).startsWith("application/xhtml+xml");
    }
  }

  @Test
  void aResponseThatSetsACookieIsNotStored() throws Exception {
    try (var server =
        serving(
            ctx -> {
              ctx.cookie("theme", "dark");
              respond(ctx, html("x"));
            })) {
      assertThat(header(server.send("GET", "/"), "cache-control")).isEqualTo("no-store");
    }
    try (var server =
        serving(ctx -> respond(ctx, html("x").toast("a").header("Cache-Control", "public")))) {
      assertThat(header(server.send("GET", "/"), "cache-control")).isEqualTo("no-store");
    }
  }

  @Test
  void dataStaysOnItsOrigin() throws Exception {
    try (var server = serving(ctx -> respond(ctx, json("x")))) {
      assertThat(header(server.send("GET", "/"), "cross-origin-resource-policy"))
          .isEqualTo("same-origin");
      assertThat(header(server.send("GET", "/"), "access-control-allow-origin")).isEmpty();
    }
  }

  @Test
  void aBodyThatThrowsLeavesTheAnswerToTheApplication() throws Exception {
    try (var server =
        TestServer.start(
            (config, pilcrow) -> {
              config.routes.get(
                  "/",
                  ctx ->
                      respond(
                          ctx,
                          html(() -> {
                                throw new java.io.IOException("gone");
                              })
                              .status(201)
                              .toast("Saved")
                              .retarget("#a")));
              config.routes.exception(
                  java.io.IOException.class, (e, ctx) -> ctx.status(503).result(e.getMessage()));
            })) {
      HttpResponse<String> response = server.send("GET", "/");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).isEqualTo("gone");
      assertThat(response.headers().map().keySet())
          .doesNotContain("set-cookie", "silcrow-retarget");
    }
  }

  @Test
  void modifiersOverTheBudgetAreAServerErrorAndNothingElse() throws Exception {
    try (var server =
        TestServer.start(
            (config, pilcrow) -> {
              config.routes.get(
                  "/",
                  ctx ->
                      respond(
                          ctx,
                          html("x")
                              .patchTarget("#a", "y".repeat(4000))
                              .patchTarget("#b", "y".repeat(4000))));
              config.routes.exception(
                  IllegalArgumentException.class,
                  (e, ctx) -> ctx.status(500).result(e.getMessage()));
            })) {
      assertThat(server.send("GET", "/").body())
          .contains("8,0")
          .contains("'silcrow-patch'")
          .contains("Put the data into the body");
    }
  }

  @Test
  void routesAreMountedBelowTheContextPath() throws Exception {
    try (var server =
        TestServer.start(
            (config, pilcrow) -> {
              config.router.contextPath = "/app";
              config.routes.get(
                  "/", ctx -> respond(ctx, html("<p>").ws(WsRoute.of("/ws")).navigate("/x")));
            })) {
      HttpResponse<String> response = server.send("GET", "/app/");
      assertThat(header(response, "silcrow-ws")).isEqualTo("/app/ws");
      assertThat(header(response, "silcrow-navigate")).isEqualTo("/x");
      assertThat(response.body()).contains("<meta name=\"silcrow-ws\" content=\"/app/ws\">");
      assertThat(server.pilcrow.scriptTag()).contains("src=\"/app/_silcrow/silcrow.");
    }
  }

  @Test
  void aLargePageArrivesWhole() throws Exception {
    String page = "ü".repeat(1_000_000);
    try (var server = serving(ctx -> respond(ctx, html(() -> page).ws(WsRoute.of("/ws"))))) {
      assertThat(server.send("GET", "/", "silcrow-target", "true").body()).isEqualTo(page);
      assertThat(server.send("GET", "/").body()).endsWith(page);
    }
  }

  @Test
  void twoArmsOfOneKindAreTheApplicationsMistake() throws Exception {
    try (var server = serving(ctx -> respond(ctx, html("a"), html("b")))) {
      assertThat(server.send("GET", "/").statusCode()).isEqualTo(500);
    }
    assertThat(Arrays.stream(Pilcrow.class.getMethods()).filter(m -> m.getName().equals("respond")))
        .hasSize(4);
  }
}
