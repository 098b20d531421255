package dev.pilcrow.client;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.Wire;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.ws.WsClose;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection: messages put together from their parts, pings, and exactly one end.
 *
 * <p>The JDK calls the listener on one thread at a time. Of each connection one invocation is
 * requested at a time: the next when a part was taken, or when the sink has room.
 */
final class Link<In, Out> implements WebSocket.Listener {
  static final WsClose LOST = new WsClose(1006, "connection lost");
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  /** How long after the last message the connection is asked whether it is still there. */
  private static final long ASK_NANOS = Duration.ofSeconds(1).toNanos();

  static final WsClose SILENT = new WsClose(1006, "no answer to pings");

  private final WsChannel<In, Out> channel;
  private final Sink<Out> sink;
  private final SocketOptions options;
  private final Consumer<WsClose> onEnd;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
  private volatile Wire<In, Out> wire;
  private volatile @Nullable WebSocket socket;
  private volatile @Nullable CompletableFuture<Void> written;
  private volatile @Nullable ScheduledFuture<?> pings;
  private volatile long heard;

  /** Whether no pong has come since the last message: the JDK may have lost the end. */
  private volatile boolean unsure;

  /** When it was last pinged; only the timer's. */
  private long pinged;

  Link(WsChannel<In, Out> channel, Sink<Out> sink, SocketOptions options, Consumer<WsClose> onEnd) {
    this.channel = channel;
    this.wire = channel.wire();
    this.sink = sink;
    this.options = options;
    this.onEnd = onEnd;
  }

  @Override
  public void onOpen(WebSocket opened) {
    String agreed = opened.getSubprotocol();
    wire = channel.negotiate(agreed.isEmpty() ? List.of() : List.of(agreed)).orElse(wire);
    socket = opened;
  }

  /** Starts to read and to ping. */
  void start(ScheduledExecutorService timer) {
    WebSocket open = open();
    heard = System.nanoTime();
    pinged = heard;
    long every = Math.min(options.pingInterval.toNanos(), ASK_NANOS);
    pings = timer.scheduleWithFixedDelay(this::watch, every, every, TimeUnit.NANOSECONDS);
    if (ended.get()) {
      stopPings();
    }
    open.request(1);
  }

  String subprotocol() {
    return open().getSubprotocol();
  }

  private WebSocket open() {
    WebSocket open = socket;
    if (open == null) {
      throw new IllegalStateException("Expected an open connection.");
    }
    return open;
  }

  /**
   * Pings, and cuts a connection that is silent. The JDK's client (17 to 25) loses the end of a
   * connection, without a word, when it comes before the next message has been requested: its
   * {@code WebSocketImpl} then throws an {@code InternalError} at itself. So a connection that
   * falls silent behind a message is asked soon, and cut if it does not answer.
   */
  private void watch() {
    long now = System.nanoTime();
    if (sink.isFull()) {
      heard = now;
      return;
    }
    long interval = options.pingInterval.toNanos();
    long silence = now - heard;
    boolean asked = pinged - heard > 0;
    if (silence > interval * 5 / 2 || (unsure && asked && now - pinged > interval)) {
      end(SILENT);
      open().abort();
    } else if (now - pinged >= interval || (unsure && !asked && silence >= ASK_NANOS)) {
      pinged = now;
      var unused = open().sendPing(ByteBuffer.allocate(0));
    }
  }

  /**
   * Writes a message; the future fails if the connection is broken. One at a time.
   *
   * @throws IllegalArgumentException if the message cannot be written in the format agreed on
   */
  CompletableFuture<Void> write(Function<Wire<In, ?>, RawMessage> message) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    RawMessage raw = message.apply(wire);
    written = result;
    if (ended.get()) {
      result.completeExceptionally(new IllegalStateException("The connection has ended."));
      return result;
    }
    var unused =
        send(open(), raw)
            .whenComplete(
                (sent, failure) -> {
                  if (failure == null) {
                    result.complete(null);
                  } else {
                    result.completeExceptionally(failure);
                  }
                });
    return result;
  }

  private static CompletableFuture<WebSocket> send(WebSocket to, RawMessage raw) {
    if (raw instanceof RawMessage.Text text) {
      return to.sendText(text.text(), true);
    } else if (raw instanceof RawMessage.Binary binary) {
      return to.sendBinary(binary.bytes().duplicate(), true);
    } else if (raw instanceof RawMessage.Ping ping) {
      return to.sendPing(ping.payload().duplicate());
    }
    return to.sendPong(((RawMessage.Pong) raw).payload().duplicate());
  }

  /** Sends a close frame; the peer's answer is the end, and a cut after 5 s. */
  void close(WsClose close, WsClient client) {
    WebSocket open = open();
    var unused =
        open.sendClose(close.code(), close.reason())
            .whenComplete(
                (sent, failure) -> {
                  if (failure != null) {
                    broken();
                  }
                });
    client.after(CLOSE_LIMIT, this::broken);
  }

  /** Ends and cuts the connection because something failed. */
  void broken() {
    end(LOST);
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }

  private void end(WsClose close) {
    if (ended.compareAndSet(false, true)) {
      stopPings();
      CompletableFuture<Void> writing = written;
      if (writing != null) {
        writing.completeExceptionally(new IllegalStateException("The connection has ended."));
      }
      onEnd.accept(close);
    }
  }

  private void stopPings() {
    ScheduledFuture<?> running = pings;
    if (running != null) {
      running.cancel(false);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    heard = System.nanoTime();
    unsure = true;
    if (text.length() + data.length() > options.maxMessage) {
      tooLarge();
      return null;
    }
    text.append(data);
    if (last) {
      String message = text.toString();
      text.setLength(0);
      sink.add(new RawMessage.Text(message), wire, () -> from.request(1));
    } else {
      from.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    heard = System.nanoTime();
    unsure = true;
    if (binary.size() + data.remaining() > options.maxMessage) {
      tooLarge();
      return null;
    }
    byte[] part = new byte[data.remaining()];
    data.get(part);
    if (last && binary.size() == 0) {
      sink.add(new RawMessage.Binary(ByteBuffer.wrap(part)), wire, () -> from.request(1));
      return null;
    }
    binary.writeBytes(part);
    if (last) {
      ByteBuffer message = ByteBuffer.wrap(binary.toByteArray());
      binary.reset();
      sink.add(new RawMessage.Binary(message), wire, () -> from.request(1));
    } else {
      from.request(1);
    }
    return null;
  }

  /** The JDK's client cannot send 1009; the server sees a cut. */
  private void tooLarge() {
    end(
        new WsClose(
            WsClose.TOO_LARGE.code(),
            "received more than %d at once".formatted(options.maxMessage)));
    open().abort();
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer payload) {
    heard = System.nanoTime();
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
    heard = System.nanoTime();
    unsure = false;
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    end(closeOf(code, reason));
    return null;
  }

  private static WsClose closeOf(int code, String reason) {
    if (code == 1005) {
      return new WsClose(1001, "Away");
    }
    boolean frame = code >= 1000 && code <= 4999 && code != 1006;
    return frame ? new WsClose(code, reason) : LOST;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    end(LOST);
  }
}
