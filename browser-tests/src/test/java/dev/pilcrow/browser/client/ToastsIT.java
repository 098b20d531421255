package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.options.Cookie;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Toasts from JSON and from the cookie, in the page's own region or the page's own way. */
class ToastsIT extends ClientTest {
  private void cookie(String value) {
    context().addCookies(List.of(new Cookie("silcrow_toasts", value).setUrl(server.url("/"))));
  }

  @Test
  void toastsOfAPatchAppearInTheRegionAndNotInTheData() {
    open("<div id=\"root\"><b :text=\"n\"></b></div>");
    js(
        "Silcrow.patch({n: 1, _toasts: [{message: 'Saved <b>', level: 'success'},"
            + " {message: 'Broken', level: 'danger'}]}, '#root')");
    assertThat(text("#root b")).isEqualTo("1");
    assertThat(text(".silcrow-toasts [role=status] .silcrow-toast-success .silcrow-toast-message"))
        .isEqualTo("Saved <b>");
    assertThat(text(".silcrow-toasts [role=alert] .silcrow-toast-error .silcrow-toast-message"))
        .isEqualTo("Broken");
    page.click(".silcrow-toast-error button[aria-label=Dismiss]");
    assertThat(js("document.querySelectorAll('.silcrow-toast').length")).isEqualTo(1);
    assertThat(js("document.querySelectorAll('[style]').length")).isEqualTo(0);
  }

  @Test
  void aToastGoesByItselfAndAnErrorStays() {
    clock().install();
    open("<div id=\"root\"></div>");
    js(
        "Silcrow.patch({_toasts: [{message: 'a', level: 'odd\" level'}, {message: 'b', level: 'error'}]}, '#root')");
    assertThat(js("document.querySelector('.silcrow-toast').className"))
        .isEqualTo("silcrow-toast silcrow-toast-info");
    clock().runFor(6000);
    assertThat(
            js(
                "[...document.querySelectorAll('.silcrow-toast-message')].map((e) => e.textContent)"))
        .isEqualTo(List.of("b"));
  }

  @Test
  void onlySoManyAreShownTogether() {
    open("<div id=\"root\"></div>");
    js("for (let i = 0; i < 50; i++) Silcrow.patch({_toasts: [{message: 't' + i}]}, '#root')");
    assertThat(js("document.querySelectorAll('.silcrow-toast').length")).isEqualTo(5);
    assertThat(text(".silcrow-toast:last-child .silcrow-toast-message")).isEqualTo("t49");
  }

  @Test
  void aHandlerTakesThemInstead() {
    open("<div id=\"root\"></div>");
    js("window.got = []; Silcrow.onToast((...args) => got.push(args)); undefined");
    js(
        "Silcrow.patch({data: [1], _toasts: [{message: 'a', level: 'warning'}, {message: 'b'}]}, '#root')");
    assertThat(js("got")).isEqualTo(List.of(List.of("a", "warning"), List.of("b", "info")));
    assertThat(js("document.querySelectorAll('.silcrow-toast').length")).isEqualTo(0);
  }

  @Test
  void theCookieIsShownAtStartAndCleared() {
    cookie(
        "%5B%7B%22message%22%3A%22Willkommen%2C%20Zo%C3%AB%22%2C%22level%22%3A%22success%22%7D%5D");
    open("");
    page.waitForSelector(".silcrow-toast-success");
    assertThat(text(".silcrow-toast-message")).isEqualTo("Willkommen, Zoë");
    assertThat(context().cookies()).isEmpty();
  }

  @Test
  void aHandlerRegisteredWhenTheDomIsReadyGetsTheCookie() {
    cookie("%5B%7B%22message%22%3A%22Hi%22%2C%22level%22%3A%22info%22%7D%5D");
    server.handle(
        "/app.js",
        ctx ->
            ctx.contentType("text/javascript")
                .result(
                    "document.addEventListener('DOMContentLoaded', () => {"
                        + " window.got = []; Silcrow.onToast((message) => got.push(message)); });"));
    open("<script src=\"/app.js\" defer></script>", "");
    waitFor("window.got?.length === 1");
    assertThat(js("document.querySelectorAll('.silcrow-toast').length")).isEqualTo(0);
  }

  @Test
  void theRegionHasNoAccessibilityProblem() {
    open("<main><h1>Page</h1><div id=\"root\"></div></main>");
    js(
        "Silcrow.patch({_toasts: [{message: 'Saved', level: 'success'},"
            + " {message: 'Broken', level: 'error'}]}, '#root')");
    assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
  }

  @Test
  void aBrokenCookieIsReportedAndCleared() {
    cookie("%7Bbroken");
    open("");
    awaitSeen("silcrow:error");
    assertThat(reported()).containsExactly("toast-cookie");
    assertThat(context().cookies()).isEmpty();
  }

  @Test
  void wrongShapesAndThrowingHandlersAreReported() {
    open("<div id=\"root\"><b :text=\"n\"></b></div>");
    js(
        "Silcrow.patch({n: 1, _toasts: 'x'}, '#root'); Silcrow.patch({n: 2, _toasts: [null, {message: 1}]}, '#root')");
    js("Silcrow.onToast(() => { throw new Error('mine'); }); undefined");
    js("Silcrow.patch({n: 3, _toasts: [{message: 'x'}]}, '#root')");
    assertThat(text("b")).isEqualTo("3");
    assertThat(reported())
        .containsExactly("toast-shape", "toast-shape", "toast-shape", "toast-handler");
  }
}
