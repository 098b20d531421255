package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import dev.pilcrow.browser.Browsers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * A page with the built client in it. After each test the page must have broken no policy, thrown
 * nothing and logged no error.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientTest {
  /** Notes what the client dispatches and which policies are broken, and makes chance certain. */
  private static final String RECORDER =
      """
      window.seen = [];
      window.violations = [];
      window.chance = 0.5;
      Math.random = () => window.chance;
      const plain = (key, value) => value instanceof Element ? '#' + (value.id || value.localName)
        : value instanceof Error ? value.message : value;
      const dispatch = EventTarget.prototype.dispatchEvent;
      EventTarget.prototype.dispatchEvent = function (event) {
        const at = this instanceof Element ? '#' + (this.id || this.localName) : 'document';
        if (event instanceof CustomEvent) {
          window.seen.push({type: event.type, at, detail: JSON.parse(JSON.stringify(event.detail ?? null, plain))});
        }
        return dispatch.call(this, event);
      };
      document.addEventListener('securitypolicyviolation', (event) => {
        window.violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample);
      });
      """;

  protected TestServer server;
  private @Nullable BrowserContext context;
  protected Page page;
  private final List<String> errors = new ArrayList<>();
  private boolean networkErrorsAllowed;
  private boolean inertReportsAllowed;
  private boolean blockedFetchesAllowed;
  private boolean spent;

  @BeforeAll
  void startServer() {
    server = new TestServer();
  }

  @AfterAll
  void stopServer() {
    if (context != null) {
      context.close();
    }
    server.close();
  }

  @BeforeEach
  void openContext() {
    errors.clear();
    networkErrorsAllowed = false;
    inertReportsAllowed = false;
    blockedFetchesAllowed = false;
    BrowserContext current = context == null ? newContext() : context;
    context = current;
    page = current.pages().isEmpty() ? current.newPage() : current.pages().get(0);
  }

  private BrowserContext newContext() {
    BrowserContext fresh = Browsers.chromium().newContext();
    fresh.setDefaultTimeout((double) TestServer.PATIENCE.toMillis());
    fresh.addInitScript(RECORDER);
    fresh.onWebError(error -> errors.add("thrown: " + error.error()));
    fresh.onConsoleMessage(this::note);
    return fresh;
  }

  private void note(ConsoleMessage message) {
    String text = message.text();
    boolean network =
        text.startsWith("WebSocket connection to") || text.startsWith("Failed to load resource");
    boolean inert = text.contains("violates the following Content Security Policy");
    if (message.type().equals("error")
        && !(networkErrorsAllowed && network)
        && !(blockedFetchesAllowed && text.startsWith("Unsafe attempt to load URL"))
        && !(inertReportsAllowed && inert)) {
      errors.add(text);
    }
  }

  @AfterEach
  void leavePage() {
    List<?> violations = (List<?>) page.evaluate("window.violations ?? []");
    if (spent) {
      context().close();
      context = null;
      spent = false;
    } else {
      page.navigate(server.url(TestServer.BLANK));
      context().clearCookies();
    }
    server.reset();
    assertThat(violations)
        .as("broken policies")
        .allMatch(
            violation -> inertReportsAllowed && violation.toString().contains("-attr inline"));
    assertThat(errors).as("errors of the page").isEmpty();
  }

  /**
   * The context of this class, with one page that each test loads anew; {@link #clock} and offline
   * tests use theirs up.
   */
  protected BrowserContext context() {
    return Objects.requireNonNull(context);
  }

  /** Keeps the context from being used again. */
  protected void spendContext() {
    spent = true;
  }

  /** The clock of this test's pages; installed, it goes on by itself and jumps when told. */
  protected Clock clock() {
    spendContext();
    return page.clock();
  }

  /** Makes the time of pages that open from now on stand still until the test moves it. */
  protected void stopClock() {
    clock().install(new Clock.InstallOptions().setTime(0));
    // Until it is told to stand still it goes on, and it cannot stop in its past.
    clock().pauseAt(Duration.ofMinutes(1).toMillis());
  }

  /** A browser logs redirects to other sites, which a fetch may not follow, as errors. */
  protected void allowBlockedFetches() {
    networkErrorsAllowed = true;
    blockedFetchesAllowed = true;
  }

  /** A browser logs failed connections as errors whatever a page does about them. */
  protected void allowNetworkErrors() {
    networkErrorsAllowed = true;
  }

  /**
   * Chromium checks handler and style attributes against the page's policy even in an inert
   * document, before anybody can take them away: the report says what was blocked, nothing ran.
   */
  protected void allowInertReports() {
    inertReportsAllowed = true;
  }

  /** Opens a page with this body and the client in its head. */
  protected void open(String body) {
    open("", body);
  }

  /** Opens a page with this in its head, besides the client, and this body. */
  protected void open(String head, String body) {
    load("<script src=\"/silcrow.min.js\" defer></script>" + head, body);
  }

  /** Opens a page with this body that no policy protects. */
  protected void openWithoutPolicy(String body) {
    load(TestServer.LENIENT, "<script src=\"/silcrow.min.js\" defer></script>", body);
  }

  /** Opens a page that has only what is given. */
  protected void load(String head, String body) {
    load("/page", head, body);
  }

  /** Opens a page at a path that has only what is given. */
  protected void load(String path, String head, String body) {
    server.page(
        path,
        "<!doctype html><html lang=\"en\"><head><title>Test</title>"
            + head
            + "</head><body>"
            + body
            + "</body></html>");
    page.navigate(server.url(path));
  }

  /** Evaluates a JavaScript expression in the page. */
  protected Object js(String expression) {
    return page.evaluate(expression);
  }

  /** Evaluates a JavaScript function with an argument. */
  protected Object js(String function, Object argument) {
    return page.evaluate(function, argument);
  }

  /** Waits until a JavaScript expression is true. */
  protected void waitFor(String expression) {
    page.waitForFunction("() => (" + expression + ")");
  }

  protected String text(String selector) {
    return page.textContent(selector);
  }

  protected String html(String selector) {
    return page.innerHTML(selector);
  }

  /** The details of the events of this name so far. */
  @SuppressWarnings("unchecked")
  protected List<Map<String, Object>> seen(String type) {
    return ((List<Map<String, Object>>) js("window.seen"))
        .stream()
            .filter(event -> type.equals(event.get("type")))
            .map(event -> (Map<String, Object>) event.get("detail"))
            .toList();
  }

  /** Waits until an event of this name was dispatched. */
  protected List<Map<String, Object>> awaitSeen(String type) {
    waitFor("window.seen.some((event) => event.type === '" + type + "')");
    return seen(type);
  }

  /** The codes of what was reported so far. */
  protected List<Object> reported() {
    return seen("silcrow:error").stream().map(detail -> detail.get("code")).toList();
  }

  protected void waitForState(String selector, String state) {
    waitFor("document.querySelector('" + selector + "').dataset.live === '" + state + "'");
  }
}
