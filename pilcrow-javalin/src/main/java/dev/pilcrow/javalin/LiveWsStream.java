package dev.pilcrow.javalin;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import io.javalin.websocket.WsContext;
import java.time.Duration;
import java.util.Optional;

/**
 * A stream over one connection, made when that is open: an inbox and a way out. The connection is a
 * Jetty session, or an event stream and the requests that come with it.
 *
 * <p>Thread-safe; it has no lock of its own.
 */
final class LiveWsStream extends LiveStream implements WsStream {
  private final UpgradeTicket ticket;
  private final Serving serving;
  private final LiveServices services;
  private final WsContext ctx;
  private final Inbox<Arrival> inbox;
  private final Outgoing out;

  private final Deliveries deliveries;

  private volatile Runnable arrived = () -> {};

  /**
   * A stream.
   *
   * @param ctx the handshake
   * @param demand asks for the next message of the peer
   */
  LiveWsStream(
      UpgradeTicket ticket,
      Serving serving,
      LiveServices services,
      WsContext ctx,
      Transport transport,
      Runnable demand) {
    super("WsStream", ticket.id(), ticket.pathParams());
    PilcrowConfig config = services.config();
    this.ticket = ticket;
    this.serving = serving;
    this.services = services;
    this.ctx = ctx;
    this.inbox =
        new Inbox<>(
            config.receiveQueueMessages,
            4 * config.maxMessageBytes,
            config.ticker,
            Arrival::closed,
            demand,
            () -> arrived.run());
    this.out = new Outgoing(this, transport, ticket.client(), services, inbox::close);
    this.deliveries = new Deliveries(this, services);
  }

  /** Greets the client and starts the handler. */
  void open(EncodedEvent hello) {
    out.control(hello);
    serving.open(this);
  }

  @Override
  public SendResult send(WsEvent event) {
    return out.send(services.codec().encode(event));
  }

  @Override
  public WsReceive<WsEvent> receive() throws InterruptedException {
    checkReceives();
    deliveries.handled();
    Arrival next;
    do {
      next = inbox.take();
    } while (!deliveries.begin(next));
    return next.item();
  }

  @Override
  public Optional<WsReceive<WsEvent>> receive(Duration timeout) throws InterruptedException {
    checkReceives();
    long start = System.nanoTime();
    long nanos = Inbox.nanos(timeout);
    deliveries.handled();
    Arrival next;
    do {
      next = inbox.poll(nanos - (System.nanoTime() - start));
    } while (next != null && !deliveries.begin(next));
    return Optional.ofNullable(next).map(Arrival::item);
  }

  @Override
  public Iterable<WsEvent> events() {
    checkReceives();
    return () -> new ValidMessages<>(this::receive, new MalformedRun(this));
  }

  private void checkReceives() {
    serving.checkReceives(ticket.route().path(), "WsCallbacks.onEvent");
  }

  @Override
  public <T> T read(WsEvent.Custom event, Class<T> type) {
    return services.codec().read(event.data(), type);
  }

  @Override
  public void close(WsClose close) {
    out.close(close);
  }

  /** Closes without waiting for what is queued, which is lost; says why in the log. */
  void closeNow(WsClose close, String why) {
    out.closeNow(close, why);
  }

  /** Tells the client that the server goes away, and closes. */
  void drain(long retryAfterMillis) {
    out.control(ControlFrames.drain(retryAfterMillis));
    close(WsClose.RESTART);
  }

  /** Ends the stream: the connection is closed, or it never will be. */
  void ended(WsClose close) {
    out.ended(close);
  }

  @Override
  public WsContext ctx() {
    return ctx;
  }

  @Override
  public boolean keepsPlaces() {
    return ticket.client().silcrow();
  }

  @Override
  public boolean mendsGaps() {
    return ticket.client().silcrow();
  }

  @Override
  public Optional<String> messageId() {
    return Optional.ofNullable(deliveries.current()).map(MessageNames::of);
  }

  /** The handler threw: 1011 after what it had queued. */
  void handlerFailed(Throwable cause) {
    deliveries.failed();
    out.handlerFailed(cause);
  }

  /** What became of the messages that came; for the handler's thread. */
  Deliveries deliveries() {
    return deliveries;
  }

  /** Whether the client understands control frames. */
  boolean silcrow() {
    return ticket.client().silcrow();
  }

  Inbox<Arrival> inbox() {
    return inbox;
  }

  @Override
  public Outgoing out() {
    return out;
  }

  LiveServices services() {
    return services;
  }

  boolean isClosing() {
    return out.isClosing();
  }

  /** Sends both signs of life: a ping that the peer must answer, a frame that pages can see. */
  void heartbeat(boolean quiet) {
    if (quiet) {
      out.control(ControlFrames.PING);
    }
    out.writer().ping();
  }

  /** Has this told of each arrival, and of the close, from now on. */
  void whenArrived(Runnable listener) {
    arrived = listener;
  }
}
