package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.Context;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Answers that nobody wants: something on screen, something in the log, nothing lost that was
 * typed, nothing that still looks as if it loaded, and the way is free to try again.
 */
class BadInputIT extends NavigationTest {
  private static final String WORDS = "Something went wrong. Please try again.";

  private static final String FORM =
      "<form id='f' s-post='/x' s-target='#t'><input id='i' name='i'><button"
          + " id='b'>s</button></form><p id='t'>old</p>";

  /** What a server, or what stands between, may say; and what the user sees of it. */
  enum Answer {
    WRONG_TYPE(200, "image/png", "x", "body-foreign", WORDS),
    PLAIN_TEXT(200, "text/plain", "fine", "body-foreign", WORDS),
    NO_TYPE(200, "", "x", "body-foreign", WORDS),
    BROKEN_JSON(200, "application/json", "{", "body-malformed", WORDS),
    EMPTY_ERROR(500, "text/html", "", "http-status", WORDS),
    PLAIN_ERROR(500, "text/plain", "Server Error", "http-status", WORDS),
    BROKEN_ERROR(500, "application/json", "<html>", "http-status", WORDS),
    GATEWAY(502, "text/plain", "Bad Gateway", "http-status", WORDS),
    UNSUPPORTED(415, "text/plain", "no", "http-status", WORDS),
    PROBLEM(
        403,
        "application/problem+json",
        "{\"title\":\"Forbidden\",\"detail\":\"This room is closed.\"}",
        "http-status",
        "This room is closed."),
    PROBLEM_TITLE(
        413, "application/problem+json", "{\"title\":\"Too large\"}", "http-status", "Too large"),
    BROKEN_PROBLEM(500, "application/problem+json", "[", "http-status", WORDS),
    EMPTY_PROBLEM(500, "application/problem+json", "null", "http-status", WORDS),
    PROBLEM_WITH_TOAST(
        409,
        "application/problem+json",
        "{\"title\":\"T\",\"detail\":\"D\",\"_toasts\":[{\"message\":\"Own\",\"level\":\"error\"}]}",
        "http-status",
        "Own");

    private final int status;
    private final String type;
    private final String body;
    private final String code;
    private final String shown;

    Answer(int status, String type, String body, String code, String shown) {
      this.status = status;
      this.type = type;
      this.body = body;
      this.code = code;
      this.shown = shown;
    }

    void give(Context ctx) {
      ctx.status(status).contentType(type).result(body);
    }
  }

  private List<?> toasts() {
    return (List<?>)
        js(
            "[...document.querySelectorAll('.silcrow-toast-error"
                + " .silcrow-toast-message')].map((node) => node.textContent)");
  }

  private void assertNothingIsLost() {
    waitForIdle();
    assertThat(page.inputValue("#i")).isEqualTo("typed");
    assertThat(text("#t")).isEqualTo("old");
    assertThat(page.url()).isEqualTo(server.url("/page"));
    assertThat(js("window.mark")).isEqualTo(1);
    json("/x", "{}");
    page.fill("#i", "typed and more");
    clickAndLoad("#b");
    assertThat(seen("silcrow:error")).as("the next attempt goes well").hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Answer.class)
  void anAnswerThatCannotBeShownIsSaid(Answer answer) {
    route("/x", answer::give);
    allowNetworkErrors();
    openMarked(FORM);
    page.fill("#i", "typed");
    page.click("#b");
    awaitSeen("silcrow:error");
    waitForIdle();
    assertThat(toasts()).isEqualTo(List.of(answer.shown));
    assertThat(reported()).containsExactly(answer.code);
    assertNothingIsLost();
  }

  @Test
  void noAnswerIsSaid() {
    spendContext();
    allowNetworkErrors();
    openMarked(FORM);
    page.fill("#i", "typed");
    context().setOffline(true);
    page.click("#b");
    awaitSeen("silcrow:error");
    assertThat(toasts()).isEqualTo(List.of(WORDS));
    context().setOffline(false);
    assertNothingIsLost();
  }

  @Test
  void anAnswerThatComesTooLateIsSaid() throws Exception {
    Asked asked = json("/x", "{}").hold();
    stopClock();
    openMarked(FORM.replace("s-post", "s-timeout='100' s-post"));
    page.fill("#i", "typed");
    page.click("#b");
    asked.next();
    clock().runFor(100);
    awaitSeen("silcrow:error");
    assertThat(toasts()).isEqualTo(List.of(WORDS));
    asked.release();
    assertNothingIsLost();
  }

  @Test
  void aRedirectLoopIsSaid() {
    route("/x", ctx -> ctx.redirect("/x"));
    allowNetworkErrors();
    allowBlockedFetches();
    openMarked(FORM);
    page.fill("#i", "typed");
    page.click("#b");
    awaitSeen("silcrow:error");
    assertThat(toasts()).isEqualTo(List.of(WORDS));
    assertNothingIsLost();
  }

  @ParameterizedTest
  @CsvSource({
    "<body s-failed='Das ging nicht.'>, Das ging nicht.",
    "<body s-failed='Nicht so.'><div s-failed='Sondern so.'>, Sondern so.",
    "<body s-failed=''>, ",
  })
  void theWordsAreThePages(String around, String words) {
    route("/x", ctx -> ctx.status(500).result("no"));
    allowNetworkErrors();
    server.page(
        "/page",
        "<!doctype html><title>x</title><script src='/silcrow.min.js' defer></script>"
            + around
            + FORM);
    page.navigate(server.url("/page"));
    page.click("#b");
    awaitSeen("silcrow:error");
    waitForIdle();
    assertThat(toasts()).isEqualTo(words == null ? List.of() : List.of(words));
  }

