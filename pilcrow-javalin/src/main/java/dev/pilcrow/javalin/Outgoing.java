package dev.pilcrow.javalin;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.hub.Cursor;
import dev.pilcrow.hub.Resume;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of one connection, whatever its transport: an outbox, the writer that empties it, and
 * the order in which they end.
 *
 * <p>Thread-safe; it has no lock of its own.
 */
final class Outgoing {
  private static final Logger LOG = LoggerFactory.getLogger(Pilcrow.class);

  /** The close of a connection that ended without one. */
  static final WsClose LOST = new WsClose(1006, "connection lost");

  private static final EncodedEvent COMMENT = EncodedEvent.comment();

  private final Object owner;
  private final Transport transport;
  private final ClientRequest client;
  private final LiveServices services;
  private final Consumer<WsClose> onClosing;
  private final Outbox outbox;
  private final FrameWriter writer;
  private final Lease lease;
  private final EndActions atEnd = new EndActions();

  /** Why the connection closes; set once, and nothing is taken for sending from then on. */
  private final AtomicReference<@Nullable WsClose> closing = new AtomicReference<>();

  private volatile long closingSince;

  /**
   * A way out.
   *
   * @param owner what logs call the connection
   * @param onClosing told once that the connection closes; on any thread
   */
  Outgoing(
      Object owner,
      Transport transport,
      ClientRequest client,
      LiveServices services,
      Consumer<WsClose> onClosing) {
    PilcrowConfig config = services.config();
    this.owner = owner;
    this.transport = transport;
    this.client = client;
    this.services = services;
    this.onClosing = onClosing;
    this.outbox = new Outbox(config.sendQueueMessages, config.sendQueueBytes);
    this.lease = new Lease(this, client.arrivedAt(), services);
    this.writer = new FrameWriter(transport, outbox, services, this::broken, this::lagged);
  }

  SendResult send(EncodedEvent event) {
    return told(outbox.offer(event));
  }

  /** Sends an event in place of the one before it, if that has not gone out yet. */
  SendResult put(Outbox.Latest place, EncodedEvent event) {
    return told(outbox.put(place, event));
  }

  private SendResult told(Outbox.Offer offer) {
    switch (offer) {
      case QUEUED -> writer.wake();
      case FULL -> closeNow(WsClose.TOO_SLOW, "its send queue is full");
      case CLOSED -> {}
    }
    return offer == Outbox.Offer.QUEUED ? SendResult.QUEUED : SendResult.CLOSED;
  }

  /** Sends a control frame to a client that understands it. */
  void control(EncodedEvent frame) {
    if (client.silcrow()) {
      outbox.offerControl(frame);
      writer.wake();
    }
  }

  /** Asks a client that understands it to open its next connection first; closes any other. */
  void moveAway(long withinMillis) {
    if (client.silcrow()) {
      control(ControlFrames.drain(withinMillis));
    } else {
      close(WsClose.RESTART);
    }
  }

  /** Puts the first frame into the queue, without sending it yet: a comment for a plain client. */
  void greet(EncodedEvent hello) {
    outbox.offerControl(client.silcrow() ? hello : COMMENT);
  }

  /** Sends a sign of life that this client can see: a frame or, to a plain one, a comment. */
  void keepAlive() {
    outbox.offerControl(client.silcrow() ? ControlFrames.PING : COMMENT);
    writer.wake();
  }

  /** Closes without waiting for what is queued, which is lost; says why in the log. */
  void closeNow(WsClose close, String why) {
    if (close(close, true)) {
      if (close.equals(WsClose.TOO_SLOW)) {
        services.counters().tooSlow.increment();
      }
      LOG.info("Closed {} with {}: {}", owner, close.code(), why);
    }
  }

  /**
   * Closes after what is queued.
   *
   * @throws IllegalArgumentException if a close frame must not carry the code
   */
  void close(WsClose close) {
    if (!close.isSendable()) {
      throw new IllegalArgumentException(
          "Expected a code that a close frame may carry but found "
              + close.code()
              + ". Use 1000, or 4000 to 4999 for meanings of your own.");
    }
    close(close, false);
  }

  /** Closes, after what is queued or at once; returns false when it closes already. */
  private boolean close(WsClose close, boolean atOnce) {
    if (!startClosing(close)) {
      return false;
    }
    closeOutbox(atOnce);
    onClosing.accept(close);
    writer.close(close, atOnce);
    return true;
  }

  private void closeOutbox(boolean discard) {
    if (discard) {
      services.counters().dropped.add(outbox.queued());
    }
    outbox.close(discard).forEach(Cursor::end);
  }

  private boolean startClosing(WsClose close) {
    if (closing.get() != null) {
      return false;
    }
    closingSince = services.config().ticker.getAsLong();
    return closing.compareAndSet(null, close);
  }

  /** Ends everything: the transport has, or it never will. */
  void ended(WsClose close) {
    startClosing(close);
    closeOutbox(true);
    onClosing.accept(close);
    atEnd.run();
  }

  void onEnd(Runnable action) {
    atEnd.add(action);
  }

  /** The handler threw: 1011 after what it had queued. Not its fault when it closes already. */
  void handlerFailed(Throwable cause) {
    if (isClosing()) {
      LOG.debug("The handler of {} ended with an exception after the close", owner, cause);
      return;
    }
    LOG.error("The handler of {} failed; the connection is closed with 1011", owner, cause);
    close(WsClose.ERROR);
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }

  private void lagged() {
    closeNow(WsClose.TOO_SLOW, "a topic has moved past it");
  }

  /** A write failed. While closing that is no news: the close has overtaken it. */
  private void broken(Throwable cause) {
    LOG.debug("A write to {} failed", owner, cause);
    if (startClosing(LOST)) {
      transport.disconnect();
    }
  }

  /** Where the client goes on in a topic. */
  Resume resume(String topic) {
    return client.places().of(topic);
  }

  void attach(Cursor cursor) {
    client.places().started(cursor.topic());
    if (!outbox.attach(cursor)) {
      cursor.end();
    }
  }

  void detach(Cursor cursor) {
    outbox.detach(cursor);
  }

  void wake() {
    writer.wake();
  }

  FrameWriter writer() {
    return writer;
  }

  long queuedBytes() {
    return outbox.queuedBytes();
  }

  Lease lease() {
    return lease;
  }

  boolean isClosing() {
    return closing.get() != null;
  }

  /** How long the connection has been closing, in nanoseconds; 0 if it is not. */
  long closingFor(long now) {
    return closing.get() == null ? 0 : now - closingSince;
  }

  void disconnect() {
    transport.disconnect();
  }
}
