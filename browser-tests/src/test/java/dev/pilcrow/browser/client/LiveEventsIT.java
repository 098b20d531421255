package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The five events, over both transports, with a target, without one, and with a wrong one. */
class LiveEventsIT extends ClientTest {
  /** The same event as each transport writes it. */
  enum Transport {
    WS("ws:/ws/a", "/ws/a"),
    SSE("sse:/events/a", "/events/a");

    final String value;
    final String path;

    Transport(String value, String path) {
      this.value = value;
      this.path = path;
    }

    String patch(String target, String data) {
      String envelope = "{\"type\":\"patch\",\"target\":\"" + target + "\",\"data\":" + data + "}";
      return this == WS ? envelope : event("patch", envelope);
    }

    String html(String target, String markup, String swap) {
      String field = this == WS ? "markup" : "html";
      String envelope =
          "{\"type\":\"html\",\"target\":\"%s\",\"%s\":\"%s\",\"swap\":\"%s\"}"
              .formatted(target, field, markup, swap);
      return this == WS ? envelope : event("html", envelope);
    }

    String invalidate(String target) {
      return this == WS
          ? "{\"type\":\"invalidate\",\"target\":\"" + target + "\"}"
          : event("invalidate", target);
    }

    String navigate(String path) {
      return this == WS
          ? "{\"type\":\"navigate\",\"path\":\"" + path + "\"}"
          : event("navigate", path);
    }

    String custom(String name, String data) {
      String envelope = "{\"type\":\"custom\",\"event\":\"" + name + "\",\"data\":" + data + "}";
      return this == WS ? envelope : event("custom", envelope);
    }

    private static String event(String name, String data) {
      return "event: " + name + "\ndata: " + data + "\n\n";
    }
  }

  private Peer connect(Transport transport, String body) throws Exception {
    open(body.replace("LIVE", "s-live=\"" + transport.value + "\""));
    return server.await(transport.path);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void patchReachesItsTargetOnly(Transport transport) throws Exception {
    Peer peer =
        connect(
            transport,
            "<div LIVE id=\"a\"><b :text=\"n\">0</b></div><p id=\"b\" :text=\"n\">0</p>");
    peer.send(transport.patch("#b", "{\"n\":7}"));
    waitFor("document.querySelector('#b').textContent === '7'");
    assertThat(text("#a b")).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void patchWithoutTargetReachesEveryElementOfTheConnection(Transport transport) throws Exception {
    Peer peer =
        connect(
            transport,
            "<p LIVE id=\"a\" :text=\"n\">0</p><p LIVE id=\"b\" :text=\"n\">0</p>"
                + "<p id=\"c\" :text=\"n\">0</p>");
    peer.send(transport.patch("", "{\"n\":7}"));
    waitFor("document.querySelector('#b').textContent === '7'");
    assertThat(text("#a")).isEqualTo("7");
    assertThat(text("#c")).isEqualTo("0");
    assertThat(server.peers(transport.path)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aTargetThatIsNotThereIsIgnoredWithAReport(Transport transport) throws Exception {
    Peer peer = connect(transport, "<p LIVE id=\"a\" :text=\"n\">0</p>");
    peer.send(transport.patch("#missing", "{\"n\":7}"));
    peer.send(transport.html("p[", "x", "inner"));
    peer.send(transport.html("script", "x", "inner"));
    peer.send(transport.invalidate("#missing"));
    peer.send(transport.patch("#a", "{\"n\":8}"));
    waitFor("document.querySelector('#a').textContent === '8'");
    assertThat(reported())
        .containsExactly("target-missing", "target-invalid", "target-forbidden", "target-missing");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void htmlReplacesTheContentOfItsTarget(Transport transport) throws Exception {
    Peer peer = connect(transport, "<div LIVE></div><ul id=\"b\"><li>old</li></ul>");
    peer.send(transport.html("#b", "<li>new</li>", "inner"));
    waitFor("document.querySelector('#b li').textContent === 'new'");
    assertThat(html("#b")).isEqualTo("<li>new</li>");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void htmlWithoutTargetReachesEveryElementOfTheConnection(Transport transport) throws Exception {
    Peer peer = connect(transport, "<div LIVE id=\"a\">x</div><div LIVE id=\"b\">x</div>");
    peer.send(transport.html("", "<i>y</i>", "inner"));
    waitFor("document.querySelector('#b i')");
    assertThat(html("#a")).isEqualTo("<i>y</i>");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void invalidateFindsBindingsThatAppearedUnseen(Transport transport) throws Exception {
    Peer peer = connect(transport, "<div LIVE id=\"a\"><p>0</p></div>");
    peer.send(transport.patch("#a", "{\"n\":1}"));
    awaitSeen("silcrow:patched");
    js("document.querySelector('#a p').setAttribute(':text', 'n')");
    peer.send(transport.invalidate("#a"));
    peer.send(transport.patch("#a", "{\"n\":2}"));
    waitFor("document.querySelector('#a p').textContent === '2'");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void navigateGoesToAPageOfThisSite(Transport transport) throws Exception {
    server.page("/next", "<!doctype html><title>Next</title><h1>Next</h1>");
    Peer peer = connect(transport, "<div LIVE></div>");
    peer.send(transport.navigate("/next"));
    page.waitForURL(server.url("/next"));
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void navigateCanBeCancelledAndNeverLeavesTheSite(Transport transport) throws Exception {
    Peer peer = connect(transport, "<div LIVE></div>");
    js("document.addEventListener('silcrow:navigate', (event) => event.preventDefault())");
    for (String foreign :
        new String[] {
          "https://evil.example/", "//evil.example/", "javascript:alert(1)", "data:,x"
        }) {
      peer.send(transport.navigate(foreign));
    }
    peer.send(transport.navigate("/next?x=1"));
    var navigations = awaitSeen("silcrow:navigate");
    assertThat(navigations).hasSize(1);
    assertThat(navigations.get(0))
        .containsEntry("url", server.url("/next?x=1"))
        .containsEntry("method", "GET")
        .containsEntry("trigger", transport.name().toLowerCase(java.util.Locale.ROOT))
        .containsEntry("target", "#body");
    assertThat(reported()).hasSize(4).containsOnly("foreign-url");
    assertThat(page.url()).isEqualTo(server.url("/page"));
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void customBecomesADomEventOfItsTransport(Transport transport) throws Exception {
    Peer peer = connect(transport, "<div LIVE></div>");
    peer.send(transport.custom("notification", "{\"title\":\"Hi\"}"));
    String prefix = transport == Transport.WS ? "silcrow:ws:" : "silcrow:sse:";
    var events = awaitSeen(prefix + "notification");
    assertThat(events).hasSize(1);
    assertThat(events.get(0)).containsEntry("data", Map.of("title", "Hi"));
    assertThat((String) events.get(0).get("url")).endsWith(transport.path);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aPageMayRefuseAnEventBeforeItIsCarriedOut(Transport transport) throws Exception {
    Peer peer = connect(transport, "<div LIVE></div><p id=\"b\" :text=\"n\">0</p>");
    js(
        "document.addEventListener('silcrow:live:message', (event) => {"
            + " if (event.detail.event.type === 'patch') event.preventDefault(); })");
    peer.send(transport.patch("#b", "{\"n\":7}"));
    peer.send(transport.html("#b", "<i>html</i>", "append"));
    waitFor("document.querySelector('#b i')");
    assertThat(text("#b")).isEqualTo("0html");
  }
}
