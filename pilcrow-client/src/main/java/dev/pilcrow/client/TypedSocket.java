package dev.pilcrow.client;

import dev.pilcrow.channel.FrameKind;
import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.Wire;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A typed WebSocket, seen from a client: {@code In} is what it sends, {@code Out} what it receives.
 *
 * <p>Sending and receiving wait for the connection, also for the next one after a loss. Any thread
 * may send; one at a time receives. A message counts as sent when it has been handed to the
 * network; one that the server had not read when the connection broke is lost, the one that was
 * being handed over may arrive twice, and those still queued go out on the next connection.
 */
public final class TypedSocket<In, Out> implements AutoCloseable {
  private final Connection<In, Out> connection;
  private final SocketOptions options;

  TypedSocket(Connection<In, Out> connection, SocketOptions options) {
    this.connection = connection;
    this.options = options;
  }

  /** The state now. */
  public SocketState state() {
    return connection.signal().state();
  }

  /**
   * Calls the listener with each later state, in order and one at a time, on a thread of the
   * client. It must not block: the socket goes on when it returns.
   */
  public void onState(Consumer<SocketState> listener) {
    connection.signal().listen(listener);
  }

  /** Completes with the state when the socket is not connecting any more; it does not fail. */
  public CompletableFuture<SocketState> connected() {
    return connection.signal().settled();
  }

  /**
   * The subprotocol that the last connection has agreed on; empty if the server answered none, so
   * that the channel's first format is spoken, and before there was a connection.
   */
  public Optional<String> subprotocol() {
    return connection.subprotocol();
  }

  /** Why the last attempt failed, if it did. */
  public Optional<WsException> failure() {
    return connection.failure();
  }

  /**
   * Sends a message: waits for the connection and for its turn, and returns when it is written.
   * CLOSED is final, unless the connection is replaced. An interrupted message may go out later.
   *
   * @throws IllegalArgumentException at once if the message cannot be encoded
   */
  public SendResult send(In message) throws InterruptedException {
    return await(connection.outbox().put(encoded(message)));
  }

  /**
   * Queues a message and returns at once. The future completes when it is written, and fails with
   * {@link WsException.Capacity} if {@link SocketOptions#queue} messages wait already.
   *
   * @throws IllegalArgumentException if the message cannot be encoded
   */
  public CompletableFuture<SendResult> sendAsync(In message) {
    return connection.outbox().offer(encoded(message));
  }

  /** Sends a message as it is, in turn with the others. */
  public SendResult sendRaw(RawMessage message) throws InterruptedException {
    return await(connection.outbox().put(wire -> message));
  }

  private Function<Wire<In, ?>, RawMessage> encoded(In message) {
    Wire<In, Out> likely = connection.channel().wire();
    RawMessage raw = raw(likely, message);
    return wire -> wire.format().equals(likely.format()) ? raw : raw(wire, message);
  }

  private static <In> RawMessage raw(Wire<In, ?> wire, In message) {
    ByteBuffer bytes = wire.in().encode(message);
    return wire.format().sends() == FrameKind.TEXT
        ? new RawMessage.Text(StandardCharsets.UTF_8.decode(bytes).toString())
        : new RawMessage.Binary(bytes);
  }

  private static SendResult await(CompletableFuture<SendResult> sent) throws InterruptedException {
    try {
      return sent.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  /**
   * Waits for what comes next, mistakes of the server included. Closed comes when the socket has
   * ended for good, and once when the connection is replaced while this waits.
   *
   * @throws IllegalStateException if another reader waits
   */
  public WsReceive<Out> receive() throws InterruptedException {
    return next(connection.inbox().take(), Long.MAX_VALUE).orElseThrow().typed();
  }

  /** The same, waiting at most this long; empty means nothing came. */
  public Optional<WsReceive<Out>> receive(Duration timeout) throws InterruptedException {
    return next(connection.inbox().take(), timeout.toNanos()).map(Incoming::typed);
  }

  /** The next message as it is, undecoded; it is taken from the same queue. */
  public WsReceive<RawMessage> receiveRaw() throws InterruptedException {
    return next(connection.inbox().take(), Long.MAX_VALUE).orElseThrow().raw();
  }

  /**
   * What comes next, as a future. One that the caller has cancelled takes nothing.
   *
   * @throws IllegalStateException if another reader waits
   */
  public CompletableFuture<WsReceive<Out>> receiveAsync() {
    CompletableFuture<Incoming<Out>> source = connection.inbox().take();
    CompletableFuture<WsReceive<Out>> result = source.thenApply(Incoming::typed);
    var unused =
        result.whenComplete(
            (received, failure) -> {
              if (failure != null) {
                source.cancel(false);
              }
            });
    return result;
  }

  private Optional<Incoming<Out>> next(CompletableFuture<Incoming<Out>> source, long nanos)
      throws InterruptedException {
    try {
      return Optional.of(source.get(nanos, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return source.cancel(false) ? Optional.empty() : Optional.of(source.join());
    } catch (InterruptedException e) {
      if (source.cancel(false)) {
        throw e;
      }
      Thread.currentThread().interrupt();
      return Optional.of(source.join());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The valid messages until the socket has ended. Malformed ones are reported ({@link
   * SocketOptions#onMalformed}) and skipped. Ends early, with the thread's interrupt flag set, if
   * the thread is interrupted.
   */
  public Iterable<Out> messages() {
    return () -> new MessageIterator<>(this, options.onMalformed);
  }

  /**
   * The valid messages as a publisher for one subscriber at a time, which is then the reader.
   * Nothing is read from the network that was not requested, but for the inbox. It completes after
   * 1000 and 1001 and fails with {@link WsException.Transport} after other ends.
   */
  public Flow.Publisher<Out> publisher() {
    return new MessagePublisher<>(this, options.onMalformed);
  }

  /**
   * Connects anew, to another address of the channel or to the same one, from any state. The old
   * connection is closed, and what its server had on its way is received for 5 s more; a reader
   * that waits is told 1001; queued messages go out on the new one.
   */
  public void replace(WsChannel<In, Out> address) {
    connection.replace(address);
  }

  /** Closes with 1000 and waits for the end, at most 5 s for queued messages and 5 s more. */
  @Override
  public void close() {
    try {
      close(WsClose.NORMAL).get(11, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Expected the connection to end within 11 s.", e);
    }
  }

  /**
   * Closes after what is queued has gone out, or after 5 s. The future completes at the end, with
   * the code it ended with.
   *
   * @throws IllegalArgumentException for codes the JDK's client cannot send: all but 1000, 1001,
   *     1008, 1011 and 3000 to 4999
   */
  public CompletableFuture<WsClose> close(WsClose close) {
    int code = close.code();
    boolean sendable = code == 1000 || code == 1001 || code == 1008 || code == 1011 || code >= 3000;
    if (!sendable) {
      throw new IllegalArgumentException(
          "Expected a close code of 1000, 1001, 1008, 1011 or 3000 to 4999 but found "
              + code
              + ", which a client must not or cannot send.");
    }
    return connection.close(close);
  }

  @Override
  public String toString() {
    return "TypedSocket[" + connection.channel() + " " + state() + "]";
  }
}
