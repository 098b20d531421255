package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that is about to stop: the next connection is open before this one ends. */
class DrainIT extends ResumeTest {
  private static final String DRAIN = "{\"type\":\"drain\",\"retryAfterMs\":4000}";

  /** Counts attempts and how many of them failed. */
  private static final String COUNT =
      """
      window.attempts = window.failures = 0;
      window.WebSocket = class extends WebSocket {
        constructor(...all) {
          super(...all);
          window.attempts++;
          this.addEventListener('close', () => { window.failures++; });
        }
      };
      undefined
      """;

  /** A page whose time stands still, connected and told to go elsewhere. */
  private Peer drained() throws Exception {
    stopClock();
    openAt(3);
    Peer peer = connected();
    send(peer, 4);
    awaitShown(4);
    peer.send(DRAIN);
    peer.send("{\"type\":\"custom\",\"event\":\"drained\",\"data\":null}");
    waitFor("(Silcrow.flush(), window.seen.some(({type}) => type === 'silcrow:ws:drained'))");
    return peer;
  }

  /** Lets the page's time go on until it tries to connect for the n-th time, and no further. */
  private void runUntilAttempt(int attempt) {
    for (int i = 0; i < 60 && (int) js("window.attempts") < attempt; i++) {
      clock().runFor(1000);
    }
    assertThat(js("window.attempts")).isEqualTo(attempt);
  }

  /** Makes the page do what waits for its next frame. */
  private void flushUntilShown(int last) {
    waitFor("(Silcrow.flush(), document.querySelectorAll('#list li').length >= " + last + ")");
    awaitShown(last);
  }

  @Test
  void theNextConnectionTakesOverWhenItHasSpoken() throws Exception {
    Peer old = drained();
    clock().runFor(1999);
    assertThat(server.peers("/ws/a")).hasSize(1);
    clock().runFor(1);
    Peer next = server.await("/ws/a");
    assertThat(resumed(next)).isEqualTo("{\"t\":\"k:4\"}");
    send(old, 5);
    flushUntilShown(5);
    assertThat(old.isOpen()).isTrue();
    next.send("[" + HELLO + "," + event(5) + "," + event(6) + "]");
    assertThat(old.awaitClose()).isEqualTo(1000);
    flushUntilShown(6);
    js("Silcrow.send('#a', 'to the new one'); undefined");
    assertThat(next.receive()).isEqualTo("to the new one");
    assertThat(seen("silcrow:live:state"))
        .extracting(detail -> detail.get("state"))
        .isEqualTo(List.of("connecting", "open"));
    assertThat(seen("silcrow:live:connect")).hasSize(2);
    assertThat(seen("silcrow:live:disconnect")).isEmpty();
    clock().runFor(60_000);
    assertThat(server.peers("/ws/a")).hasSize(2);
  }

  @Test
  void theOldConnectionStaysWhileNoneOpens() throws Exception {
    allowNetworkErrors();
    Peer old = drained();
    js(COUNT);
    server.refuse("/ws/a");
    for (int attempt = 1; attempt <= 3; attempt++) {
      runUntilAttempt(attempt);
      waitFor("window.failures === " + attempt);
    }
    send(old, 5);
    flushUntilShown(5);
    waitForState("#a", "open");
    js("Silcrow.send('#a', 'still here'); undefined");
    assertThat(old.receive()).isEqualTo("still here");
    server.accept("/ws/a");
    runUntilAttempt(4);
    server.await("/ws/a").send(HELLO);
    assertThat(old.awaitClose()).isEqualTo(1000);
    assertThat(reported()).isEmpty();
  }

  @Test
  void aServerThatStopsBeforeIsAskedAgainWhenItSaid() throws Exception {
    Peer old = drained();
    old.close(1012, "");
    waitForState("#a", "offline");
    assertThat(seen("silcrow:live:disconnect").get(0)).containsEntry("reconnectIn", 4500);
    clock().runFor(4500);
    assertThat(resumed(connected())).isEqualTo("{\"t\":\"k:4\"}");
    clock().runFor(60_000);
    assertThat(server.peers("/ws/a")).hasSize(2);
  }
}
