package dev.pilcrow.javalin;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.javalin.RespondTest.header;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.shared;
import static dev.pilcrow.response.Replies.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.response.Reply;
import io.javalin.http.Handler;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalRequestsTest {
  private static TestServer serving(Handler handler) {
    return TestServer.start(
        (config, pilcrow) -> config.routes.get("/", handler).head("/", handler).post("/", handler));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json"})
  void whoHasItAlreadyGets304WithTheHeadersAndNoBody(String accept) throws Exception {
    try (var server =
        serving(ctx -> respond(ctx, shared().trigger("shown"), html("<p>page"), json("data")))) {
      HttpResponse<String> first = server.send("GET", "/", "Accept", accept);
      String tag = header(first, "etag");
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(tag).startsWith("W/\"");
      for (String method : List.of("GET", "HEAD")) {
        HttpResponse<String> again =
            server.send(method, "/", "Accept", accept, "If-None-Match", "\"other\", " + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        for (String name : List.of("etag", "vary", "cache-control", "silcrow-trigger")) {
          assertThat(header(again, name)).as(name).isEqualTo(header(first, name));
        }
        assertThat(header(again, "content-type")).isEmpty();
      }
      assertThat(server.send("GET", "/", "Accept", accept, "If-None-Match", "W/\"x\"").body())
          .isEqualTo(first.body());
      assertThat(
              server
                  .send(
                      "POST",
                      "/",
                      "Accept",
                      accept,
                      "If-None-Match",
                      tag,
                      "Origin",
                      server.origin())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void eachRepresentationAndEachPartHasATagOfItsOwn() throws Exception {
    String page = "<!doctype html><title>t</title><p id='a'>1</p><p id='b'>2</p>";
    try (var server = serving(ctx -> respond(ctx, html(page), json("data")))) {
      assertThat(
              Stream.of(
                  etag(server, "Accept", "text/html"),
                  etag(server, "Accept", "application/json"),
                  etag(server, "Accept", "text/html", "silcrow-target", "#a"),
                  etag(server, "Accept", "text/html", "silcrow-target", "#b")))
          .doesNotHaveDuplicates()
          .doesNotContain("");
    }
  }

  private static String etag(TestServer server, String... headers) throws Exception {
    return header(server.send("GET", "/", headers), "etag");
  }

  static Stream<Reply> repliesWithoutTag() {
    return Stream.of(
        html("x").toast("Hi"),
        json("x").toast("Hi"),
        html("x").header("Set-Cookie", "a=b"),
        html("x").header("Cache-Control", "no-store"),
        html("x").status(422),
        html("x").status(206),
        navigate("/there"),
        status(200));
  }

  @ParameterizedTest
  @MethodSource("repliesWithoutTag")
  void whatMustBeSentAnewHasNoTag(Reply reply) throws Exception {
    try (var server = serving(ctx -> respond(ctx, reply))) {
      HttpResponse<String> response = server.send("GET", "/", "If-None-Match", "*");
      assertThat(response.statusCode()).isNotEqualTo(304);
      assertThat(header(response, "etag")).isEmpty();
    }
  }

  @Test
  void aCookieOfTheApplicationKeepsTheTagAwayToo() throws Exception {
    try (var server =
        serving(
            ctx -> {
              ctx.cookie("seen", "1");
              respond(ctx, html("x"));
            })) {
      assertThat(header(server.send("GET", "/"), "etag")).isEmpty();
    }
  }

  /** Chromium asks with the tag it has even where Vary says that it is for something else. */
  @Test
  void theSameBytesOfAnotherTypeAreAnotherAnswer() throws Exception {
    try (var server = serving(ctx -> respond(ctx, html("1"), json(1)))) {
      String page = etag(server, "Accept", "text/html");
      HttpResponse<String> data =
          server.send("GET", "/", "Accept", "application/json", "If-None-Match", page);
      assertThat(data.statusCode()).isEqualTo(200);
      assertThat(header(data, "content-type")).isEqualTo("application/json");
    }
  }

  /** A cache would repeat the headers it has with the body it has. */
  @Test
  void anotherModifierMakesAnotherTag() throws Exception {
    var next = new AtomicReference<Reply>(html("x").trigger("saved"));
    try (var server = serving(ctx -> respond(ctx, Objects.requireNonNull(next.get())))) {
      String tag = etag(server);
      next.set(html("x"));
      HttpResponse<String> plain = server.send("GET", "/", "If-None-Match", tag);
      assertThat(plain.statusCode()).isEqualTo(200);
      assertThat(header(plain, "silcrow-trigger")).isEmpty();
    }
  }

  @Test
  void theTagOfTheApplicationCounts() throws Exception {
    try (var server = serving(ctx -> respond(ctx, html("x").header("ETag", "\"v7\"")))) {
      assertThat(etag(server)).isEqualTo("\"v7\"");
      assertThat(server.send("GET", "/", "If-None-Match", "W/\"v7\"").statusCode()).isEqualTo(304);
      assertThat(server.send("GET", "/", "If-None-Match", "\"v8\"").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theSettingSwitchesTagsOff() throws Exception {
    try (var server =
        TestServer.start(
            settings -> settings.replies(replies -> replies.entityTags(false)),
            (config, pilcrow) -> config.routes.get("/", ctx -> respond(ctx, html("x"))))) {
      HttpResponse<String> response = server.send("GET", "/", "If-None-Match", "*");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(header(response, "etag")).isEmpty();
    }
  }

  @Test
  void settingsAreReadOnce() throws Exception {
    var kept = new AtomicReference<ReplyConfig>();
    TestServer.start(settings -> settings.replies(kept::set), (config, pilcrow) -> {}).close();
    assertThatThrownBy(() -> Objects.requireNonNull(kept.get()).entityTags(false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("settings.replies");
  }
}
