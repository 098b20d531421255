package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.browser.Axe;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users of a screen reader are told. */
class AnnouncementsIT extends ClientTest {
  private static final String REGION = ".silcrow-announcer[role=status]";

  /** Notes in {@code window.said} what is said from now on. */
  private void hear() {
    js(
        "window.said = []; new MutationObserver(() => {"
            + " const text = document.querySelector('.silcrow-announcer').textContent;"
            + " if (text && text !== said.at(-1)) said.push(text);"
            + " }).observe(document.querySelector('.silcrow-announcer'),"
            + " {childList: true, characterData: true, subtree: true})");
  }

  private Object said() {
    js("new Promise((done) => setTimeout(done, 150))");
    return js("window.said");
  }

  private void html(Peer peer, String target, String markup) {
    peer.send(htmlEvent(target, markup));
  }

  private static String htmlEvent(String target, String markup) {
    return "{\"type\":\"html\",\"target\":\"%s\",\"markup\":\"%s\"}".formatted(target, markup);
  }

  @Test
  void theRegionIsThereBeforeItHasAnythingToSay() {
    open("<main><h1>Page</h1></main>");
    assertThat(text(REGION)).isEmpty();
    assertThat(js("document.querySelector('.silcrow-announcer').parentNode.localName"))
        .as("no swap of the body takes it away")
        .isEqualTo("html");
    assertThat(Axe.violations(page)).isEmpty();
    js("Silcrow.destroy()");
    assertThat(js("document.querySelector('.silcrow-announcer')")).isNull();
  }

  @Test
  void aNavigationIsAnnouncedOnceByItsTitle() {
    server.page(
        "/next", "<!doctype html><title> Inbox (3) </title><main s-announce><h1>x</h1></main>");
    open("<main><h1>Page</h1></main>");
    hear();
    js("Silcrow.go('/next')");
    assertThat(said()).isEqualTo(List.of("Inbox (3)"));
    assertThat(js("document.querySelector('.silcrow-announcer').clientWidth")).isEqualTo(1);
    assertThat(js("document.querySelectorAll('[style]').length")).isEqualTo(0);
    assertThat(Axe.violations(page)).isEmpty();
    js("window.said = []; Silcrow.go('/next')");
    assertThat(said()).as("the same title again").isEqualTo(List.of("Inbox (3)"));
  }

  @Test
  void aTitleThatMarkupHidesIsFoundAllTheSame() {
    server.page(
        "/next",
        "<!doctype html><title>Real</title>"
            + "<img name=\"title\" alt=\"\"><img name=\"documentElement\" alt=\"\">"
            + "<img name=\"hidden\" alt=\"\"><h1>x</h1>");
    open("<main><h1>Page</h1></main>");
    hear();
    js("Silcrow.go('/next')");
    assertThat(said()).isEqualTo(List.of("Real"));
    js("Silcrow.destroy(); Silcrow.start(); undefined");
    assertThat(js("document.querySelectorAll('html > [class|=silcrow]').length")).isEqualTo(2);
  }

  @Test
  void aSwapIsAnnouncedOnlyWhereThePageWantsIt() throws Exception {
    open(
        "<main id=\"main\" s-live=\"/ws/a\"><p id=\"plain\">a</p><p id=\"own\" s-announce>a</p>"
            + "<p id=\"words\" s-announce=\"Results are in\">a</p></main>");
    Peer peer = server.await("/ws/a");
    hear();
    html(peer, "#plain", "quiet");
    page.waitForSelector("#plain:text('quiet')");
    assertThat(said()).isEqualTo(List.of());
    html(peer, "#own", "<b>12</b> results");
    page.waitForSelector("#own b");
    assertThat(said()).isEqualTo(List.of("12 results"));
    html(peer, "#words", "x");
    page.waitForSelector("#words:text('x')");
    assertThat(said()).isEqualTo(List.of("12 results", "Results are in"));
    peer.send(
        "{\"type\":\"html\",\"target\":\"#own\",\"swap\":\"outer\",\"markup\":\"<p id='own' s-announce>new</p>\"}");
    page.waitForSelector("#own:text('new')");
    assertThat(said()).isEqualTo(List.of("12 results", "Results are in", "new"));
    peer.send("{\"type\":\"html\",\"target\":\"#own\",\"swap\":\"remove\",\"markup\":\"\"}");
    page.waitForSelector(
        "#own",
        new com.microsoft.playwright.Page.WaitForSelectorOptions()
            .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
    assertThat(reported()).isEmpty();
  }

  @Test
  void aStormIsAnnouncedByItsLastWord() throws Exception {
    open("<p id=\"own\" s-announce s-live=\"/ws/a\">a</p>");
    Peer peer = server.await("/ws/a");
    hear();
    // In one frame, so that nothing decides how long it takes.
    peer.send(
        Stream.concat(IntStream.range(0, 30).mapToObj(i -> "n" + i), Stream.of("x".repeat(5000)))
            .map(text -> htmlEvent("#own", text))
            .collect(Collectors.joining(",", "[", "]")));
    page.waitForSelector("#own:text('xxx')");
    assertThat(said()).isEqualTo(List.of("x".repeat(300)));
  }

  @Test
  void aTargetedRequestIsAnnouncedAsASwap() {
    open("<main><h1>Page</h1><p id=\"own\" s-announce>a</p><p id=\"plain\">b</p></main>");
    server.handle("/part", ctx -> ctx.html("<b>Part</b>"));
    server.handle("/data", ctx -> ctx.json(Map.of("n", 1)));
    hear();
    js("Silcrow.go('/part', {target: '#plain'})");
    js("Silcrow.go('/data', {target: '#plain'})");
    assertThat(said()).isEqualTo(List.of());
    js("Silcrow.go('/part', {target: '#own'})");
    assertThat(said()).isEqualTo(List.of("Part"));
  }
}
