package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests whose answer the page takes itself: {@code submit}. */
class SubmitIT extends NavigationTest {

  @Test
  void dataIsHandedOver() throws Exception {
    Asked asked = json("/x", "{\"n\":1,\"_toasts\":[{\"message\":\"Saved\",\"level\":\"info\"}]}");
    open("<p id='n' :text='n'>old</p>");
    assertThat(
            js(
                "Silcrow.submit('/x', {a: 1}).then(({ok, status, data, html, headers}) => [ok, status, data.n,"
                    + " data._toasts ?? null, html, headers.get('content-type')])"))
        .isEqualTo(Arrays.asList(true, 200, 1, null, null, "application/json"));
    Asked.Request request = asked.next();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.body()).isEqualTo("{\"a\":1}");
    assertThat(request.header("content-type")).isEqualTo("application/json");
    assertThat(request.header("accept")).isEqualTo("application/json, text/html;q=0.9");
    assertThat(request.header("silcrow-target")).isEqualTo("true");
    assertThat(text("#n")).isEqualTo("old");
    assertThat(text(".silcrow-toast-message")).isEqualTo("Saved");
    assertThat(seen("silcrow:navigate")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"200", "201", "400", "404", "422", "500"})
  void noStatusRejects(int status) {
    route("/x", ctx -> ctx.status(status).html("<b>body</b>"));
    allowNetworkErrors();
    open("");
    assertThat(
            js("Silcrow.submit('/x').then(({ok, status, data, html}) => [ok, status, data, html])"))
        .isEqualTo(Arrays.asList(status < 300, status, null, "<b>body</b>"));
    assertThat(reported()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'text' | text/plain;charset=UTF-8 | text",
        "new URLSearchParams({a: '1 2'}) | application/x-www-form-urlencoded;charset=UTF-8 | a=1+2",
        "new Blob(['bytes'], {type: 'application/x-own'}) | application/x-own | bytes",
        "[1, 2] | application/json | [1,2]",
        "null | application/json | null",
        "0 | application/json | 0",
      })
  void aBodyGoesAsItIsOrAsJson(String body, String type, String sent) throws Exception {
    Asked asked = json("/x", "{}");
    open("");
    js("Silcrow.submit('/x', " + body + ")");
    Asked.Request request = asked.next();
    assertThat(request.header("content-type")).isEqualToIgnoringCase(type);
    assertThat(request.body()).isEqualTo(sent);
  }

  @Test
  void methodAndHeadersAreThePages() throws Exception {
    Asked asked = json("/x", "{}");
    open("");
    js(
        "Silcrow.submit('/x', '<a/>', {method: 'put', headers: {'Content-Type': 'text/xml', 'X-Own': '1'}})");
    Asked.Request request = asked.next();
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.header("content-type")).startsWith("text/xml");
    assertThat(request.header("x-own")).isEqualTo("1");
  }

  @Test
  void whatGetsNoAnswerRejectsWithItsCode() {
    spendContext();
    allowNetworkErrors();
    open("");
    assertThat(js("Silcrow.submit('https://evil.example/').catch(({code}) => code)"))
        .isEqualTo("foreign-url");
    context().setOffline(true);
    assertThat(js("Silcrow.submit('/x').catch(({code}) => code)")).isEqualTo("request-failed");
    assertThat(
            js(
                "const loop = {}; loop.loop = loop; Silcrow.submit('/x', loop).catch(({code}) => code)"))
        .isEqualTo("request-failed");
    assertThat(reported()).containsExactly("foreign-url", "request-failed", "request-failed");
  }

  @Test
  void malformedDataIsNone() {
    route("/x", ctx -> ctx.contentType("application/json").result("{"));
    open("");
    assertThat(js("Silcrow.submit('/x').then(({data}) => data)")).isNull();
  }
}
