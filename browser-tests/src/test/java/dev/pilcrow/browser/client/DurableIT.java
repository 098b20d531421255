package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that survive their page. */
class DurableIT extends ClientTest {
  private static final String LIVE = "<div id=\"a\" s-live=\"/ws/a\" s-durable=\"ann\"></div>";

  @AfterEach
  void forget() {
    js("localStorage.clear()");
  }

  private Peer connect(String body) throws Exception {
    open(body);
    return greeted();
  }

  private Peer greeted() throws Exception {
    Peer peer = server.await("/ws/a");
    peer.send(AckIT.HELLO);
    return peer;
  }

  private void send(int n) {
    js("(n) => { Silcrow.send('#a', {event: 'n', data: n}); }", n);
  }

  private static String ack(String sent) {
    return "{\"type\":\"ack\"," + sent.substring(sent.lastIndexOf("\"id\""));
  }

  private static String nack(String sent) {
    return "{\"type\":\"nack\",\"reason\":\"no\"," + sent.substring(sent.lastIndexOf("\"id\""));
  }

  private int kept() {
    return (Integer) js("Object.keys(localStorage).length");
  }

  private static void assertNothingMore(Peer peer) throws Exception {
    assertThat(peer.receive(Duration.ofMillis(100))).isEmpty();
  }

  @Test
  void whatWasNotAnsweredSurvivesAReload() throws Exception {
    Peer peer = connect(LIVE);
    send(1);
    send(2);
    String first = peer.receive();
    String second = peer.receive();
    peer.send(ack(first));
    waitFor("!Object.values(localStorage)[0].includes('\\\\\"data\\\\\":1')");
    page.reload();
    Peer next = greeted();
    assertThat(next.receive()).isEqualTo(second);
    send(3);
    String third = next.receive();
    assertThat(third).contains("\"data\":3").doesNotContain(second.substring(second.length() - 26));
    next.send(ack(second));
    next.send(ack(third));
    waitFor("localStorage.length === 0");
    page.reload();
    assertNothingMore(greeted());
  }

  @Test
  void whatWasWrittenOfflineIsSentByTheNextPage() throws Exception {
    stopClock();
    Peer peer = connect(LIVE);
    waitForState("#a", "open");
    peer.close(1011, "");
    waitForState("#a", "offline");
    for (int n = 1; n <= 3; n++) {
      send(n);
    }
    page.navigate(server.url(TestServer.BLANK));
    page.navigate(server.url("/page"));
    peer = greeted();
    for (int n = 1; n <= 3; n++) {
      String sent = peer.receive();
      assertThat(sent).contains("\"data\":" + n);
      peer.send(ack(sent));
    }
    waitFor("localStorage.length === 0");
  }

  @Test
  void anElementAroundOrAFormInsideMayAskForIt() throws Exception {
    Peer peer =
        connect(
            "<main s-durable><div id=\"a\" s-live=\"/ws/a\"></div></main><div id=\"b\""
                + " s-live=\"/ws/b\"><form id=\"f\" s-durable><input id=\"i\"></form></div>");
    send(1);
    peer.receive();
    assertThat(kept()).isEqualTo(1);
    Peer other = server.await("/ws/b");
    other.send(AckIT.HELLO);
    js(
        "Silcrow.send('#b', {event: 'n', data: 2}); Silcrow.send('#i', {event: 'n', data: 3});"
            + " undefined");
    String sent = other.receive() + other.receive();
    assertThat(sent).contains("\"data\":2").contains("\"data\":3");
    assertThat(kept()).isEqualTo(2);
    page.reload();
    assertThat(greeted().receive()).contains("\"data\":1");
    other = server.await("/ws/b");
    other.send(AckIT.HELLO);
    assertThat(other.receive()).contains("\"data\":3");
    assertNothingMore(other);
  }

