package dev.pilcrow.javalin;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.javalin.RespondTest.header;
import static dev.pilcrow.javalin.RespondTest.serving;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.shared;
import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.json.JsonMapper;
import java.lang.reflect.Type;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** JSON bodies and toasts, over real HTTP. */
class RespondJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1}                | {"a":1,"_toasts":[T]}
          {}                     | {"_toasts":[T]}
          {"_toasts":"old"}      | {"_toasts":[T]}
          {"x":{"_toasts":1.10}} | {"x":{"_toasts":1.10},"_toasts":[T]}
          [1,2]                  | {"data":[1,2],"_toasts":[T]}
          "text"                 | {"data":"text","_toasts":[T]}
          12.50                  | {"data":12.50,"_toasts":[T]}
          true                   | {"data":true,"_toasts":[T]}
          null                   | {"data":null,"_toasts":[T]}
          """)
  void toastsGoIntoTheJsonBodyOnce(String value, String expected) throws Exception {
    JsonNode tree =
        tools.jackson.databind.json.JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readTree(value);
    try (var server = serving(ctx -> respond(ctx, json(tree).toast("Hi")))) {
      HttpResponse<String> response = server.send("GET", "/", "Accept", "application/json");
      assertThat(response.body())
          .isEqualTo(expected.replace("T", "{\"message\":\"Hi\",\"level\":\"info\"}"));
      assertThat(header(response, "set-cookie")).isEmpty();
    }
  }

  @Test
  void plainValuesAreJsonToo() throws Exception {
    for (Object[] pair :
        List.of(
            new Object[] {"he said \"hi\"", "\"he said \\\"hi\\\"\""},
            new Object[] {7, "7"},
            new Object[] {List.of(), "[]"},
            new Object[] {new RespondTest.Person("Ann", 3), "{\"name\":\"Ann\",\"age\":3}"})) {
      try (var server = serving(ctx -> respond(ctx, json(pair[0])))) {
        assertThat(server.send("GET", "/").body()).isEqualTo(pair[1]);
      }
    }
    try (var server = serving(ctx -> respond(ctx, json(() -> null)))) {
      assertThat(server.send("GET", "/").body()).isEqualTo("null");
    }
  }

  @Test
  void theApplicationsOwnMapperIsUsed() throws Exception {
    JsonMapper own =
        new JsonMapper() {
          @Override
          public String toJsonString(Object value, Type type) {
            return "{\"own\":\"" + value + "\"}";
          }
        };
    try (var server =
        TestServer.start(
            (config, pilcrow) -> {
              config.jsonMapper(own);
              config.routes.get("/", ctx -> respond(ctx, json(new RespondTest.Person("ann", 3))));
            })) {
      assertThat(server.send("GET", "/").body()).isEqualTo("{\"own\":\"Person[name=ann, age=3]\"}");
    }
  }

  @Test
  void toastsSurviveARedirectToAPageThatToastsItself() throws Exception {
    try (var server =
        TestServer.start(
            (config, pilcrow) -> {
              config.routes.post("/say", ctx -> respond(ctx, navigate("/").toast("Saved")));
              config.routes.get("/", ctx -> respond(ctx, shared().toast("Welcome"), html("x")));
            })) {
      String first = header(server.send("POST", "/say"), "set-cookie");
      String second =
          header(
              server.send("GET", "/", "Cookie", first.substring(0, first.indexOf(';'))),
              "set-cookie");
      assertThat(second).contains("Saved").contains("Welcome");
      assertThat(second.indexOf("Saved")).isLessThan(second.indexOf("Welcome"));
      String third = header(server.send("GET", "/", "Cookie", "silcrow_toasts=%zz"), "set-cookie");
      assertThat(third).contains("Welcome").doesNotContain("Saved");
    }
  }

  @Test
  void theToastCookieIsSecureOnHttps() throws Exception {
    try (var server = serving(ctx -> respond(ctx, html("x").toast("a")))) {
      assertThat(header(server.send("GET", "/"), "set-cookie")).doesNotContain("Secure");
      assertThat(header(server.send("GET", "/", "X-Forwarded-Proto", "http, HTTPS"), "set-cookie"))
          .endsWith("; Secure");
    }
  }
}
