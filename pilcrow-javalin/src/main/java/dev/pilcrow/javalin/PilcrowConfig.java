package dev.pilcrow.javalin;

import static dev.pilcrow.javalin.Bounds.between;

import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.TopicLogs;
import dev.pilcrow.ledger.Ledger;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Settings of Pilcrow in one application. Read once by {@link Pilcrow#install}; later changes are
 * refused. Every setter checks its value and returns this object.
 */
public final class PilcrowConfig extends TimerSettings {
  PilcrowConfig() {}

  /**
   * Lets pages of another origin open WebSockets and send mutating requests. By default only the
   * request's own origin may. The match is exact: scheme, host and port.
   *
   * @param origin such as {@code https://app.example.org} or {@code http://localhost:5173}
   */
  public PilcrowConfig allowOrigin(String origin) {
    checkOpen();
    allowedOrigins.add(
        Origin.parse(origin)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Expected an origin such as https://app.example.org but found '"
                            + LogText.escape(origin)
                            + "'. Write scheme, host and, unless it is the default, port; no path,"
                            + " no wildcard.")));
    return this;
  }

  /**
   * Lets clients without an Origin header open WebSockets though they send cookies or
   * Authorization. Browsers always send an Origin; native clients do not. Off by default.
   */
  public PilcrowConfig allowMissingOrigin() {
    checkOpen();
    allowMissingOrigin = true;
    return this;
  }

  /**
   * Refuses mutating requests that carry a cookie but neither Sec-Fetch-Site nor Origin. Off by
   * default: every browser of the last years sends one of the two.
   */
  public PilcrowConfig requireOriginWithCookies() {
    checkOpen();
    requireOriginWithCookies = true;
    return this;
  }

  /**
   * Does not check mutating requests to this path, for web hooks and the like.
   *
   * @param path an exact path, or a prefix ending in {@code /*}
   */
  public PilcrowConfig exempt(String path) {
    checkOpen();
    if (!path.startsWith("/") || path.replaceFirst("/\\*$", "").contains("*")) {
      throw new IllegalArgumentException(
          "Expected an exact path such as /hooks/pay or a prefix such as /hooks/* but found '"
              + LogText.escape(path)
              + "'.");
    }
    exemptPaths.add(path);
    return this;
  }

  /**
   * Takes scheme, host and client address from the last entries of X-Forwarded-Proto,
   * X-Forwarded-Host and X-Forwarded-For. Only behind a proxy that sets all three, for otherwise
   * anyone can. Off by default.
   */
  public PilcrowConfig trustForwardedHeaders() {
    checkOpen();
    trustForwardedHeaders = true;
    return this;
  }

  /** How much the topics keep; {@link Hub.Limits#defaults()} by default. */
  public PilcrowConfig topics(Hub.Limits limits) {
    checkOpen();
    hubLimits = limits;
    return this;
  }

  /**
   * Where the topics are kept: in the memory of this process by default. With logs that several
   * applications share, such as those of pilcrow-redis, their topics are the same.
   */
  public PilcrowConfig topics(TopicLogs logs) {
    checkOpen();
    topicLogs = clock -> logs;
    return this;
  }

  /**
   * Where it is remembered what clients have sent, so that nothing is handled twice: in the memory
   * of this process by default, 100,000 clients for a day.
   */
  public PilcrowConfig ledger(Ledger ledger) {
    checkOpen();
    this.ledger = clock -> ledger;
    return this;
  }

  /** Closes connections that send more than this in one message, with 1009. 64 KiB by default. */
  public PilcrowConfig maxMessageBytes(int bytes) {
    checkOpen();
    maxMessageBytes = between("maxMessageBytes", bytes, 128, 1 << 20);
    return this;
  }

  /**
   * How much may wait to be written to one connection before it is closed with 1013. 256 messages
   * and 1 MiB by default. Topics do not fill this queue.
   */
  public PilcrowConfig sendQueue(int messages, int bytes) {
    checkOpen();
    sendQueueMessages = between("messages of sendQueue", messages, 1, 1_000_000);
    sendQueueBytes = between("bytes of sendQueue", bytes, 1_024, 1 << 30);
    return this;
  }

  /**
   * How many received messages may wait for a handler before its peer is made to wait. 32 by
   * default; four messages of the largest size are the other bound.
   */
  public PilcrowConfig receiveQueue(int messages) {
    checkOpen();
    receiveQueueMessages = between("messages of receiveQueue", messages, 1, 10_000);
    return this;
  }

  /**
   * How fast one connection may send before it is closed with 1008; pings and pongs count. 50 a
   * second and 200 at once by default.
   */
  public PilcrowConfig rateLimit(int perSecond, int burst) {
    checkOpen();
    messagesPerSecond = between("perSecond of rateLimit", perSecond, 1, 1_000_000);
    messageBurst = between("burst of rateLimit", burst, 1, 1_000_000);
    return this;
  }

  /** How many connections one address may have; more are refused with 429. 100 by default. */
  public PilcrowConfig maxConnectionsPerAddress(int connections) {
    checkOpen();
    maxConnectionsPerAddress = between("maxConnectionsPerAddress", connections, 1, 10_000_000);
    return this;
  }

  /**
   * How many handler loops may run at once where there are no virtual threads; further upgrades are
   * refused with 503. 200 by default.
   */
  public PilcrowConfig platformThreads(int threads) {
    checkOpen();
    platformThreads = between("platformThreads", threads, 1, 100_000);
    return this;
  }

  /** Whether handlers run on virtual threads where the JDK has them (21+). On by default. */
  public PilcrowConfig virtualThreads(boolean use) {
    checkOpen();
    virtualThreads = use;
    return this;
  }

  /** Whether permessage-deflate may be negotiated. Off by default: it doubles the CPU per event. */
  public PilcrowConfig compression(boolean allow) {
    checkOpen();
    compression = allow;
    return this;
  }

  /**
   * Serves WebSocket routes over WebSockets only. By default Silcrow.js, where a network lets none
   * through, gets an event stream at the same path and sends its messages as requests.
   */
  public PilcrowConfig noFallback() {
    checkOpen();
    fallback = false;
    return this;
  }

  /** Accepts only complete, typed events, as Pilcrow's Rust server does. Lenient by default. */
  public PilcrowConfig strictEvents() {
    checkOpen();
    strictEvents = true;
    return this;
  }

  /**
   * Lets clients send all event types. By default only {@code custom} is valid, since an html or
   * navigate event of one user must never reach another.
   */
  public PilcrowConfig allowClientEvents() {
    checkOpen();
    allowClientEvents = true;
    return this;
  }

  /**
   * Called for each frame that {@code events()} skips, with a reason that never quotes it. Runs on
   * the handler's thread.
   */
  public PilcrowConfig onMalformed(BiConsumer<WsStream, String> listener) {
    checkOpen();
    onMalformed = listener;
    return this;
  }

  /**
   * Serves silcrow.debug.js, for development: the same client, which looks at the page for likely
   * mistakes and explains on the console what it refuses. Off by default.
   */
  public PilcrowConfig developmentScript() {
    checkOpen();
    developmentScript = true;
    return this;
  }

  /** How {@link Pilcrow#respond} writes; the settings of {@link ReplyConfig}. */
  public PilcrowConfig replies(Consumer<ReplyConfig> settings) {
    checkOpen();
    settings.accept(replies);
    return this;
  }

  /**
   * Shows errors to people with this page. By default they see a plain one; programs always get
   * problem details.
   */
  public PilcrowConfig errorPages(ErrorPage page) {
    checkOpen();
    errorPage = Objects.requireNonNull(page, "page");
    return this;
  }

  /** Leaves every error to Javalin and the application's own handlers. */
  public PilcrowConfig noErrorPages() {
    checkOpen();
    errorPages = false;
    return this;
  }

  /**
   * Shows exceptions with their stack trace and the line of template or source to everybody, for
   * development only. Off by default.
   *
   * @param folders where sources and templates are; without, the usual folders of the project in
   *     the working directory and of the modules below it
   */
  public PilcrowConfig developmentErrors(Path... folders) {
    checkOpen();
    developmentSources =
        folders.length == 0 ? SourceFinder.below(Path.of("")) : new SourceFinder(List.of(folders));
    return this;
  }

  /** How much {@link Pilcrow#once} keeps; {@link OnceLimits#defaults()} by default. */
  public PilcrowConfig once(OnceLimits limits) {
    checkOpen();
    onceLimits = Objects.requireNonNull(limits, "limits");
    return this;
  }
}
