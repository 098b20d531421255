package dev.pilcrow.javalin;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.ws.WsClose;
import io.javalin.http.servlet.JavalinWsServletContext;
import io.javalin.websocket.WsConnectContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A WebSocket stream without a WebSocket: events go out as an event stream, messages come in as
 * requests that name the stream by a key which only its client has been told.
 *
 * <p>Thread-safe. One message is taken at a time; their numbers grow, so that one which is sent
 * again, because its answer was lost, is not handled twice.
 */
final class FallbackConnection implements LiveConnection {
  /** What became of a message; the number is the status of the answer. */
  enum Taken {
    YES(204),
    GONE(404),
    TOO_LARGE(413),
    LATER(503);

    final int status;

    Taken(int status) {
      this.status = status;
    }
  }

  private final String key;
  private final UpgradeTicket ticket;
  private final LiveServices services;
  private final ResponseTransport transport;
  private final LiveWsStream stream;
  private final Receiver receiver;
  private final StreamTimers timers;
  private final Consumer<FallbackConnection> onEnd;

  /** Whether a message is being taken; who has set it may touch the number. */
  private final AtomicBoolean busy = new AtomicBoolean();

  /** The number of the newest message. */
  private volatile long newest;

  FallbackConnection(
      String key,
      UpgradeTicket ticket,
      Serving serving,
      LiveServices services,
      Consumer<FallbackConnection> onEnd) {
    this.key = key;
    this.ticket = ticket;
    this.services = services;
    this.onEnd = onEnd;
    JavalinWsServletContext handshake = ticket.context();
    this.transport =
        new ResponseTransport(
            handshake.req(),
            true,
            EncodedEvent::joinStampedSse,
            services.handlers(),
            this::transportEnded);
    this.stream =
        new LiveWsStream(
            ticket,
            serving,
            services,
            new WsConnectContext(handshake.attach(StandIn.session())),
            transport,
            () -> {});
    this.receiver = new Receiver(stream, services);
    this.timers = new StreamTimers(services.config(), stream.out());
  }

  String key() {
    return key;
  }

  /** Greets the client and starts the handler; the future completes when the stream has ended. */
  CompletableFuture<Void> open() {
    PilcrowConfig config = services.config();
    services.connections().add(this);
    services.counters().openStreams.incrementAndGet();
    services.counters().opened.increment();
    stream.open(ControlFrames.hello(config, true, StreamTimers.keepAlive(config), key));
    if (services.connections().isStopping()) {
      drain(0);
    }
    return transport.done();
  }

  private void transportEnded(WsClose close) {
    onEnd.accept(this);
    services.connections().remove(this, ticket.place(), true);
    services.counters().openStreams.decrementAndGet();
    stream.ended(close);
  }

  /**
   * Takes a message.
   *
   * @param number greater than that of the message before, or the same when it is sent again
   * @param body its bytes, or a little more than the limit of them
   */
  Taken take(long number, byte[] body, boolean text) {
    if (stream.isClosing()) {
      return Taken.GONE;
    }
    if (!busy.compareAndSet(false, true)) {
      return Taken.LATER;
    }
    try {
      return number <= newest ? Taken.YES : takeNew(number, body, text);
    } finally {
      busy.set(false);
    }
  }

  private Taken takeNew(long number, byte[] body, boolean text) {
    PilcrowConfig config = services.config();
    if (body.length > config.maxMessageBytes) {
      stream.closeNow(
          WsClose.TOO_LARGE, "a message is over " + config.maxMessageBytes + " bytes of UTF-8");
      return Taken.TOO_LARGE;
    }
    if (stream.inbox().isFull()) {
      return Taken.LATER;
    }
    newest = number;
    if (!receiver.count(config.ticker.getAsLong())) {
      return Taken.GONE;
    }
    if (!text) {
      receiver.binary();
      return Taken.YES;
    }
    try {
      String message = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      receiver.text(message, body.length);
      return Taken.YES;
    } catch (CharacterCodingException e) {
      stream.closeNow(WsClose.MALFORMED, "a message is not UTF-8");
      return Taken.GONE;
    }
  }

  /** Whether the connection was made at this route. */
  boolean isOf(WsRoutes.Route route) {
    return ticket.route().equals(route);
  }

  @Override
  public void sweep(long now) {
    PilcrowConfig config = services.config();
    if (!stream.isClosing() && stream.inbox().fullFor(now) > config.handlerTimeout.toNanos()) {
      stream.closeNow(WsClose.TOO_SLOW, "its handler took nothing for " + config.handlerTimeout);
    }
    if (timers.sweep(now)) {
      transport.disconnect();
    }
  }

  @Override
  public long queuedBytes() {
    return stream.out().queuedBytes();
  }

  @Override
  public int waitingMessages() {
    return stream.inbox().size();
  }

  @Override
  public void moveAway(long withinMillis) {
    stream.out().moveAway(withinMillis);
  }

  @Override
  public void drain(long retryAfterMillis) {
    stream.drain(retryAfterMillis);
  }

  @Override
  public void cut(WsClose close) {
    transport.disconnect();
  }
}
