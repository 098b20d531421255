package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.options.FilePayload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files on their way to the server. */
class UploadIT extends NavigationTest {
  private static final String FORM =
      "<form id='f' s-post='/x' s-html s-target='#t' s-progress='#p'><input id='file' name='file'"
          + " type='file'><input id='i' name='i'><button id='b'>s</button></form>"
          + "<progress id='p' hidden></progress><p id='t'>old</p>";

  private void choose(int size) {
    page.setInputFiles("#file", new FilePayload("a.bin", "application/x-own", new byte[size]));
  }

  /** Lets so many bytes a second through, and makes each answer take its time. */
  private void slowDown(int bytesPerSecond) {
    spendContext();
    CDPSession browser = context().newCDPSession(page);
    var conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", 20);
    conditions.addProperty("downloadThroughput", -1);
    conditions.addProperty("uploadThroughput", bytesPerSecond);
    browser.send("Network.enable");
    browser.send("Network.emulateNetworkConditions", conditions);
  }

  /** Takes a body of any size. */
  private void take(String path, String answer) {
    server.handle(
        path,
        ctx -> {
          long size =
              ctx.req().getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
          ctx.html(answer.replace("%size", size > 3_000_000 ? "all" : "some"));
        });
  }

  @Test
  void theProgressIsShown() {
    take("/x", "<b>%size</b>");
    open(FORM);
    choose(3_000_000);
    slowDown(2_000_000);
    js(
        "window.shown = []; document.addEventListener('silcrow:upload', () => { const {hidden,"
            + " value, max} = document.querySelector('#p'); shown.push([hidden, value, max]); })");
    assertThat(js("document.querySelector('#p').hidden")).isEqualTo(true);
    clickAndLoad("#b");
    waitForIdle();
    assertThat(html("#t")).isEqualTo("<b>all</b>");
    List<Map<String, Object>> steps = seen("silcrow:upload");
    assertThat(steps).hasSizeGreaterThan(2);
    Map<String, Object> last = steps.get(steps.size() - 1);
    assertThat(last.get("loaded")).isEqualTo(last.get("total"));
    assertThat(last).containsEntry("url", server.url("/x"));
    assertThat(js("shown.every(([hidden, value, max]) => !hidden && value <= max && max > 3e6)"))
        .isEqualTo(true);
    assertThat(js("shown.every(([, value], i) => !i || value >= shown[i - 1][1])")).isEqualTo(true);
    assertThat(js("document.querySelector('#p').hidden")).isEqualTo(true);
    assertThat(page.locator("#f").getAttribute("aria-disabled")).isNull();
  }

  @Test
  void theTimeDoesNotRunOutWhileItGetsOn() {
    take("/x", "<b>%size</b>");
    open(FORM.replace("s-html", "s-html s-timeout='1200'"));
    choose(3_200_000);
    slowDown(1_000_000);
    clickAndLoad("#b");
    assertThat(html("#t")).isEqualTo("<b>all</b>");
    assertThat(reported()).isEmpty();
    assertThat(js("performance.getEntriesByName('" + server.url("/x") + "')[0].duration > 1500"))
        .as("it took longer than the time for silence")
        .isEqualTo(true);
  }

