package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which transport a live element gets, and which URLs it may have. */
class DetectionIT extends ClientTest {
  @BeforeEach
  void openPage() {
    open("");
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> endpoint(String value, String fixed, String said) {
    return (Map<String, Object>)
        js(
            "([value, fixed, said]) => import('/src/transport/endpoint.js').then((module) =>"
                + " module.endpoint(value, fixed, () => said || undefined))",
            List.of(value, fixed, said));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // value, attribute's transport, what the server said, transport, guessed
        "/ws/chat,'','',ws,false",
        "/chat/ws,'','',ws,false",
        "/app/websocket/1,'','',ws,false",
        "/socket,'','',ws,false",
        "/wss,'','',ws,false",
        "/WS/chat,'','',ws,false",
        "/news,'','',sse,true",
        "/wsx/chat,'','',sse,true",
        "/websockets,'','',sse,true",
        "/events?path=/ws/,'','',sse,true",
        "ws:/news,'','',ws,false",
        "wss:/news,'','',ws,false",
        "WS:/news,'','',ws,false",
        "sse:/ws/chat,'','',sse,false",
        "ws:news,'','',ws,false",
        "/news,ws,'',ws,false",
        "/ws/chat,sse,'',sse,false",
        "sse:/news,ws,'',sse,false",
        "/news,'',ws,ws,false",
        "/ws/chat,'',sse,sse,false",
        "/news,sse,ws,sse,false",
      })
  void theFirstRuleThatAppliesDecides(
      String value, String fixed, String said, String protocol, boolean guessed) {
    assertThat(endpoint(value, fixed, said))
        .containsEntry("protocol", protocol)
        .containsEntry("guessed", guessed);
  }

  @Test
  void urlsAreAbsoluteWithoutFragmentAndCarryTheFlagOnlyWhenConnecting() {
    String host = server.url("").replace("http", "ws");
    assertThat(endpoint("/ws/chat?room=1#top", "", ""))
        .containsEntry("url", host + "/ws/chat?room=1")
        .containsEntry("connectUrl", host + "/ws/chat?room=1&silcrow=1")
        .containsEntry("path", "/ws/chat");
    assertThat(endpoint(host + "/x", "", "")).containsEntry("url", host + "/x");
    assertThat(endpoint(server.url("/x"), "", "")).containsEntry("url", server.url("/x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ws://evil.example/ws",
        "https://evil.example/events",
        "//evil.example/ws",
        "wss://127.0.0.1/ws",
        "http://user:secret@127.0.0.1/ws",
        "javascript:alert(1)",
        "data:,x",
        "ws:",
        "",
        "http://[",
        "blob:http://127.0.0.1/1",
        "file:///etc/passwd"
      })
  void foreignUrlsAndCredentialsAreRefusedWithAReport(String value) {
    assertThat(endpoint(value, "", "")).isNull();
    js("(value) => Silcrow.live(document.body, value)", value);
    assertThat(reported()).containsExactly("live-refused");
  }

  @Test
  void credentialsForThisVeryHostAreRefused() {
    assertThat(endpoint(server.url("/ws/a").replace("//", "//user:secret@"), "", "")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "s-live=\"/ws/chat\",/ws/chat,ws",
    "s-live=\"ws:/line\",/line,ws",
    "s-ws=\"/line\",/line,ws",
    "s-wss=\"/line\",/line,ws",
    "s-sse=\"/ws-news\",/ws-news,http",
    "s-live=\"/news\",/news,http",
  })
  void theAttributeOpensThatTransport(String attribute, String path, String scheme)
      throws Exception {
    open("<div id=\"a\" " + attribute + "></div>");
    Peer peer = server.await(path);
    assertThat(peer.query()).startsWith("silcrow=1");
    waitForState("#a", "open");
    assertThat((String) awaitSeen("silcrow:live:connect").get(0).get("url"))
        .startsWith(scheme + ":");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<meta name=\"silcrow-live\" content='{\"/line\":\"ws\",\"/other\":\"sse\"}'>",
        "<meta name=\"silcrow-ws\" content=\"/line\">"
      })
  void theServerMaySayThatAPathIsASocket(String meta) throws Exception {
    open(meta, "<div id=\"a\" s-live=\"/line\"></div>");
    server.await("/line");
    waitForState("#a", "open");
    assertThat((String) awaitSeen("silcrow:live:connect").get(0).get("url")).startsWith("ws:");
    assertThat(server.peers("/line")).hasSize(1);
  }

  @Test
  void aGuessedEventStreamThatIsRefusedBecomesASocket() throws Exception {
    allowNetworkErrors();
    server.refuseStreams("/line");
    open("<div id=\"a\" s-live=\"/line\"></div>");
    server.await("/line");
    waitForState("#a", "open");
    assertThat((String) awaitSeen("silcrow:live:connect").get(0).get("url")).startsWith("ws:");
    js(
        "document.body.append(Object.assign(document.createElement('i'), {id: 'b'}));"
            + "document.querySelector('#b').setAttribute('s-live', '/line?again')");
    server.await("/line");
    waitForState("#b", "open");
    assertThat(seen("silcrow:live:disconnect")).isEmpty();
  }

  @Test
  void whenBothFailItStaysAnEventStream() throws Exception {
    allowNetworkErrors();
    server.refuseStreams("/line");
    server.refuse("/line");
    open("<div id=\"a\" s-live=\"/line\"></div>");
    waitForState("#a", "offline");
    server.acceptStreams("/line");
    js("Silcrow.reconnect('#a')");
    server.await("/line");
    waitForState("#a", "open");
    assertThat((String) awaitSeen("silcrow:live:connect").get(0).get("url")).startsWith("http:");
  }

  @Test
  void anExplicitEventStreamNeverBecomesASocket() throws Exception {
    allowNetworkErrors();
    server.refuseStreams("/line");
    open("<div id=\"a\" s-live=\"sse:/line\"></div>");
    waitForState("#a", "offline");
    assertThat(server.peers("/line")).isEmpty();
  }
}
