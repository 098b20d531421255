package dev.pilcrow.javalin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pilcrow.event.SseEvent;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An event stream over the response to one request.
 *
 * <p>Thread-safe; it has no lock of its own.
 */
final class LiveSseStream extends LiveStream implements SseStream, LiveConnection {
  private static final int MAX_WATCHES = 100;

  private final Context ctx;
  private final ClientRequest client;
  private final LiveConnections.Place place;
  private final LiveServices services;
  private final ResponseTransport transport;
  private final Outgoing out;
  private final StreamTimers timers;
  private final AtomicInteger watches = new AtomicInteger();

  LiveSseStream(
      String id,
      String route,
      Context ctx,
      ClientRequest client,
      LiveConnections.Place place,
      LiveServices services) {
    super("SseStream", id, new PathParams(route, Map.copyOf(ctx.pathParamMap())));
    this.ctx = ctx;
    this.client = client;
    this.place = place;
    this.services = services;
    this.transport =
        new ResponseTransport(
            ctx.req(),
            client.silcrow(),
            new ResumableEvents(client.silcrow(), client.places().all()),
            services.handlers(),
            this::transportEnded);
    this.out = new Outgoing(this, transport, client, services, close -> {});
    this.timers = new StreamTimers(services.config(), out);
  }

  /** Lets the handler open the stream; what it throws before anything went out is the caller's. */
  void open(SseHandler handler) throws Exception {
    services.connections().add(this);
    services.counters().openStreams.incrementAndGet();
    PilcrowConfig config = services.config();
    out.greet(ControlFrames.hello(config, false, StreamTimers.keepAlive(config), ""));
    try {
      handler.handle(this);
    } catch (Throwable e) {
      if (transport.answerOtherwise()) {
        transport.disconnect();
        throw e;
      }
      out.handlerFailed(e);
    }
    services.counters().opened.increment();
    out.wake();
    if (services.connections().isStopping()) {
      drain(0);
    }
    ctx.future(transport::done);
  }

  private void transportEnded(WsClose close) {
    services.connections().remove(this, place, true);
    services.counters().openStreams.decrementAndGet();
    out.ended(close);
  }

  @Override
  public SendResult send(WsEvent event) {
    return out.send(services.codec().encode(event));
  }

  @Override
  public SendResult send(SseEvent event) {
    return out.send(services.codec().encode(event));
  }

  @Override
  public Watch watch() {
    if (watches.incrementAndGet() > MAX_WATCHES) {
      throw new IllegalStateException(
          "Expected at most "
              + MAX_WATCHES
              + " watches and intervals per stream. Keep the one that watch() returns, and set it"
              + " again and again.");
    }
    Outbox.Latest place = new Outbox.Latest();
    return event -> out.put(place, services.codec().encode(event));
  }

  @Override
  public void interval(Duration period, Callable<? extends WsEvent> event) {
    if (period.toMillis() < 10 || period.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "Expected a period from 10 ms to 1 day but found " + period + ".");
    }
    Watch watch = watch();
    try {
      Future<?> ticks = services.intervals().start(period, () -> tick(watch, event));
      onClose(() -> ticks.cancel(false));
    } catch (RejectedExecutionException e) {
      // The application stops, and this stream with it.
      out.close(WsClose.RESTART);
    }
  }

  private void tick(Watch watch, Callable<? extends WsEvent> event) {
    if (out.isClosing()) {
      return;
    }
    try {
      watch.set(event.call());
    } catch (Throwable e) {
      out.handlerFailed(e);
    }
  }

  @Override
  public Optional<String> lastEventId() {
    String header = ctx.header("Last-Event-ID");
    // Browsers send UTF-8, and Jetty reads it as Latin-1.
    String id =
        header == null
            ? ctx.queryParam("silcrow-last")
            : new String(header.getBytes(ISO_8859_1), UTF_8);
    return Optional.ofNullable(id).filter(text -> Positions.decode(text).isEmpty());
  }

  @Override
  public void close() {
    out.close(WsClose.NORMAL);
  }

  @Override
  public Context ctx() {
    return ctx;
  }

  @Override
  public boolean keepsPlaces() {
    return true;
  }

  @Override
  public boolean mendsGaps() {
    return client.silcrow();
  }

  @Override
  public void sweep(long now) {
    if (timers.sweep(now)) {
      transport.disconnect();
    }
  }

  @Override
  public long queuedBytes() {
    return out.queuedBytes();
  }

  @Override
  public int waitingMessages() {
    return 0;
  }

  @Override
  public void moveAway(long withinMillis) {
    out.moveAway(withinMillis);
  }

  @Override
  public void drain(long retryAfterMillis) {
    out.control(ControlFrames.drain(retryAfterMillis));
    out.close(WsClose.RESTART);
  }

  @Override
  public void cut(WsClose close) {
    transport.disconnect();
  }

  @Override
  public Outgoing out() {
    return out;
  }
}
