package dev.pilcrow.javalin;

import dev.pilcrow.channel.FrameKind;
import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.Wire;
import dev.pilcrow.channel.WireFormat;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.hub.Outlet;
import dev.pilcrow.hub.TypedTopic;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * A typed stream over one WebSocket: an inbox of raw messages, decoded by who takes them, and a way
 * out of encoded ones.
 *
 * <p>Thread-safe; it has no lock of its own.
 */
final class LiveTypedStream<In, Out> extends LiveStream
    implements TypedStream<In, Out>, SocketPeer {
  private static final WsClose AWAY = new WsClose(1001, "Away");

  private final TypedService<In, Out> service;
  private final Wire<In, Out> wire;
  private final @Nullable Record parameters;
  private final UpgradeTicket ticket;
  private final LiveServices services;
  private final WsContext ctx;
  private final RateLimit rate;
  private final Inbox<WsReceive<RawMessage>> inbox;
  private final Outgoing out;

  /** Whether a thread waits for what comes next. */
  private final AtomicBoolean receiving = new AtomicBoolean();

  private volatile Runnable arrived = () -> {};

  LiveTypedStream(
      TypedService<In, Out> service,
      Wire<In, Out> wire,
      @Nullable Record parameters,
      UpgradeTicket ticket,
      LiveServices services,
      Session session) {
    super("TypedStream", ticket.id(), ticket.pathParams());
    PilcrowConfig config = services.config();
    this.service = service;
    this.wire = wire;
    this.parameters = parameters;
    this.ticket = ticket;
    this.services = services;
    this.ctx = new WsConnectContext(ticket.context().attach(session));
    this.rate =
        new RateLimit(config.messagesPerSecond, config.messageBurst, 0, config.ticker.getAsLong());
    this.inbox =
        new Inbox<>(
            config.receiveQueueMessages,
            4 * config.maxMessageBytes,
            config.ticker,
            WsReceive.Closed::new,
            session::demand,
            () -> arrived.run());
    SocketTransport transport = SocketTransport.ofMessages(session, this::frame);
    this.out = new Outgoing(this, transport, ticket.client().plain(), services, this::closing);
  }

  private void closing(WsClose close) {
    inbox.close(close.code() == 1005 ? AWAY : close.code() == 1006 ? Outgoing.LOST : close);
  }

  @Override
  public void open() {
    service.open(this);
  }

  @Override
  public SendResult send(Out message) {
    int opcode = wire.format().sends() == FrameKind.TEXT ? 1 : 2;
    return out.send(EncodedEvent.message(opcode, wire.out().encode(message)));
  }

  @Override
  public SendResult sendRaw(RawMessage message) {
    return out.send(encoded(message));
  }

  private static EncodedEvent encoded(RawMessage message) {
    if (message instanceof RawMessage.Text text) {
      byte[] utf8 = text.text().getBytes(StandardCharsets.UTF_8);
      return EncodedEvent.message(1, ByteBuffer.wrap(utf8));
    }
    if (message instanceof RawMessage.Binary binary) {
      return EncodedEvent.message(2, binary.bytes());
    }
    return message instanceof RawMessage.Ping ping
        ? EncodedEvent.message(9, ping.payload())
        : EncodedEvent.message(10, ((RawMessage.Pong) message).payload());
  }

  /** A message of a topic in the format of this connection; any other as it is. */
  private EncodedEvent frame(EncodedEvent event) {
    return event.opcode() != 0 ? event : TypedTopic.frame(event, service.channel(), wire);
  }

  @Override
  public Outlet outlet(WsChannel<?, Out> channel) {
    if (!channel.route().equals(service.channel().route())) {
      throw new IllegalArgumentException(
          "Expected a topic of "
              + service.channel()
              + " but found one of "
              + channel
              + ". Make it with hub.topic(name, channel) of the channel that is served.");
    }
    return this;
  }

  @Override
  public WsReceive<In> receive() throws InterruptedException {
    return typed(receiveRaw());
  }

  @Override
  public Optional<WsReceive<In>> receive(Duration timeout) throws InterruptedException {
    return Optional.ofNullable(next(Inbox.nanos(timeout))).map(this::typed);
  }

  @Override
  public WsReceive<RawMessage> receiveRaw() throws InterruptedException {
    WsReceive<RawMessage> next;
    do {
      next = next(Long.MAX_VALUE);
    } while (next == null);
    return next;
  }

  private @Nullable WsReceive<RawMessage> next(long nanos) throws InterruptedException {
    checkReceives();
    if (!receiving.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "Expected one reader at a time but found that another thread waits on " + this + ".");
    }
    try {
      return inbox.poll(nanos);
    } finally {
      receiving.set(false);
    }
  }

  @Override
  public Iterable<In> messages() {
    checkReceives();
    return () ->
        new ValidMessages<>(this::receive, new MalformedRun(this, reason -> {}, this::close));
  }

  private void checkReceives() {
    service.checkReceives(ticket.route().path(), "TypedCallbacks.onMessage");
  }

  /** What has come, without waiting; null means nothing. For callbacks. */
  @Nullable WsReceive<In> pollNow() {
    WsReceive<RawMessage> next = inbox.pollNow();
    return next == null ? null : typed(next);
  }

  private WsReceive<In> typed(WsReceive<RawMessage> raw) {
    if (raw instanceof WsReceive.Closed<RawMessage> closed) {
      return new WsReceive.Closed<>(closed.close());
    }
    WsReceive<In> typed = wire.read(((WsReceive.Message<RawMessage>) raw).value());
    WsCounters counters = services.counters();
    (typed instanceof WsReceive.Message<In> ? counters.received : counters.malformed).increment();
    return typed;
  }

  @Override
  public void close(WsClose close) {
    out.close(close);
  }

  @Override
  public <P extends Record> P parameters(Class<P> type) {
    if (!type.isInstance(parameters)) {
      throw new IllegalArgumentException(
          "Expected the parameters of %s, which are %s, but found %s."
              .formatted(
                  service.channel(),
                  parameters == null ? "none" : parameters.getClass().getSimpleName(),
                  type.getSimpleName()));
    }
    return type.cast(parameters);
  }

  @Override
  public WireFormat format() {
    return wire.format();
  }

  @Override
  public Optional<String> subprotocol() {
    return Optional.ofNullable(ticket.granted().subprotocol());
  }

  @Override
  public WsContext ctx() {
    return ctx;
  }

  @Override
  public boolean count(long now) {
    if (rate.take(now)) {
      return true;
    }
    int perSecond = services.config().messagesPerSecond;
    out.closeNow(
        WsClose.RATE, "it sent more than " + perSecond + " messages a second for too long");
    return false;
  }

  @Override
  public void text(String message, int size) {
    inbox.offer(new WsReceive.Message<>(new RawMessage.Text(message)), size);
  }

  @Override
  public boolean readsBinary() {
    return true;
  }

  @Override
  public void binary(byte[] message) {
    RawMessage raw = new RawMessage.Binary(ByteBuffer.wrap(message));
    inbox.offer(new WsReceive.Message<>(raw), message.length);
  }

  @Override
  public void heartbeat(boolean quiet) {
    out.writer().ping();
  }

  @Override
  public void drain(long retryAfterMillis) {
    close(WsClose.RESTART);
  }

  @Override
  public Inbox<WsReceive<RawMessage>> inbox() {
    return inbox;
  }

  @Override
  public Outgoing out() {
    return out;
  }

  LiveServices services() {
    return services;
  }

  /** Has this told of each arrival, and of the close, from now on. */
  void whenArrived(Runnable listener) {
    arrived = listener;
  }
}
