package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Page;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From a message to the page: one write per frame, in order, and no failure that spreads. */
class PipelineIT extends ClientTest {
  private static final String PAGE =
      "<div id=\"r\" s-live=\"/ws/a\"><b id=\"n\" :text=\"n\">0</b><ul id=\"u\"></ul>"
          + "<ol><template s-for=\"t in items\" :key=\"t.id\" s-max=\"200\"><li :text=\"t.id\"></li></template></ol></div>";

  private static String patch(int n) {
    return "{\"type\":\"patch\",\"target\":\"#r\",\"data\":{\"n\":" + n + "}}";
  }

  /** Counts what happens to the page from now on. */
  private void watchMutations() {
    js(
        "window.records = []; window.observer = new MutationObserver((list) => { records.push(...list); });"
            + "observer.observe(document.body, {subtree: true, childList: true, characterData: true})");
  }

  private Object writes() {
    js("records.push(...observer.takeRecords())");
    return js("records.length");
  }

  /** Hands frames to the client in one task, as a socket does that had many waiting. */
  private void receive(List<String> frames) {
    js(
        """
        async (frames) => {
          const {Connection} = await import('/src/transport/connection.js');
          if (!Connection) throw new Error();
          for (const frame of frames) {
            for (const socket of window.sockets) socket.dispatchEvent(new MessageEvent('message', {data: frame}));
          }
        }
        """,
        frames);
  }

  private void openWithSockets() throws Exception {
    spendContext();
    page.addInitScript(
        "window.sockets = []; window.WebSocket = class extends WebSocket {"
            + " constructor(...args) { super(...args); sockets.push(this); } };");
    open(PAGE);
    server.await("/ws/a");
    waitForState("#r", "open");
  }

  @Test
  void ofAHundredPatchesInOneFrameTheFirstAndTheLastAreWritten() throws Exception {
    openWithSockets();
    watchMutations();
    receive(IntStream.rangeClosed(1, 100).mapToObj(PipelineIT::patch).toList());
    assertThat(text("#n")).isIn("1", "100");
    waitFor("document.querySelector('#n').textContent === '100'");
    assertThat(writes()).isEqualTo(2);
    assertThat(seen("silcrow:patched")).hasSize(2);
    assertThat(seen("silcrow:live:message")).hasSize(100);
  }

