package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import dev.pilcrow.browser.Axe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Toasts from JSON and from the cookie, in the page's own region or the page's own way. */
class ToastsIT extends ClientTest {
  private void cookie(String value) {
    context().addCookies(List.of(new Cookie("silcrow_toasts", value).setUrl(server.url("/"))));
  }

  @Test
  void toastsOfAPatchAppearInTheRegionAndNotInTheData() {
    stopClock();
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
                    """
                    document.addEventListener('DOMContentLoaded', () => {
                      window.got = [];
                      Silcrow.onToast((message) => got.push(message));
                    });
                    """));
    open("<script src=\"/app.js\" defer></script>", "");
    waitFor("window.got?.length === 1");
    assertThat(js("document.querySelectorAll('.silcrow-toast').length")).isEqualTo(0);
  }

  @Test
  void theCookieIsTakenAsSoonAsTheDomIsReadyAndNotWhenThePageMayBeLeftAlready() {
    cookie("%5B%7B%22message%22%3A%22Hi%22%2C%22level%22%3A%22info%22%7D%5D");
    server.handle(
        "/app.js",
        ctx ->
            ctx.contentType("text/javascript")
                .result(
                    """
                    document.addEventListener('DOMContentLoaded', () =>
                      window.addEventListener('DOMContentLoaded', () =>
                        window.early = document.querySelectorAll('.silcrow-toast').length));
                    """));
    open("<script src=\"/app.js\" defer></script>", "");
    assertThat(js("window.early")).isEqualTo(1);
  }

  private void toast(String message, String level) {
    js(
        "(toasts) => Silcrow.patch({_toasts: [toasts]}, 'body')",
        Map.of("message", message, "level", level));
  }

  private Object shown() {
    return js(
        "[...document.querySelectorAll('.silcrow-toast-message')].map((e) => e.textContent).join()");
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void theRegionHasNoAccessibilityProblem(ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    open(
        "<meta name=\"color-scheme\" content=\"light dark\">",
        "<main><h1>Page</h1><div id=\"root\"></div></main>");
    for (String level : List.of("info", "success", "warning", "error")) {
      toast("This is " + level, level);
    }
    assertThat(Axe.violations(page)).isEmpty();
    var looks =
        (Map<?, ?>)
            js(
                "(() => { const style = getComputedStyle(document.querySelector('.silcrow-toast'));"
                    + " return {back: style.backgroundColor, display: style.display, animation: style.animationName,"
                    + " transition: style.transitionDuration}; })()");
    assertThat(looks.get("display")).isEqualTo("flex");
    assertThat(looks.get("animation")).isEqualTo("none");
    assertThat(looks.get("transition")).isEqualTo("0s");
    assertThat(looks.get("back"))
        .isEqualTo(scheme == ColorScheme.DARK ? "rgb(18, 18, 18)" : "rgb(255, 255, 255)");
    assertThat(js("document.querySelectorAll('[style]').length")).isEqualTo(0);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(null));
  }

  @Test
  void aRuleOfThePageWinsOverOurs() {
    server.handle(
        "/page.css",
        ctx -> ctx.contentType("text/css").result(".silcrow-toast{display:grid} *{padding:0}"));
    open("<link rel=\"stylesheet\" href=\"/page.css\">", "");
    toast("x", "info");
    assertThat(js("getComputedStyle(document.querySelector('.silcrow-toast')).display"))
        .isEqualTo("grid");
    assertThat(js("getComputedStyle(document.querySelector('.silcrow-toast')).paddingLeft"))
        .isEqualTo("16px");
  }

  @Test
  void theRegionIsThereFromTheStartAndSurvivesASwapOfTheBody() {
    stopClock();
    open("<main><h1>Page</h1></main>");
    assertThat(js("document.querySelectorAll('.silcrow-toasts > [role]').length")).isEqualTo(2);
    toast("kept", "info");
    server.page("/next", "<!doctype html><title>Next</title><h1>Next</h1>");
    js("Silcrow.go('/next')");
    assertThat(text("h1")).isEqualTo("Next");
    assertThat(shown()).isEqualTo("kept");
    js("Silcrow.destroy()");
    assertThat(js("document.querySelector('.silcrow-toasts')")).isNull();
  }

  @Test
  void theFocusStaysWhereItIsAndComesBack() {
    stopClock();
    open("<input id=\"in\" aria-label=\"x\">");
    page.focus("#in");
    toast("one", "info");
    toast("two", "info");
    toast("three", "error");
    assertThat(js("document.activeElement.id")).isEqualTo("in");
    page.keyboard().press("Tab");
    assertThat(js("document.activeElement.getAttribute('aria-label')")).isEqualTo("Dismiss");
    page.keyboard().press("Escape");
    assertThat(shown()).isEqualTo("two,three");
    page.keyboard().press("Enter");
    assertThat(shown()).isEqualTo("three");
    assertThat(js("document.activeElement.id")).isEqualTo("in");
    page.keyboard().press("Escape");
    assertThat(shown()).as("Escape elsewhere is the page's").isEqualTo("three");
  }

  @Test
  void aToastWaitsWhileItIsLookedAt() {
    clock().install();
    open("");
    toast("hovered", "info");
    page.hover(".silcrow-toast");
    clock().runFor(30_000);
    assertThat(shown()).isEqualTo("hovered");
    page.mouse().move(1, 1);
    clock().runFor(6_000);
    assertThat(shown()).isEqualTo("");
    toast("focused", "info");
    page.focus(".silcrow-toast-close");
    clock().runFor(30_000);
    assertThat(shown()).isEqualTo("focused");
    js("document.activeElement.blur()");
    clock().runFor(6_000);
    assertThat(shown()).isEqualTo("");
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
