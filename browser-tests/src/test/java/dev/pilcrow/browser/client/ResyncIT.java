package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.Context;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens where events are missing: the page is fetched anew, and the rest follows. */
class ResyncIT extends ResumeTest {
  @Test
  void aHoleFetchesTheLiveElementAndWhatCameLaterFollows() throws Exception {
    openAt(3);
    page.fill("#i", "typed");
    js("document.querySelector('#i').setSelectionRange(2, 3)");
    Peer peer = connected();
    Asked anew = served(6).hold();
    send(peer, 5, 6, 7);
    Asked.Request request = anew.next();
    assertThat(request.header("silcrow-target")).isEqualTo("#a");
    assertThat(request.header("accept")).startsWith("text/html");
    assertThat(request.header("cache-control")).isEqualTo("no-cache");
    send(peer, 8);
    assertThat(shown()).isEqualTo(List.of(1, 2, 3));
    anew.release();
    awaitShown(8);
    send(peer, 9);
    awaitShown(9);
    assertThat(anew.count()).isEqualTo(1);
    assertThat(page.inputValue("#i")).isEqualTo("typed");
    assertThat(
            js(
                "[document.activeElement.id, document.activeElement.selectionStart,"
                    + " document.activeElement.selectionEnd]"))
        .isEqualTo(List.of("i", 2, 3));
    assertThat(asked()).hasSize(1);
    assertThat(asked().get(0)).containsEntry("topics", List.of("t"));
    assertThat((String) asked().get(0).get("url")).endsWith("/ws/a");
    assertThat(seen("silcrow:load")).isEmpty();
    peer.close(1001, "");
    assertThat(resumed(connected())).isEqualTo("{\"t\":\"k:9\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"resync", "epoch", "skip"})
  void theServerMaySayThatThereIsAGap(String how) throws Exception {
    openAt(3);
    Peer peer = connected();
    Asked anew =
        route(
            "/page",
            ctx ->
                ctx.header("silcrow-positions", "{\"t\":\"n:2\"}")
                    .html(documentOf("Test", page(5))));
    if (how.equals("resync")) {
      peer.send(control("resync", "n:2"));
    } else if (how.equals("skip")) {
      peer.send(control("skip", "n:2"));
    } else {
      peer.send(event(5, "n:2"));
    }
    peer.send(event(6, "n:3"));
    awaitShown(6);
    assertThat(anew.count()).isEqualTo(1);
  }

  @Test
  void anAnswerInPartsWillDo() throws Exception {
    openAt(3);
    Peer peer = connected();
    route(
        "/page",
        ctx ->
            ctx.header("silcrow-positions", "{\"t\":\"k:5\"}")
                .html(page(5).replaceAll("^<div[^>]*>|</div>$", "")));
    send(peer, 5, 6);
    awaitShown(6);
    waitForState("#a", "open");
  }

  @Test
  void anElementThatIsGoneTakesTheWholePageWithIt() throws Exception {
    openAt(3);
    Peer peer = connected();
    document("/page", "Test", "<h1>Closed</h1>");
    send(peer, 5);
    page.waitForSelector("h1");
    assertThat(js("document.body.innerHTML")).isEqualTo("<h1>Closed</h1>");
    assertThat(peer.awaitClose()).isEqualTo(1000);
  }

  @Test
  void severalGapsAreOneRequest() throws Exception {
    stopClock();
    open(
        metas("{\"t\":\"k:3\",\"u\":\"m:1\",\"v\":\"o:1\"}"),
        page(3) + "<p id=\"b\" s-live=\"/ws/b\"></p>");
    Peer first = connected();
    Peer second = server.await("/ws/b");
    waitForState("#b", "open");
    Asked anew =
        route(
            "/page",
            ctx ->
                ctx.header("silcrow-positions", "{\"t\":\"k:5\",\"u\":\"m:9\",\"v\":\"o:9\"}")
                    .html(documentOf("Test", page(5) + "<p id=\"b\" s-live=\"/ws/b\">9</p>")));
    first.send("[" + control("resync", "k:5") + "," + custom("first") + "]");
    second.send(
        "[{\"type\":\"resync\",\"topic\":\"u\",\"id\":\"m:9\"},"
            + "{\"type\":\"resync\",\"topic\":\"v\",\"id\":\"o:9\"},"
            + custom("second")
            + "]");
    waitFor(
        "(Silcrow.flush(), ['first', 'second'].every((name) =>"
            + " window.seen.some(({type}) => type === 'silcrow:ws:' + name)))");
    clock().runFor(1);
    awaitShown(5);
    waitFor("document.querySelector('#b').textContent === '9'");
    assertThat(anew.next().header("silcrow-target")).isEqualTo("true");
    assertThat(anew.count()).isEqualTo(1);
    assertThat(asked())
        .extracting(detail -> detail.get("topics"))
        .containsExactlyInAnyOrder(List.of("t"), List.of("u", "v"));
  }

  @Test
  void aPageThatCaresItselfIsLeftAlone() throws Exception {
    openAt(3);
    Asked anew = served(9);
    js(
        "document.addEventListener('silcrow:live:resync', (event) => { event.preventDefault();"
            + " document.querySelector('#list').append("
            + "Object.assign(document.createElement('li'), {textContent: 4})); })");
    Peer peer = connected();
    send(peer, 5, 6);
    awaitShown(6);
    peer.close(1001, "");
    assertThat(resumed(connected())).isEqualTo("{\"t\":\"k:6\"}");
    assertThat(anew.count()).isZero();
  }

  @Test
  void aPageWithoutPositionsShowsWhatItWasWhenAsked() throws Exception {
    openAt(3);
    Peer peer = connected();
    Asked anew = document("/page", "Test", page(6)).hold();
    peer.send(control("resync", "k:6"));
    anew.next();
    send(peer, 7, 8);
    anew.release();
    awaitShown(8);
    send(peer, 9);
    awaitShown(9);
  }

  @Test
  void aPageThatIsBehindIsFetchedAgainLaterAndLater() throws Exception {
    stopClock();
    openAt(3);
    Peer peer = connected();
    var count = new AtomicInteger(3);
    Asked anew = route("/page", ctx -> answer(ctx, count.incrementAndGet()));
    peer.send(control("resync", "k:6"));
    advanceUntilAsked(anew, 1, 1);
    for (int tries = 1; tries <= 2; tries++) {
      awaitShown(3 + tries);
      clock().runFor(1000L * tries - 1);
      assertThat(anew.count()).isEqualTo(tries);
      advanceUntilAsked(anew, tries + 1, 1);
    }
    awaitShown(6);
    send(peer, 7);
    awaitShown(7);
    assertThat(anew.count()).isEqualTo(3);
    assertThat(reported()).isEmpty();
  }

  /** Lets the page's time go on in steps until there were so many requests. */
  private void advanceUntilAsked(Asked asked, int count, int step) {
    for (int i = 0; i < 1000 && asked.count() < count; i++) {
      clock().runFor(step);
    }
    assertThat(asked.count()).isEqualTo(count);
  }

  private static String custom(String event) {
    return "{\"type\":\"custom\",\"event\":\"" + event + "\",\"data\":null}";
  }

  private static void answer(Context ctx, int count) {
    ctx.header("silcrow-positions", "{\"t\":\"k:" + count + "\"}")
        .html(documentOf("Test", page(count)));
  }

  @ParameterizedTest
  @CsvSource({"500", "302", "204", "200"})
  void aPageThatDoesNotComeEndsTheConnectionForAWhile(int status) throws Exception {
    allowNetworkErrors();
    clock().install();
    openAt(3);
    Peer peer = connected();
    server.handle("/login", ctx -> ctx.html("<input type=\"password\">"));
    Asked anew =
        route(
            "/page",
            ctx -> {
              if (status == 302) {
                ctx.redirect("/login");
              } else if (status == 200) {
                answer(ctx, 4);
              } else {
                ctx.status(status).contentType("text/plain").result(status == 204 ? "" : "no");
              }
            });
    peer.send(control("resync", "k:6"));
    advanceUntilAsked(anew, 6, 1000);
    waitForState("#a", "offline");
    assertThat(peer.awaitClose()).isEqualTo(1000);
    assertThat(reported()).containsExactly("resync-failed");
    assertThat((Integer) seen("silcrow:live:disconnect").get(0).get("reconnectIn"))
        .isGreaterThanOrEqualTo(15_000);
    assertThat(anew.count()).isEqualTo(6);
    clock().fastForward(30_000);
    peer = connected();
    assertThat(resumed(peer)).isEqualTo("{\"t\":\"k:" + (status == 200 ? 4 : 3) + "\"}");
    served(6);
    peer.send(control("resync", "k:6"));
    awaitShown(6);
  }

  @Test
  void aLineThatIsCutMeanwhileBeginsAnew() throws Exception {
    openAt(3);
    Peer first = connected();
    Asked anew = served(6).hold();
    send(first, 6, 7);
    anew.next();
    first.close(1001, "");
    Peer second = connected();
    assertThat(resumed(second)).isEqualTo("{\"t\":\"k:3\"}");
    send(second, 4, 5);
    awaitShown(5);
    anew.release();
    awaitShown(6);
    send(second, 6, 7);
    awaitShown(7);
  }

  @Test
  void whoeverLeavesThePageMeanwhileGetsTheOther() throws Exception {
    openAt(3);
    Peer peer = connected();
    Asked anew = served(9).hold();
    peer.send(control("resync", "k:6"));
    anew.next();
    route("/other", ctx -> answer(ctx, 7));
    js("Silcrow.go('/other')");
    awaitShown(7);
    anew.release();
    send(peer, 8);
    awaitShown(8);
  }

  @Test
  void moreThanCanWaitIsFetchedAgain() throws Exception {
    openAt(3);
    Peer peer = connected();
    var count = new AtomicInteger(5);
    Asked anew = route("/page", ctx -> answer(ctx, count.get())).hold();
    peer.send(control("resync", "k:5"));
    anew.next();
    String long400 = "x".repeat(400_000);
    for (int n = 6; n <= 8; n++) {
      peer.send(event(n).replace("</li>", "</li><!--" + long400 + "-->"));
    }
    send(peer, 9);
    peer.send(custom("end"));
    awaitSeen("silcrow:ws:end");
    count.set(8);
    anew.release();
    awaitShown(9);
  }
}
