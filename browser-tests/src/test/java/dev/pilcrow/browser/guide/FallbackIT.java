package dev.pilcrow.browser.guide;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.pilcrow.browser.Browsers;
import dev.pilcrow.docs.ChatGuide;
import dev.pilcrow.docs.Sending;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.WsCallbacks;
import dev.pilcrow.javalin.WsStream;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages and handlers made for WebSockets, behind a proxy that lets none through. */
class FallbackIT {
  private static final String CSP =
      "default-src 'self'; script-src 'self'; require-trusted-types-for 'script';"
          + " trusted-types silcrow";

  private final BrowserContext context = Browsers.chromium().newContext();
  private final Page page = context.newPage();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<WsStream> streams = new LinkedBlockingQueue<>();
  private Javalin app = Javalin.create();
  private @Nullable Pilcrow installed;
  private @Nullable BlockingProxy proxy;

  @AfterEach
  void close() {
    context.close();
    if (proxy != null) {
      proxy.close();
    }
    app.stop();
  }

  /** A page with one live element, whose events the server publishes to everybody. */
  private Topic serve(boolean swallow) throws Exception {
    app =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              Pilcrow pilcrow = Pilcrow.install(config);
              installed = pilcrow;
              config.routes.get(
                  "/",
                  ctx ->
                      ctx.header("Content-Security-Policy", CSP)
                          .html(
                              "<!doctype html><html lang=\"en\"><head><title>Live</title>"
                                  + pilcrow.scriptTag()
                                  + "</head><body><div id=\"a\" s-live=\"/ws/a\">"
                                  + "<b :text=\"n\">0</b></div></body></html>"));
              pilcrow.ws(
                  WsRoute.of("/ws/{name}"),
                  WsCallbacks.create()
                      .onOpen(
                          stream -> {
                            pilcrow.hub().topic("t").subscribe(stream);
                            streams.add(stream);
                          })
                      .onEvent(
                          (stream, event) -> {
                            var custom = (WsEvent.Custom) event;
                            received.add(custom.event() + custom.data());
                          }));
            });
    app.start("127.0.0.1", 0);
    proxy = new BlockingProxy(app.port(), swallow);
    return pilcrow().hub().topic("t");
  }

  private Pilcrow pilcrow() {
    return Objects.requireNonNull(installed);
  }

  private BlockingProxy proxy() {
    return Objects.requireNonNull(proxy);
  }

  private WsStream stream() throws InterruptedException {
    return Objects.requireNonNull(streams.poll(10, TimeUnit.SECONDS), "a connection");
  }

  private void open(String path) {
    page.addInitScript(
        """
        window.told = [];
        for (const name of ['connect', 'disconnect']) {
          document.addEventListener(`silcrow:live:${name}`, (event) => window.told.push(name + ' ' + event.detail.protocol));
        }
        document.addEventListener('silcrow:ws:news', (event) => window.told.push('news ' + event.detail.data));
        document.addEventListener('securitypolicyviolation', (event) => window.told.push('violation ' + event.blockedURI));
        """);
    page.navigate(proxy().url(path));
  }

  private String next() throws InterruptedException {
    return Objects.requireNonNull(received.poll(10, TimeUnit.SECONDS), "a message");
  }

  private static WsEvent number(int n) {
    return WsEvent.patch(Map.of("n", n), "#a");
  }

  @Test
  void theChatOfTheGuideWorksUnchanged() throws Exception {
    app = new ChatGuide().app();
    app.start("127.0.0.1", 0);
    proxy = new BlockingProxy(app.port(), false);
    open("/chat");
    assertThat(page.locator("#chat-status")).hasText("connected");
    assertThat(page.locator("#chat")).hasAttribute("data-live", "open");
    page.fill("#msg", "Hello <b>you</b>");
    page.click("text=Send");
    assertThat(page.locator("#messages .message span")).hasText("Hello <b>you</b>");
    assertThat(proxy().upgrades()).isEqualTo(2);
  }

  @Test
  void whatWasWrittenBeforeAReloadIsStoredOnceWhetherItArrivedOrNot() throws Exception {
    Sending notes = new Sending();
    app = notes.app();
    app.start("127.0.0.1", 0);
    proxy = new BlockingProxy(app.port(), false);
    page.addInitScript(
        """
        const { addEventListener } = EventSource.prototype;
        EventSource.prototype.addEventListener = function add(name, listener) {
          addEventListener.call(this, name, (event) => window.deaf || listener(event));
        };
        """);
    open("/");
    assertThat(page.locator("#notes")).hasAttribute("data-live", "open");
    page.evaluate("() => { window.deaf = true; }");
    page.fill("[name=text]", "arrived");
    page.click("button");
    page.waitForCondition(() -> notes.notes().size() == 1);
    page.route("**/ws/notes*", Route::abort);
    page.fill("[name=text]", "did not");
    page.click("button");
    assertThat(page.locator("#state")).hasText("on its way");
    assertThat(notes.notes()).containsExactly("arrived");

    page.unroute("**/ws/notes*");
    page.navigate(proxy().url("/"));
    assertThat(page.locator("#notes b")).hasText("2");
    page.waitForFunction("() => localStorage.length === 0");
    assertThat(notes.notes()).containsExactlyInAnyOrder("arrived", "did not");
  }

  @Test
  void eventsAndMessagesFlowInOrderAndThePageIsToldAsOfASocket() throws Exception {
    Topic topic = serve(false);
    open("/");
    assertThat(page.locator("#a")).hasAttribute("data-live", "open");
    topic.publish(number(1));
    assertThat(page.locator("#a b")).hasText("1");
    topic.publish(WsEvent.custom("news", "hot"));
    page.waitForFunction("() => window.told.includes('news hot')");
    page.evaluate(
        "async () => { for (let i = 0; i < 19; i++) Silcrow.send('#a', {event: 'm', data: i});"
            + " await Silcrow.send('#a', {event: 'm', data: 19}); }");
    for (int i = 0; i < 20; i++) {
      assertThat(next()).isEqualTo("m" + i);
    }
    assertThat(page.evaluate("window.told"))
        .isEqualTo(List.of("disconnect ws", "connect ws", "news hot"));
  }

  @Test
  void whatIsSentBeforeTheWayIsFoundArrivesToo() throws Exception {
    serve(false);
    open("/");
    page.evaluate("() => Silcrow.send('#a', {event: 'early', data: 1})");
    assertThat(next()).isEqualTo("early1");
  }

  @Test
  void aMessageWhoseAnswerIsLostIsHandledOnce() throws Exception {
    serve(false);
    open("/");
    assertThat(page.locator("#a")).hasAttribute("data-live", "open");
    proxy().loseNextAnswer();
    page.evaluate("() => Silcrow.send('#a', {event: 'm', data: 1})");
    page.evaluate("() => Silcrow.send('#a', {event: 'm', data: 2})");
    assertThat(next()).isEqualTo("m1");
    assertThat(next()).isEqualTo("m2");
    assertThat(received).isEmpty();
  }

  @Test
  void thePageRemembersAndDoesNotTrySocketsAgain() throws Exception {
    Topic topic = serve(false);
    open("/");
    assertThat(page.locator("#a")).hasAttribute("data-live", "open");
    page.evaluate(
        "() => { const b = document.createElement('div'); b.id = 'b';"
            + " b.setAttribute('s-live', '/ws/b'); document.body.append(b); }");
    assertThat(page.locator("#b")).hasAttribute("data-live", "open");
    stream().close();
    stream().close();
    page.waitForFunction("() => window.told.filter((it) => it === 'connect ws').length === 4");
    topic.publish(number(2));
    assertThat(page.locator("#a b")).hasText("2");
    assertThat(proxy().upgrades()).isEqualTo(2);
  }

  @Test
  void aCodeThatEndsItForASocketEndsItHereToo() throws Exception {
    serve(false);
    open("/");
    stream().close(new dev.pilcrow.ws.WsClose(4403, "no more"));
    assertThat(page.locator("#a")).hasAttribute("data-live", "closed");
  }

  @Test
  void aProxyThatSwallowsUpgradesIsNoticedAfterAWhile() throws Exception {
    serve(true);
    page.clock().install();
    open("/");
    assertThat(page.locator("#a")).hasAttribute("data-live", "connecting");
    for (int attempt = 1; attempt <= 2; attempt++) {
      int count = attempt;
      waitForUpgrades(count);
      page.clock().runFor(12_000);
    }
    assertThat(page.locator("#a")).hasAttribute("data-live", "open");
    assertThat(proxy().upgrades()).isEqualTo(2);
  }

  private void waitForUpgrades(int count) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (proxy().upgrades() < count) {
      assertThat(System.nanoTime()).isLessThan(end);
      page.evaluate("1");
    }
  }

  @Test
  void whereSocketsWorkNothingElseIsTried() throws Exception {
    Topic topic = serve(false);
    BlockingProxy unused = proxy();
    page.navigate("http://127.0.0.1:" + app.port() + "/");
    assertThat(page.locator("#a")).hasAttribute("data-live", "open");
    topic.publish(number(1));
    assertThat(page.locator("#a b")).hasText("1");
    page.evaluate("() => Silcrow.send('#a', {event: 'm', data: 1})");
    assertThat(next()).isEqualTo("m1");
    assertThat(unused.requests).isEmpty();
    assertThat(pilcrow().stats().openStreams()).isZero();
  }
}
