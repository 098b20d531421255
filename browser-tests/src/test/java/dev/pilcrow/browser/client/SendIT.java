package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Silcrow.send: what goes over the wire, where it goes, and what happens while it cannot. */
class SendIT extends ClientTest {
  private static final String LIVE = "<div id=\"chat\" s-live=\"/ws/chat\"><b id=\"in\"></b></div>";

  private Peer connect() throws Exception {
    open(LIVE);
    return greeted(server.await("/ws/chat"));
  }

  /** Greets a client as a server that answers no messages. */
  private Peer greeted(Peer peer) {
    waitForState("#chat", "open");
    peer.send("{\"type\":\"hello\",\"protocol\":1,\"ack\":false}");
    return peer;
  }

  private Object sent(String arguments) {
    return js("Silcrow.send(" + arguments + ").catch((error) => error.code)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{event: 'chat', data: {text: 'x'}} |"
            + " {\"event\":\"chat\",\"data\":{\"text\":\"x\"},\"type\":\"custom\"}",
        "{event: 'chat'} | {\"event\":\"chat\",\"type\":\"custom\",\"data\":null}",
        "{type: 'custom', event: 'a', data: 1} | {\"type\":\"custom\",\"event\":\"a\",\"data\":1}",
        "{type: 'patch', target: '#a', data: 1} |"
            + " {\"type\":\"patch\",\"target\":\"#a\",\"data\":1}",
        "{text: 'x'} | {\"type\":\"custom\",\"event\":\"message\",\"data\":{\"text\":\"x\"}}",
        "{type: 'message', text: 'x'} |"
            + " {\"type\":\"custom\",\"event\":\"message\",\"data\":{\"text\":\"x\"}}",
        "{type: 1, a: 2} |"
            + " {\"type\":\"custom\",\"event\":\"message\",\"data\":{\"type\":1,\"a\":2}}",
        "[1, 2] | {\"type\":\"custom\",\"event\":\"message\",\"data\":[1,2]}",
        "42 | {\"type\":\"custom\",\"event\":\"message\",\"data\":42}",
        "true | {\"type\":\"custom\",\"event\":\"message\",\"data\":true}",
        "null | {\"type\":\"custom\",\"event\":\"message\",\"data\":null}",
        "'raw <text>' | raw <text>",
        "new Date(0) |"
            + " {\"type\":\"custom\",\"event\":\"message\",\"data\":\"1970-01-01T00:00:00.000Z\"}",
      })
  void aMessageIsAlwaysAnEventAndTextGoesAsItIs(String data, String wire) throws Exception {
    Peer peer = connect();
    assertThat(sent("'#chat', " + data)).isEqualTo(true);
    assertThat(peer.receive()).isEqualTo(wire);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "document.querySelector('#chat'), {event: 'a'}",
        "'#chat', {event: 'a'}",
        "'/ws/chat', {event: 'a'}",
        "location.origin + '/ws/chat', {event: 'a'}",
        "location.origin.replace('http', 'ws') + '/ws/chat', {event: 'a'}",
        "{event: 'a'}, document.querySelector('#chat')",
        "{event: 'a'}, '#chat'",
        "{event: 'a'}, '/ws/chat'",
        "'{\"event\":\"a\",\"type\":\"custom\",\"data\":null}', '#chat'",
        "'#chat', '{\"event\":\"a\",\"type\":\"custom\",\"data\":null}'",
        "document.querySelector('#in'), {event: 'a'}",
      })
  void theRootMayStandFirstOrSecond(String arguments) throws Exception {
    Peer peer = connect();
    assertThat(sent(arguments)).isEqualTo(true);
    assertThat(peer.receive()).isEqualTo("{\"event\":\"a\",\"type\":\"custom\",\"data\":null}");
  }

  @Test
  void theSeedButtonWorksEvenBeforeTheSocketIsOpen() throws Exception {
    open("<div id=\"chat\"></div>");
    js(
        "Silcrow.live('#chat', '/ws/chat');Silcrow.send(document.getElementById('chat'), {event:"
            + " 'chat', data: {text: 'early'}});Silcrow.send(document.getElementById('chat'),"
            + " {event: 'chat', data: {text: 'second'}});undefined");
    Peer peer = greeted(server.await("/ws/chat"));
    assertThat(List.of(peer.receive(), peer.receive()))
        .extracting(text -> text.contains("early"))
        .containsExactly(true, false);
  }

  @Test
  void messagesWaitWhileOfflineAndGoOutInOrder() throws Exception {
    stopClock();
    Peer first = connect();
    first.close(1001, "");
    waitForState("#chat", "offline");
    js(
        "for (const name of ['state', 'connect']) document.addEventListener('silcrow:live:' + name,"
            + " () => { if (document.querySelector('#chat').dataset.live === 'open')"
            + " Silcrow.send('#chat', {event: 'n', data: 5}); });"
            + "window.results = []; for (let i = 0; i < 5; i++)"
            + " Silcrow.send('#chat', {event: 'n', data: i}).then((ok) => results.push(ok)); undefined");
    clock().runFor(500);
    Peer second = greeted(server.await("/ws/chat"));
    assertThat(IntStream.range(0, 7).mapToObj(i -> receive(second)).toList())
        .extracting(text -> text.replaceAll("\\D", ""))
        .containsExactly("0", "1", "2", "3", "4", "5", "5");
    waitFor("results.length === 5 && results.every((ok) => ok === true)");
  }

  private static String receive(Peer peer) {
    try {
      return peer.receive();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tooMuchThatWaitsIsRefusedWhereTheCallerStands() throws Exception {
    stopClock();
    connect().close(1001, "");
    waitForState("#chat", "offline");
    js("for (let i = 0; i < 100; i++) Silcrow.send('#chat', {event: 'n', data: i}); undefined");
    assertThat(sent("'#chat', {event: 'one too many'}")).isEqualTo("send-overflow");
    assertThat(reported()).containsExactly("send-overflow");
    js("Silcrow.disconnect('#chat'); undefined");
    waitFor("window.seen.filter(({type}) => type === 'silcrow:error').length === 101");
    assertThat(sent("'#chat', 1")).isEqualTo("send-nowhere");
  }

  @Test
  void tooManyBytesThatWaitAreRefusedToo() throws Exception {
    stopClock();
    connect().close(1001, "");
    waitForState("#chat", "offline");
    js("Silcrow.send('#chat', 'x'.repeat(200 * 1024)); undefined");
    assertThat(sent("'#chat', 'é'.repeat(30 * 1024)")).isEqualTo("send-overflow");
    js("Silcrow.send('#chat', 'x'.repeat(30 * 1024)); undefined");
    assertThat(reported()).containsExactly("send-overflow");
  }

  @Test
  void theServersLimitIsRespected() throws Exception {
    Peer peer = connect();
    peer.send("{\"type\":\"hello\",\"protocol\":1,\"maxMessage\":100}");
    peer.send("{\"type\":\"custom\",\"event\":\"ready\",\"data\":null}");
    awaitSeen("silcrow:ws:ready");
    assertThat(sent("'#chat', 'x'.repeat(101)")).isEqualTo("send-too-large");
    assertThat(sent("'#chat', 'x'.repeat(100)")).isEqualTo(true);
    assertThat(peer.receive()).hasSize(100);
  }

  @Test
  void aServerThatDoesNotGreetGetsMessagesAfterASecond() throws Exception {
    stopClock();
    open(LIVE);
    Peer peer = server.await("/ws/chat");
    waitForState("#chat", "open");
    js("window.sent = Silcrow.send('#chat', {event: 'a'}); undefined");
    clock().runFor(999);
    assertThat(peer.receive(Duration.ofMillis(1))).isEmpty();
    clock().runFor(1);
    assertThat(peer.receive()).contains("\"a\"");
    assertThat(js("sent")).isEqualTo(true);
    peer.close(1001, "");
    waitForState("#chat", "offline");
    clock().runFor(500);
    peer = server.await("/ws/chat");
    waitForState("#chat", "open");
    js("Silcrow.send('#chat', {event: 'b'}); undefined");
    assertThat(peer.receive()).as("known by now").contains("\"b\"");
  }

  @Test
  void aServerThatSpeaksAtOnceAndDoesNotGreetGetsMessagesAtOnce() throws Exception {
    stopClock();
    open(LIVE);
    Peer peer = server.await("/ws/chat");
    js("Silcrow.send('#chat', {event: 'a'}); undefined");
    peer.send("{\"type\":\"custom\",\"event\":\"ready\",\"data\":null}");
    assertThat(peer.receive()).contains("\"a\"");
  }

  @Test
  void whatCannotBeSentSaysWhy() throws Exception {
    open("<div id=\"news\" s-live=\"/events\"></div><p id=\"p\"></p>");
    server.await("/events");
    waitForState("#news", "open");
    assertThat(sent("'#news', {event: 'a'}")).isEqualTo("send-one-way");
    assertThat(sent("'#p', {event: 'a'}")).isEqualTo("send-nowhere");
    assertThat(sent("'#missing', {event: 'a'}")).isEqualTo("send-nowhere");
    assertThat(sent("'p[', {event: 'a'}")).isEqualTo("send-nowhere");
    assertThat(sent("'/ws/none', {event: 'a'}")).isEqualTo("send-nowhere");
    assertThat(sent("undefined, {event: 'a'}")).isEqualTo("send-nowhere");
    assertThat(sent("'#news', (() => { const a = []; a.push(a); return a; })()"))
        .isEqualTo("send-encoding");
    assertThat(reported()).hasSize(7);
  }

  @Test
  void bytesGoAsTheyAre() throws Exception {
    connect();
    assertThat(sent("'#chat', new Uint8Array([1, 2, 3])")).isEqualTo(true);
  }
}
