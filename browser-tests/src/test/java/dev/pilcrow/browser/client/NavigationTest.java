package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A client that visits pages. After each test nothing may look as if it still loaded. */
abstract class NavigationTest extends ClientTest {
  private static final String JSON = "application/json";

  private final List<Asked> routes = new ArrayList<>();

  @AfterEach
  void nothingLooksAsIfItLoaded() {
    routes.forEach(Asked::release);
    routes.clear();
    waitFor("!document.querySelector('.silcrow-loading,[aria-busy],[aria-disabled]')");
  }

  /** Answers a path as told, and notes what it was asked. */
  protected Asked route(String path, TestServer.Handler answer) {
    var asked = new Asked(answer);
    routes.add(asked);
    server.handle(path, asked);
    return asked;
  }

  protected Asked html(String path, String markup) {
    return route(path, ctx -> ctx.html(markup));
  }

  protected Asked json(String path, String data) {
    return route(path, ctx -> ctx.contentType(JSON).result(data));
  }

  protected Asked json(String path, int status, String data) {
    return route(path, ctx -> ctx.status(status).contentType(JSON).result(data));
  }

  /** Serves a whole document that shares its head with the page that {@link #open} opens. */
  protected Asked document(String path, String title, String body) {
    return html(path, documentOf(title, body));
  }

  protected static String documentOf(String title, String body) {
    return "<!doctype html><html lang=\"en\"><head><title>"
        + title
        + "</title><script src=\"/silcrow.min.js\" defer></script></head><body>"
        + body
        + "</body></html>";
  }

  /** Opens a page as {@link #open} does, and marks it: a real navigation loses the mark. */
  protected void openMarked(String body) {
    open(body);
    js("window.mark = 1");
  }

  /** Waits until a page of this path is shown in the document that was marked. */
  protected void awaitVisit(String path) {
    waitFor("location.href === '" + server.url(path) + "'");
    waitForLoads(1);
    assertThat(js("window.mark")).as("the document stayed").isEqualTo(1);
  }

  /** Waits until there were so many loads. */
  protected void waitForLoads(int count) {
    waitFor("window.seen.filter(({type}) => type === 'silcrow:load').length >= " + count);
  }

  /** Clicks and waits for what comes of it. */
  protected void clickAndLoad(String selector) {
    int loads = seen("silcrow:load").size();
    page.click(selector);
    waitForLoads(loads + 1);
  }

  /** The answer's place in the page after a click on the element in it. */
  protected void waitForIdle() {
    waitFor("!document.querySelector('.silcrow-loading,[aria-busy]')");
  }
}