  @Test
  void nobodySendsWhatAnotherUserWrote() throws Exception {
    connect(LIVE);
    send(1);
    waitFor("localStorage.length === 1");
    Peer peer = connect(LIVE.replace("ann", "bob"));
    waitForState("#a", "open");
    assertNothingMore(peer);
    assertThat(kept()).isEqualTo(1);
    assertThat(connect(LIVE).receive()).contains("\"data\":1");
  }

  @Test
  void oneOfSeveralTabsSends() throws Exception {
    Peer peer = connect(LIVE);
    send(1);
    String sent = peer.receive();
    Page other = context().newPage();
    try {
      other.navigate(server.url("/page"));
      Peer second = greeted();
      other.waitForFunction("() => document.querySelector('#a').dataset.live === 'open'");
      assertNothingMore(second);
      page.navigate(server.url(TestServer.BLANK));
      assertNothingMore(second);
      second.close(1001, "");
      Peer third = greeted();
      assertThat(third.receive()).isEqualTo(sent);
      third.send(nack(sent));
      other.waitForFunction("() => localStorage.length === 0");
      assertThat(
              other.evaluate(
                  "window.seen.filter(({type}) => type === 'silcrow:error').map(({detail}) =>"
                      + " detail.code)"))
          .isEqualTo(List.of("send-rejected"));
    } finally {
      other.close();
    }
  }

  @Test
  void whoComesBackToTheElementGetsTheAnswer() throws Exception {
    Peer peer = connect(LIVE);
    waitForState("#a", "open");
    js("window.sent = Silcrow.send('#a', {event: 'n', data: 1}); undefined");
    String sent = peer.receive();
    js("Silcrow.disconnect('#a'); Silcrow.reconnect('#a')");
    peer = greeted();
    assertThat(peer.receive()).isEqualTo(sent);
    peer.send(ack(sent));
    assertThat(js("sent")).isEqualTo(true);
  }

  @Test
  void whatIsTooOldIsNotSentAndThePageIsTold() throws Exception {
    clock().install();
    connect(LIVE);
    send(1);
    waitFor("localStorage.length === 1");
    clock().setSystemTime(System.currentTimeMillis() + 25 * 3_600_000L);
    page.reload();
    Peer peer = greeted();
    assertThat(awaitSeen("silcrow:error").get(0))
        .containsEntry("code", "send-expired")
        .containsEntry("message", "send-expired: 1");
    assertNothingMore(peer);
    assertThat(kept()).isZero();
  }

  @Test
  void aFullStorageIsToldOnceAndTheMessagesGoAllTheSame() throws Exception {
    Peer peer = connect(LIVE);
    js("localStorage.setItem('silcrow-outbox other', 'x'.repeat(499_950))");
    send(1);
    send(2);
    assertThat(peer.receive()).contains("\"data\":1");
    assertThat(peer.receive()).contains("\"data\":2");
    assertThat(reported()).containsExactly("send-unsaved");
  }

  @Test
  void aBrowserThatKeepsNothingIsToldOnceAndTheMessagesGoAllTheSame() throws Exception {
    Peer peer = connect(LIVE);
    js("Storage.prototype.setItem = () => { throw new Error('full'); }; undefined");
    send(1);
    send(2);
    assertThat(peer.receive()).contains("\"data\":1");
    assertThat(peer.receive()).contains("\"data\":2");
    assertThat(reported()).containsExactly("send-unsaved");
  }

  @Test
  void whatOthersPutIntoTheStorageDoesNoHarm() throws Exception {
    String url = server.url("/ws/a").replace("http", "ws");
    open("");
    js(
        "(url) => ['nonsense', '[]', '{}', 'null', '[[1,2,3],7,null]'].forEach((text, i) =>"
            + " localStorage.setItem(`silcrow-outbox ${url} ann ${String(i).padStart(22, 'A')}`,"
            + " text))",
        url);
    Peer peer = connect(LIVE);
    waitForState("#a", "open");
    send(1);
    assertThat(peer.receive()).contains("\"data\":1");
    assertThat(reported()).isEmpty();
  }
}
