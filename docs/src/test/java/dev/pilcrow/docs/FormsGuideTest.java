package dev.pilcrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs the applications of the guides to forms and errors, as programs see them. */
class FormsGuideTest {
  private static final String KEY = "8e03978e-40d5-43e8-bc93-6894a57f9324";

  private final HttpClient http = HttpClient.newHttpClient();
  private Javalin running = Javalin.create();

  private void start(Javalin app) {
    running = app.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    running.stop();
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.port() + path))
            .method(method, BodyPublishers.ofString(body))
            .headers(headers)
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> signUp(String json) throws Exception {
    return send(
        "POST",
        "/signup",
        json,
        "Content-Type",
        "application/json",
        "Accept",
        "application/json",
        "Idempotency-Key",
        KEY);
  }

  @Test
  void aProgramGetsTheFieldsAndMaySendAgain() throws Exception {
    start(new Forms().app());
    HttpResponse<String> refused = signUp("{\"name\":\"Ada\",\"seats\":9}");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(refused.body())
        .isEqualTo(
            "{\"title\":\"Unprocessable Content\",\"status\":422,\"errors\":["
                + "{\"field\":\"mail\",\"detail\":\"Please fill in this field.\"},"
                + "{\"field\":\"seats\",\"detail\":\"Please enter a whole number from 1 to 8.\"}]}");
    String right = "{\"name\":\"Ada\",\"mail\":\"ada@example.org\",\"seats\":2}";
    assertThat(signUp(right).statusCode()).isEqualTo(303);
    assertThat(signUp(right).headers().firstValue("idempotent-replayed")).hasValue("true");
    assertThat(send("GET", "/members", "", "Accept", "application/json").body())
        .isEqualTo("{\"ada@example.org\":\"Ada\"}");
  }

  @Test
  void peopleAreSentToTheLoginAndProgramsAreTold() throws Exception {
    start(new Forms().app());
    for (String method : new String[] {"GET", "POST"}) {
      HttpResponse<String> page = send(method, "/account", "", "Accept", "text/html");
      assertThat(page.statusCode()).isEqualTo(303);
      assertThat(page.headers().firstValue("location")).hasValue("/login?back=%2Faccount");
      HttpResponse<String> silcrow =
          send(method, "/account", "", "Accept", "application/json", "silcrow-target", "true");
      assertThat(silcrow.statusCode()).isEqualTo(303);
      HttpResponse<String> program = send(method, "/account", "", "Accept", "application/json");
      assertThat(program.statusCode()).isEqualTo(401);
      assertThat(program.body()).contains("\"detail\":\"Log in first.\"");
    }
  }

  @Test
  void errorsAreSaidAsTheGuideSays() throws Exception {
    start(new Errors().app(false));
    assertThat(send("GET", "/rooms/7", "", "Accept", "text/html").body())
        .contains("<title>Not Found</title>", "<p>There is no room 7 any more.</p>");
    assertThat(send("POST", "/orders", "", "Accept", "text/html").body())
        .isEqualTo(
            "{\"type\":\"https://shop.example/problems/credit\",\"title\":\"Not enough credit\","
                + "\"status\":403,\"detail\":\"The balance is 30, the price is 50.\",\"balance\":30}");
  }
}
