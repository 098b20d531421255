package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Addresses that no visit, request or connection may go to, whoever names them. */
class HostileUrlsIT extends HostileTest {
  private List<String> corpus() {
    String host = URI.create(server.url("/")).getAuthority();
    List<String> urls =
        Corpus.unescaped("hostile-urls.txt").stream()
            .map(url -> url.replace("127.0.0.1/", host + "/"))
            .toList();
    assertThat(urls).hasSizeGreaterThanOrEqualTo(60);
    return urls;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void callsAndMessagesGoNowhere(boolean policy, boolean ownSanitizer) throws Exception {
    openWatched(
        policy, ownSanitizer, "", "<main id=\"live\" s-live=\"/ws/a\"></main><i id=\"x\"></i>");
    Peer peer = server.await("/ws/a");
    List<String> urls = corpus();
    Object refused =
        js(
            """
            async (urls) => {
              const heads = ['navigate', 'push', 'ws', 'sse'];
              const before = [location.href, history.length, JSON.stringify(history.state)];
              for (const url of urls) {
                await Silcrow.go(url);
                await Silcrow.go(url, {method: 'POST', body: {a: 1}});
                Silcrow.live('#x', url);
                for (const head of heads) {
                  Silcrow.applyHeaders({get: (name) => (name === `silcrow-${head}` ? url : null)}, '#x');
                }
              }
              const after = [location.href, history.length, JSON.stringify(history.state)];
              return String(after) === String(before) && !document.querySelector('#x').dataset.live;
            }
            """,
            urls);
    assertThat(refused).isEqualTo(true);
    for (String url : urls) {
      peer.send(
          (String)
              js(
                  "(path) => JSON.stringify([{type: 'navigate', path}, {type: 'custom', event: 'next', data: null}])",
                  url));
    }
    peer.send("{\"type\":\"custom\",\"event\":\"done\",\"data\":null}");
    awaitSeen("silcrow:ws:done");
    assertThat(seen("silcrow:ws:next")).hasSize(urls.size());
    assertThat(whatRan()).isEmpty();
    assertThat(reported())
        .hasSizeGreaterThan(urls.size() * 6)
        .containsOnly("foreign-url", "live-refused");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void attributesGoNowhere(boolean policy, boolean ownSanitizer) {
    var body = new StringBuilder();
    // The parser puts a visible character in the place of a null: a path of this site.
    List<String> urls = corpus().stream().filter(url -> url.indexOf(0) < 0).toList();
    for (String url : urls) {
      String escaped = url.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
      for (String name : List.of("s-live", "s-ws", "s-wss", "s-sse")) {
        body.append("<i %s=\"%s\"></i>".formatted(name, escaped));
      }
      for (String name : List.of("s-get", "s-post", "s-action")) {
        body.append("<b %s=\"%s\">x</b>".formatted(name, escaped));
      }
      body.append("<b s-get=\"%s\" s-preload>x</b>".formatted(escaped));
    }
    openWatched(policy, ownSanitizer, "", body.toString());
    js(
        """
        for (const element of document.querySelectorAll('b')) {
          for (const type of ['mouseenter', 'mouseover', 'focusin', 'click']) {
            element.dispatchEvent(new MouseEvent(type, {bubbles: true, cancelable: true}));
          }
        }
        """);
    assertThat(whatRan()).isEmpty();
    assertThat(js("document.querySelectorAll('[data-live]').length")).isEqualTo(0);
    assertThat(reported()).hasSizeGreaterThanOrEqualTo(urls.size());
  }
}