  @Test
  void aPageThatTakesTheErrorSaysItItself() {
    route("/x", ctx -> ctx.status(500).result("no"));
    allowNetworkErrors();
    openMarked(FORM);
    js("Silcrow.onError(() => {})");
    page.fill("#i", "typed");
    page.click("#b");
    awaitSeen("silcrow:error");
    waitForIdle();
    assertThat(toasts()).isEmpty();
    assertNothingIsLost();
  }

  @ParameterizedTest
  @CsvSource({
    "silcrow-trigger, expired",
    "silcrow-navigate, /login",
    "'silcrow-patch', '{\"target\":\"#s\",\"data\":{\"n\":1}}'",
    "Set-Cookie, silcrow_toasts=%5B%7B%22message%22%3A%22Own%22%2C%22level%22%3A%22error%22%7D%5D;"
        + " Path=/",
  })
  void aServerThatSaysItItselfIsNotTalkedOver(String header, String value) {
    route("/x", ctx -> ctx.status(401).header(header, value).result(""));
    document("/login", "Login", "<h1>Login</h1>");
    allowNetworkErrors();
    open(FORM + "<b id='s' :text='n'></b>");
    page.click("#b");
    awaitSeen("silcrow:error");
    waitForIdle();
    assertThat(toasts()).isEqualTo(header.equals("Set-Cookie") ? List.of("Own") : List.of());
  }

  @Test
  void theSameFailureIsSaidOnceOnScreen() {
    route("/x", ctx -> ctx.status(500).result("no"));
    allowNetworkErrors();
    stopClock();
    open(FORM);
    for (int i = 1; i <= 3; i++) {
      page.click("#b");
      waitFor("window.seen.filter(({type}) => type === 'silcrow:error').length === " + i);
      waitForIdle();
      clock().runFor(500);
    }
    assertThat(toasts()).isEqualTo(List.of(WORDS));
  }

  @Test
  void anErrorInTheMiddleOfASwapLeavesTheRestAlone() {
    html("/x", "<b id='n'>new</b>");
    open(FORM);
    js(
        "customElements.define('x-bad', class extends HTMLElement { connectedCallback() { throw new"
            + " Error('mine'); } }); window.own = []; addEventListener('error', (event) => {"
            + " event.preventDefault(); own.push(event.message); })");
    html("/x", "<x-bad></x-bad><b id='n'>new</b>");
    clickAndLoad("#b");
    waitForIdle();
    assertThat(text("#n")).isEqualTo("new");
    assertThat(js("own.length")).isEqualTo(1);
  }

  @Test
  void anAnswerThatBreaksOffInTheMiddleChangesNothing() {
    route(
        "/x",
        ctx -> {
          ctx.contentType("text/html").header("Content-Length", "1000");
          ctx.res().getOutputStream().print("<b>half");
          ctx.res().flushBuffer();
          throw new IllegalStateException("broken on purpose");
        });
    allowNetworkErrors();
    openMarked(FORM);
    page.fill("#i", "typed");
    page.click("#b");
    awaitSeen("silcrow:error");
    assertThat(toasts()).isEqualTo(List.of(WORDS));
    assertNothingIsLost();
  }

  @ParameterizedTest
  @CsvSource({
    "silcrow-patch, [, effect-malformed",
    "silcrow-patch, '{\"target\":\"#missing\",\"data\":{}}', target-missing",
    "silcrow-patch, '{\"target\":\"#t\",\"data\":5}', patch-shape",
    "silcrow-trigger, a b, effect-malformed",
    "silcrow-retarget, #missing, target-missing",
    "silcrow-retarget, ][, target-invalid",
    "silcrow-push, https://evil.example/, foreign-url",
    "silcrow-navigate, javascript:1, foreign-url",
    "silcrow-ws, https://evil.example/, live-refused",
    "silcrow-sse, javascript:1, live-refused",
  })
  void aHeaderThatMeansNothingIsReportedAndTheRestIsDone(String header, String value, String code) {
    route("/x", ctx -> ctx.header(header, value).html("<b>new</b>"));
    openMarked(FORM);
    page.fill("#i", "typed");
    clickAndLoad("#b");
    waitForIdle();
    assertThat(reported()).containsExactly(code);
    assertThat(html("#t")).isEqualTo("<b>new</b>");
    assertThat(page.inputValue("#i")).isEqualTo("typed");
    assertThat(page.url()).isEqualTo(server.url("/page"));
  }

  @ParameterizedTest
  @CsvSource({"413", "415", "422", "500"})
  void anUploadThatIsRefusedKeepsWhatWasChosen(int status) {
    route("/x", ctx -> ctx.status(status).contentType("text/plain").result("no"));
    allowNetworkErrors();
    openMarked(FORM.replace("<input", "<input id='u' type='file' name='u'><input"));
    page.fill("#i", "typed");
    page.setInputFiles(
        "#u",
        new com.microsoft.playwright.options.FilePayload("a.txt", "text/plain", new byte[100_000]));
    page.click("#b");
    awaitSeen("silcrow:error");
    waitForIdle();
    assertThat(toasts()).isEqualTo(List.of(WORDS));
    assertThat(js("document.querySelector('#u').files[0].name")).isEqualTo("a.txt");
    assertNothingIsLost();
  }
}
