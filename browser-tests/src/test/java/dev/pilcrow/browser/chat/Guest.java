package dev.pilcrow.browser.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.pilcrow.browser.Axe;
import dev.pilcrow.browser.Browsers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody with a browser, who notes what their browser complains about. */
final class Guest implements AutoCloseable {
  /** How a guest comes: their screen, their theme, whether they have script. */
  record Kind(int width, int height, ColorScheme scheme, boolean script) {
    static final Kind DESKTOP = new Kind(1280, 800, ColorScheme.LIGHT, true);
    static final Kind DARK = new Kind(1280, 800, ColorScheme.DARK, true);
    static final Kind TABLET = new Kind(900, 1000, ColorScheme.LIGHT, true);
    static final Kind PHONE = new Kind(390, 844, ColorScheme.LIGHT, true);
    static final Kind DARK_PHONE = new Kind(390, 844, ColorScheme.DARK, true);
    static final Kind NO_SCRIPT = new Kind(1280, 800, ColorScheme.LIGHT, false);
  }

  static {
    // A loaded machine is slow, not wrong.
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
  }

  private final BrowserContext context;
  private final String base;
  private final List<String> complaints = new ArrayList<>();
  final Page page;

  Guest(ChatServer server, Kind kind, @Nullable String name) {
    base = server.url();
    context =
        Browsers.chromium()
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(kind.width(), kind.height())
                    .setColorScheme(kind.scheme())
                    .setJavaScriptEnabled(kind.script())
                    .setLocale("en-GB")
                    .setTimezoneId("Europe/Berlin"));
    if (name != null) {
      String value = URLEncoder.encode(name, StandardCharsets.UTF_8);
      context.addCookies(List.of(new Cookie("chat_name", value).setUrl(base)));
    }
    context.addInitScript(
        "addEventListener('securitypolicyviolation',"
            + " (e) => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI));"
            + " addEventListener('silcrow:error', (e) => console.error('silcrow ' + e.detail.code))");
    page = open(context, complaints);
  }

  private Guest(BrowserContext context, String base) {
    this.context = context;
    this.base = base;
    page = open(context, complaints);
  }

  private static Page open(BrowserContext context, List<String> complaints) {
    Page page = context.newPage();
    page.onPageError(error -> complaints.add("uncaught: " + error));
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.type() + ": " + message.text());
          }
        });
    return page;
  }

  Guest open(String path) {
    page.navigate(base + path);
    return this;
  }

  /** Opens a room and waits until it is live. */
  Guest enter(String room) {
    open("/rooms/" + room);
    awaitLive();
    return this;
  }

  void awaitLive() {
    page.waitForSelector("[data-live=open]");
  }

  /** Waits until nothing moves but what moves for ever. */
  void awaitStillness() {
    page.waitForFunction(
        "() => document.getAnimations().every((one) =>"
            + " one.effect.getTiming().iterations === Infinity || one.playState === 'finished')");
  }

  /** Types a message and presses Enter. */
  void say(String text) {
    Locator composer = page.locator("#text");
    composer.fill(text);
    composer.press("Enter");
    PlaywrightAssertions.assertThat(composer).hasValue("");
  }

  /** Says something in a room without a page, as a program would. */
  void post(String room, String text) {
    APIResponse answer =
        context
            .request()
            .post(
                base + "/rooms/" + room + "/messages",
                RequestOptions.create()
                    .setHeader("Origin", base)
                    .setHeader("Accept", "text/html")
                    .setMaxRedirects(0)
                    .setForm(FormData.create().set("text", text)));
    assertThat(answer.status()).isEqualTo(303);
    answer.dispose();
  }

  /** Another tab of the same browser. */
  Guest secondTab() {
    return new Guest(context, base);
  }

  Locator messages() {
    return page.locator("#messages .text");
  }

  /** Waits until the newest message is this. */
  void sees(String text) {
    PlaywrightAssertions.assertThat(messages().last()).hasText(text);
  }

  /** What the browser complained about, without what an outage itself causes. */
  void hasNoComplaints() {
    assertThat(complaints)
        .filteredOn(text -> !text.contains("WebSocket connection to"))
        .filteredOn(text -> !text.contains("net::ERR_CONNECTION_REFUSED"))
        .isEmpty();
  }

  void hasNoAccessibilityViolations() {
    assertThat(Axe.violations(page)).as(page.url()).isEmpty();
  }

  void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
  }

  @Override
  public void close() {
    page.close();
    if (context.pages().isEmpty()) {
      context.close();
    }
  }
}