  @Test
  void aSingleMessageIsShownAtOnce() throws Exception {
    openWithSockets();
    js("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
    js(
        "sockets[0].dispatchEvent(new MessageEvent('message', {data: JSON.stringify("
            + "{type: 'patch', target: '#r', data: {n: 7}})})); window.shown = document.querySelector('#n').textContent");
    assertThat(js("shown")).isEqualTo("7");
  }

  @Test
  void orderIsKeptAcrossKindsOfEvents() throws Exception {
    openWithSockets();
    js(
        "window.notes = []; document.addEventListener('silcrow:ws:note', ({detail}) => {"
            + " notes.push(detail.data + ':' + document.querySelector('#n').textContent"
            + " + ':' + document.querySelectorAll('#u li').length); })");
    String custom = "{\"type\":\"custom\",\"event\":\"note\",\"data\":\"%s\"}";
    String html =
        "{\"type\":\"html\",\"target\":\"#u\",\"markup\":\"<li>x</li>\",\"swap\":\"append\"}";
    receive(
        List.of(
            patch(1),
            patch(2),
            custom.formatted("a"),
            html,
            custom.formatted("b"),
            patch(3),
            html,
            patch(4),
            custom.formatted("c")));
    waitFor("notes.length === 3");
    assertThat(js("notes.join(' ')")).isEqualTo("a:2:0 b:2:1 c:4:2");
  }

  @Test
  void whatThePagePatchesComesAfterWhatWaits() throws Exception {
    openWithSockets();
    js(
        "for (const n of [1, 2, 3]) sockets[0].dispatchEvent(new MessageEvent('message', {data: JSON.stringify("
            + "{type: 'patch', target: '#r', data: {n}})})); Silcrow.patch({n: 9}, '#r')");
    js("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
    assertThat(text("#n")).isEqualTo("9");
  }

  @Test
  void tenThousandEventsInOneTickAreAllCarriedOut() throws Exception {
    openWithSockets();
    List<String> frames =
        IntStream.range(0, 10_000)
            .mapToObj(
                i ->
                    i % 2 == 0
                        ? patch(i)
                        : "{\"type\":\"patch\",\"target\":\"#r\",\"data\":{\"items\":{\"id\":"
                            + i
                            + "}}}")
            .toList();
    receive(frames);
    waitFor("document.querySelector('#n').textContent === '9998'");
    assertThat(js("document.querySelectorAll('ol li').length")).isEqualTo(200);
    assertThat(js("document.querySelector('ol li:last-child').textContent")).isEqualTo("9999");
    assertThat(reported()).isEmpty();
  }

  /** Opens a page that the test can hide and that gets no frames any more. */
  private void openToHide() throws Exception {
    spendContext();
    page.addInitScript(
        "window.unseen = false;"
            + " Object.defineProperty(Document.prototype, 'hidden', {get: () => window.unseen});"
            + " window.hide = (unseen) => { window.unseen = unseen;"
            + " document.dispatchEvent(new Event('visibilitychange')); }");
    openWithSockets();
    js("window.requestAnimationFrame = () => 0");
  }

  /** Waits on a clock: by default Playwright asks once per frame, and there is none. */
  private void awaitNumber(int n) {
    page.waitForFunction(
        "(n) => document.querySelector('#n').textContent === String(n)",
        n,
        new Page.WaitForFunctionOptions().setPollingInterval(20));
  }

  @Test
  void aPageThatNobodySeesIsPatchedAllTheSame() throws Exception {
    openToHide();
    js("hide(true)");
    receive(List.of(patch(1), patch(2), patch(3)));
    awaitNumber(3);
    receive(List.of(patch(4), patch(5)));
    awaitNumber(5);
  }

  @Test
  void whatWaitsForAFrameDoesNotWaitForTheTabToBeSeenAgain() throws Exception {
    openToHide();
    receive(List.of(patch(1), patch(2)));
    assertThat(js("document.querySelector('#n').textContent")).isEqualTo("1");
    js("hide(true)");
    awaitNumber(2);
    receive(List.of(patch(3), patch(4)));
    awaitNumber(4);
  }

  @Test
  void aTargetThatVanishesMeanwhileIsReportedAndTheRestIsDone() throws Exception {
    openWithSockets();
    receive(
        List.of(
            patch(1),
            "{\"type\":\"html\",\"target\":\"#u\",\"markup\":\"\",\"swap\":\"remove\"}",
            "{\"type\":\"html\",\"target\":\"#u\",\"markup\":\"<li>late</li>\"}",
            "{\"type\":\"patch\",\"target\":\"#u\",\"data\":{}}",
            patch(2)));
    waitFor("document.querySelector('#n').textContent === '2'");
    assertThat(reported()).containsExactly("target-missing", "target-missing");
  }

  @Test
  void aHandlerOfThePageThatThrowsStopsNothing() throws Exception {
    openWithSockets();
    js(
        "window.onerror = () => true; window.thrown = 0;"
            + " for (const name of ['silcrow:live:message', 'silcrow:patched', 'silcrow:ws:note'])"
            + " document.addEventListener(name, () => { thrown++; throw new Error('page'); })");
    receive(List.of(patch(1), "{\"type\":\"custom\",\"event\":\"note\",\"data\":1}", patch(2)));
    waitFor("document.querySelector('#n').textContent === '2'");
    assertThat((Integer) js("thrown")).isGreaterThanOrEqualTo(5);
  }

  @Test
  void anEventIsLeftOutThatThePageCancels() throws Exception {
    openWithSockets();
    js(
        "document.addEventListener('silcrow:live:message', (event) => {"
            + " if (event.detail.event.data.n === 2) event.preventDefault(); })");
    receive(List.of(patch(1), patch(2)));
    receive(List.of("{\"type\":\"patch\",\"target\":\"#r\",\"data\":{\"other\":1}}"));
    js("Silcrow.flush()");
    assertThat(text("#n")).isEqualTo("1");
  }

  @Test
  void functionsOfThePageSeeAndChangeAllData() {
    open("<b id=\"r\" :text=\"n\"></b>");
    js(
        "Silcrow.use(() => { throw new Error('mine'); }).use((data, root) => ({n: data.n + root.id}))"
            + ".use((data) => { data.n = 'on a copy'; }).use(5)");
    js("Silcrow.patch({n: 1}, '#r')");
    assertThat(text("#r")).isEqualTo("1r");
    assertThat(reported()).containsExactly("middleware-invalid", "middleware-failed");
  }

  @Test
  void everyPropertyOfManyRowsIsCappedAtTheFrame() {
    Clock clock = clock();
    clock.install();
    open(PAGE);
    js("() => { for (let id = 0; id < 300; id++) Silcrow.patch({items: {id}}, '#r'); }");
    String expected =
        IntStream.range(100, 300).mapToObj(String::valueOf).collect(Collectors.joining(","));
    assertThat(js("[...document.querySelectorAll('ol li')].map((row) => row.textContent).join()"))
        .isEqualTo(expected);
    assertThat(reported()).isEqualTo(Collections.emptyList());
  }
}