  @Test
  void thePageMayEndIt() {
    take("/x", "<b>%size</b>");
    open(FORM);
    choose(3_000_000);
    page.fill("#i", "typed");
    slowDown(500_000);
    js(
        "document.addEventListener('silcrow:upload', (event) => event.preventDefault(), {once:"
            + " true})");
    page.click("#b");
    awaitSeen("silcrow:upload");
    waitForIdle();
    assertThat(text("#t")).isEqualTo("old");
    assertThat(reported()).isEmpty();
    assertThat(page.inputValue("#i")).isEqualTo("typed");
    assertThat(js("document.querySelector('#p').hidden")).isEqualTo(true);
    assertThat(js("document.querySelector('#file').files.length")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"200, false", "201, false", "422, true", "413, true"})
  void theAnswerIsTreatedAsAnyOther(int status, boolean error) throws Exception {
    Asked asked =
        route(
            "/x",
            ctx ->
                ctx.status(status)
                    .header("silcrow-trigger", "{\"stored\":{\"n\":1}}")
                    .header("silcrow-push", "/shown")
                    .html("<b>answer</b>"));
    allowNetworkErrors();
    open(FORM);
    choose(10);
    clickAndLoad("#b");
    Asked.Request request = asked.next();
    assertThat(request.header("content-type")).startsWith("multipart/form-data; boundary=");
    assertThat(request.header("accept")).isEqualTo("text/html, application/json;q=0.9");
    assertThat(request.header("silcrow-target")).isEqualTo("#t");
    assertThat(request.header("idempotency-key")).isNotEmpty();
    assertThat(html("#t")).isEqualTo("<b>answer</b>");
    assertThat(seen("stored")).containsExactly(Map.of("n", 1));
    assertThat(page.url()).isEqualTo(server.url("/shown"));
    assertThat(reported().size()).isEqualTo(error ? 1 : 0);
  }

  @Test
  void aRedirectIsFollowed() {
    route("/x", ctx -> ctx.redirect("/done?a=1", io.javalin.http.HttpStatus.SEE_OTHER));
    document("/done", "Done", "<h1>Done</h1>");
    openMarked(FORM.replace("s-target='#t'", ""));
    choose(10);
    page.click("#b");
    awaitVisit("/done?a=1");
    assertThat(page.title()).isEqualTo("Done");
    assertThat(seen("silcrow:load").get(0)).containsEntry("redirected", true);
  }

  @Test
  void nothingAsAnswerIsAnAnswer() {
    route("/x", ctx -> ctx.status(204));
    open(FORM);
    choose(10);
    clickAndLoad("#b");
    assertThat(text("#t")).isEqualTo("old");
    assertThat(reported()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"https://evil.example/", "http://localhost:1/", "loop"})
  void aRedirectToElsewhereIsNotFollowedIntoThePage(String location) {
    route("/x", ctx -> ctx.redirect(location.equals("loop") ? "/loop" : location));
    route("/loop", ctx -> ctx.redirect("/loop"));
    allowBlockedFetches();
    openWithoutPolicy(FORM);
    choose(10);
    page.click("#b");
    awaitSeen("silcrow:error");
    waitForIdle();
    assertThat(reported()).containsExactly("request-failed");
    assertThat(text("#t")).isEqualTo("old");
    assertThat(js("document.querySelector('#p').hidden")).isEqualTo(true);
  }

  @Test
  void silenceIsGivenUp() throws Exception {
    Asked asked = html("/x", "late").hold();
    stopClock();
    open(FORM.replace("s-html", "s-html s-timeout='200'"));
    choose(10);
    page.click("#b");
    asked.next();
    clock().runFor(200);
    awaitSeen("silcrow:error");
    waitForIdle();
    assertThat(reported()).containsExactly("request-timeout");
    assertThat(text("#t")).isEqualTo("old");
  }

  @Test
  void anElementForTheProgressThatIsNoneIsReported() {
    take("/x", "%size");
    open(FORM.replace("'#p'", "'#missing'"));
    choose(10);
    clickAndLoad("#b");
    assertThat(reported()).containsExactly("target-missing");
    assertThat(text("#t")).isEqualTo("some");
  }

  @Test
  void scriptsSendFormDataTheSameWay() {
    take("/x", "%size");
    open("");
    assertThat(
            js(
                "(() => { const data = new FormData(); data.append('f', new Blob(['x']), 'n');"
                    + " return Silcrow.submit('/x', data).then(({ok, html}) => [ok, html].join());"
                    + " })()"))
        .isEqualTo("true,some");
    assertThat(seen("silcrow:upload")).isNotEmpty();
  }
}
