package dev.pilcrow.javalin;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Cursor;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import io.javalin.websocket.WsContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream over one Jetty session, made when the handshake is done: an inbox, an outbox and a
 * writer, and the order in which they end.
 *
 * <p>Thread-safe; it has no lock of its own.
 */
final class JettyWsStream implements WsStream {
  private static final Logger LOG = LoggerFactory.getLogger(Pilcrow.class);

  /** The close of a connection that ended without one. */
  static final WsClose LOST = new WsClose(1006, "connection lost");

  private final String id;
  private final String path;
  private final Serving serving;
  private final boolean silcrow;
  private final Map<String, String> pathParams;
  private final LiveServices services;
  private final Session session;
  private final WsContext ctx;
  private final Inbox inbox;
  private final Outbox outbox;
  private final FrameWriter writer;

  /** Why the stream closes; set once, and nothing is taken for sending from then on. */
  private final AtomicReference<@Nullable WsClose> closing = new AtomicReference<>();

  private volatile long closingSince;
  private volatile Runnable arrived = () -> {};

  private final EndActions atEnd = new EndActions();

  JettyWsStream(UpgradeTicket ticket, LiveServices services, Session session, WsContext ctx) {
    PilcrowConfig config = services.config();
    this.id = ticket.id();
    this.path = ticket.route().path();
    this.serving = ticket.route().serving();
    this.silcrow = ticket.silcrow();
    this.pathParams = ticket.pathParams();
    this.services = services;
    this.session = session;
    this.ctx = ctx;
    this.inbox =
        new Inbox(
            config.receiveQueueMessages,
            4 * config.maxMessageBytes,
            config.ticker,
            session::demand,
            () -> arrived.run());
    this.outbox = new Outbox(config.sendQueueMessages, config.sendQueueBytes);
    this.writer = new FrameWriter(session, outbox, silcrow, services, this::broken, this::lagged);
  }

  /** Greets the client and starts the handler. */
  void open() {
    if (silcrow) {
      outbox.offerControl(ControlFrames.hello(services.config()));
      writer.wake();
    }
    serving.open(this);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public SendResult send(WsEvent event) {
    return switch (outbox.offer(services.codec().encode(event))) {
      case CLOSED -> SendResult.CLOSED;
      case QUEUED -> {
        writer.wake();
        yield SendResult.QUEUED;
      }
      case FULL -> {
        closeNow(WsClose.TOO_SLOW, "its send queue is full");
        yield SendResult.CLOSED;
      }
    };
  }

  @Override
  public WsReceive<WsEvent> receive() throws InterruptedException {
    checkReceives();
    return inbox.take();
  }

  @Override
  public Optional<WsReceive<WsEvent>> receive(Duration timeout) throws InterruptedException {
    checkReceives();
    return Optional.ofNullable(inbox.poll(Inbox.nanos(timeout)));
  }

  @Override
  public Iterable<WsEvent> events() {
    checkReceives();
    return () -> new EventIterator(this);
  }

  private void checkReceives() {
    if (!serving.receives()) {
      throw new IllegalStateException(
          "Expected a handler loop to receive, but "
              + path
              + " is served by callbacks. Its events"
              + " go to WsCallbacks.onEvent.");
    }
  }

  @Override
  public <T> T read(WsEvent.Custom event, Class<T> type) {
    return services.codec().read(event.data(), type);
  }

  @Override
  public void close(WsClose close) {
    int code = close.code();
    if (code == 1004 || code == 1005 || code == 1006 || code == 1015) {
      throw new IllegalArgumentException(
          "Expected a code that a close frame may carry but found "
              + code
              + ". Use 1000, or 4000 to 4999 for meanings of your own.");
    }
    close(close, false);
  }

  /** Closes without waiting for what is queued, which is lost; says why in the log. */
  void closeNow(WsClose close, String why) {
    if (close(close, true)) {
      if (close.code() == WsClose.TOO_SLOW.code()) {
        services.counters().tooSlow.increment();
      }
      LOG.info("Closed {} with {}: {}", this, close.code(), why);
    }
  }

  private boolean close(WsClose close, boolean atOnce) {
    if (!startClosing(close)) {
      return false;
    }
    outbox.close(atOnce).forEach(Cursor::end);
    inbox.close(close);
    writer.close(close, atOnce);
    return true;
  }

  private boolean startClosing(WsClose close) {
    if (closing.get() != null) {
      return false;
    }
    closingSince = services.config().ticker.getAsLong();
    return closing.compareAndSet(null, close);
  }

  /** Tells the client that the server goes away, and closes. */
  void drain(long retryAfterMillis) {
    if (silcrow) {
      outbox.offerControl(ControlFrames.drain(retryAfterMillis));
    }
    close(WsClose.RESTART);
  }

  /** Ends the stream: Jetty has closed the connection, or it never will. */
  void ended(WsClose close) {
    startClosing(close);
    outbox.close(true).forEach(Cursor::end);
    inbox.close(close);
    atEnd.run();
  }

  @Override
  public void onClose(Runnable action) {
    atEnd.add(action);
  }

  @Override
  public String pathParam(String name) {
    String value = pathParams.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "Expected a parameter of "
              + path
              + " but found '"
              + name
              + "'. It has "
              + pathParams.keySet()
              + ".");
    }
    return value;
  }

  @Override
  public WsContext ctx() {
    return ctx;
  }

  @Override
  public void attach(Cursor cursor) {
    if (!outbox.attach(cursor)) {
      cursor.end();
    }
  }

  @Override
  public void detach(Cursor cursor) {
    outbox.detach(cursor);
  }

  @Override
  public void wake() {
    writer.wake();
  }

  /** The handler threw: 1011 after what it had queued. Not its fault when the stream is closed. */
  void handlerFailed(Throwable cause) {
    if (closing.get() != null) {
      LOG.debug("The handler of {} ended with an exception after the close", this, cause);
      return;
    }
    LOG.error("The handler of {} failed; the connection is closed with 1011", this, cause);
    close(WsClose.ERROR, false);
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }

  private void lagged() {
    closeNow(WsClose.TOO_SLOW, "a topic has moved past it");
  }

  /** A write failed. While closing that is no news: the close frame has overtaken it. */
  private void broken(Throwable cause) {
    LOG.debug("A write to {} failed", this, cause);
    if (startClosing(LOST)) {
      session.disconnect();
    }
  }

  Inbox inbox() {
    return inbox;
  }

  FrameWriter writer() {
    return writer;
  }

  LiveServices services() {
    return services;
  }

  boolean isClosing() {
    return closing.get() != null;
  }

  /** How long the stream has been closing, in nanoseconds; 0 if it is not. */
  long closingFor(long now) {
    return closing.get() == null ? 0 : now - closingSince;
  }

  /** Sends both signs of life: a ping that the peer must answer, a frame that pages can see. */
  void heartbeat(boolean quiet) {
    if (silcrow && quiet) {
      outbox.offerControl(ControlFrames.ping());
    }
    writer.ping();
  }

  /** Cuts the connection. */
  void disconnect() {
    session.disconnect();
  }

  /** Has this told of each arrival, and of the close, from now on. */
  void whenArrived(Runnable listener) {
    arrived = listener;
  }

  @Override
  public String toString() {
    return "WsStream[" + id + " " + path + "]";
  }
}
