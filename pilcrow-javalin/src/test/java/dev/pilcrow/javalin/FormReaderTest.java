package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.form.Form;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormReaderTest {
  private static final String URLENCODED = "application/x-www-form-urlencoded";
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            (config, pilcrow) -> {
              config.http.maxRequestSize = 100_000;
              config.jetty.multipartConfig.maxTotalRequestSize(
                  2_000, io.javalin.config.SizeUnit.BYTES);
              config.routes.post(
                  "/", ctx -> ctx.result(show(Pilcrow.form(ctx), ctx.formParamMap().keySet())));
            });
  }

  private static String show(Form form, Iterable<String> names) {
    var shown = new TreeMap<String, List<String>>();
    names.forEach(name -> shown.put(name, form.values(name)));
    for (String name : List.of("a", "b", "c")) {
      shown.put(name, form.values(name));
    }
    shown.values().removeIf(List::isEmpty);
    return shown.toString();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> post(String type, String body) throws Exception {
    return server.send(
        "POST",
        "/",
        BodyPublishers.ofString(body),
        "Content-Type",
        type,
        "Accept",
        "application/json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        URLENCODED + " | a=1&b=x+%C3%A4%26&a=2 | {a=[1, 2], b=[x ä&]}",
        "Application/X-WWW-Form-Urlencoded; charset=utf-8 | a=100%25 | {a=[100%]}",
        URLENCODED + " | a | {a=[]}",
        "application/json | {\"a\":\"x\",\"b\":[1,true],\"c\":null} | {a=[x], b=[1, true]}",
        "application/json; charset=utf-8 | {\"a\":12345678901234567890.50} |"
            + " {a=[12345678901234567890.50]}",
        "application/json | {\"a\":1e999999999} | {a=[1e999999999]}",
        "application/json | {} | {}",
      })
  void threeWaysToSendAForm(String type, String body, String expected) throws Exception {
    HttpResponse<String> response = post(type, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body().replace("a=[]", "a=[]")).isEqualTo(expected.replace("a=[]", "a=[]"));
  }

  private static String multipart(String... fields) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      body.append("--xx\r\nContent-Disposition: form-data; name=\"")
          .append(fields[i])
          .append("\"\r\n\r\n")
          .append(fields[i + 1])
          .append("\r\n");
    }
    return body.append("--xx--\r\n").toString();
  }

  @Test
  void multipartFieldsCountAndFilesDoNot() throws Exception {
    String body = multipart("a", "1", "b", "ä", "c\"; filename=\"x.txt", "file");
    assertThat(post("multipart/form-data; boundary=xx", body).body()).isEqualTo("{a=[1], b=[ä]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain | a=1 | 415 | Expected a form but found 'text/plain'. Send application/x-www",
        "application/xml | <a/> | 415 | 'application/xml'",
        URLENCODED + " | a=%zz | 400 | Expected two hexadecimal digits after each '%' of the form",
        URLENCODED + " | a=1% | 400 | index 3",
        "application/json | [1] | 400 | Expected a JSON object but found something else.",
        "application/json | {\"a\":{}} | 400 | lists of them in 'a' but found something else",
        "application/json | {\"a\":[[1]]} | 400 | lists of them in 'a'",
        "application/json | {\"a\": | 400 | malformed at line 1",
        "application/json | {\"a\":1,\"a\":2} | 400 | malformed at line 1",
        "application/json | {} x | 400 | malformed at line 1",
        "application/json | {}{} | 400 | nothing after the JSON object",
        "multipart/form-data | a=1 | 400 | ",
        "multipart/form-data; boundary=yy | --xx broken | 400 | ",
      })
  void whatIsNoFormIsRefusedWithAReason(String type, String body, int status, String reason)
      throws Exception {
    HttpResponse<String> response = post(type, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.body().replace("\\\"", "\"")).contains(reason == null ? "" : reason);
  }

  @Test
  void aBodyThatIsNotReadToItsEndEndsItsConnection() throws Exception {
    for (String broken : List.of("--xx broken", multipart("a", "x".repeat(3_000)))) {
      HttpResponse<String> response = post("multipart/form-data; boundary=xx", broken);
      assertThat(response.headers().firstValue("Connection")).hasValue("close");
    }
  }

  @Test
  void whatIsTooLargeIsRefusedAsSuch() throws Exception {
    assertThat(post(URLENCODED, "a=" + "x".repeat(100_000)).statusCode()).isEqualTo(413);
    assertThat(
            post("multipart/form-data; boundary=xx", multipart("a", "x".repeat(3_000)))
                .statusCode())
        .isEqualTo(413);
    String many = IntStream.range(0, 1_001).mapToObj(i -> "a=1").collect(Collectors.joining("&"));
    assertThat(post(URLENCODED, many).body()).contains("Expected at most 1,000 fields");
    String names =
        IntStream.range(0, 1_001).mapToObj(i -> "a" + i).collect(Collectors.joining("&"));
    assertThat(post(URLENCODED, names).statusCode()).isEqualTo(413);
  }

  @Test
  void aRequestWithoutABodyIsAnEmptyForm() throws Exception {
    HttpResponse<String> response = server.send("POST", "/");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{}");
    assertThat(
            server.send("POST", "/", BodyPublishers.ofString("a=1"), "Accept", "*/*").statusCode())
        .isEqualTo(415);
  }
}
