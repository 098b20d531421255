package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Request;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.provider.Arguments;

/**
 * A page on which nothing may run, leave or reach another site, whatever is put into it: with and
 * without a policy, with and without the browser's own sanitizer.
 */
abstract class HostileTest extends ClientTest {
  private final List<String> foreign = new java.util.concurrent.CopyOnWriteArrayList<>();
  private final Consumer<Request> note = this::note;

  static Stream<Arguments> pages() {
    return Stream.of(
        Arguments.of(true, true),
        Arguments.of(true, false),
        Arguments.of(false, true),
        Arguments.of(false, false));
  }

  private void note(Request request) {
    URI at = URI.create(server.url("/"));
    if (!request.url().startsWith(at.toString()) && !request.url().startsWith("data:image/")) {
      foreign.add(request.url());
    }
  }

  @BeforeEach
  void watchRequests() {
    foreign.clear();
    allowInertReports();
    allowNetworkErrors();
    page.onRequest(note);
  }

  @AfterEach
  void nothingWentOut() {
    page.offRequest(note);
    assertThat(foreign).as("requests to other sites").isEmpty();
  }

  /** Opens a page that is watched. */
  protected void openWatched(boolean policy, boolean ownSanitizer, String head, String body) {
    script("spy.js");
    script("without-native.js");
    load(
        policy ? "/page" : TestServer.LENIENT,
        "<script src=\"/spy.js\"></script>"
            + (ownSanitizer ? "" : "<script src=\"/without-native.js\"></script>")
            + head
            + "<script src=\"/silcrow.min.js\" defer></script>",
        body);
    assertThat(js("typeof Element.prototype.setHTML !== 'undefined'"))
        .as("the browser's own sanitizer")
        .isEqualTo(ownSanitizer);
    js("void (window.inspect = " + Corpus.text("inspect.js") + ")");
  }

  private void script(String name) {
    server.handle("/" + name, ctx -> ctx.contentType("text/javascript").result(Corpus.text(name)));
  }

  /** Gives what is in the page the chance to act, and says what did. */
  protected List<?> whatRan() {
    return (List<?>)
        js(
            """
            async () => {
              const all = Document.prototype.querySelectorAll.call(document, 'body *');
              for (const node of all) {
                for (const type of ['mouseover', 'focus', 'error', 'load', 'toggle', 'animationend', 'click']) {
                  const acts = node instanceof HTMLAnchorElement || node instanceof HTMLFormElement
                    || /^(button|input|area|a|summary)$/.test(node.localName);
                  if (type === 'click' && acts) continue;
                  EventTarget.prototype.dispatchEvent.call(node, new Event(type, {bubbles: false}));
                }
              }
              await new Promise((resolve) => setTimeout(resolve, 150));
              return ran;
            }
            """);
  }
}
