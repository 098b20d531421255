package dev.pilcrow.client;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.ws.WsClose;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A live page as a program follows it, made by {@link WsClient#follow}: events go to its {@link
 * LiveHandler}, messages to the server. After a loss it goes on where it was, in both directions.
 *
 * <p>Thread-safe. It ends when it is closed, when the server does not want it any more (1008, 4401,
 * 4403, 4404, or an answer like 404 in place of a WebSocket), when its reconnection gives up, or
 * when a gap cannot be mended.
 */
public final class LivePage implements AutoCloseable {
  private final LiveConnection connection;

  LivePage(LiveConnection connection) {
    this.connection = connection;
  }

  /** The state now. */
  public SocketState state() {
    return connection.signal().state();
  }

  /** Calls the listener with each later state, in order and one at a time. It must not block. */
  public void onState(Consumer<SocketState> listener) {
    connection.signal().listen(listener);
  }

  /** Why the last attempt failed, if it did. */
  public Optional<WsException> failure() {
    return connection.failure();
  }

  /** Where it is in each topic. */
  public Positions positions() {
    return connection.positions();
  }

  /**
   * Sends an event to the server and returns at once. It waits for a connection and is sent again,
   * in order and under the same id, until the server has answered. The future completes when the
   * server has handled it, and fails with
   *
   * <ul>
   *   <li>{@link WsException.Rejected} if the server rejects it for good or it is too large;
   *   <li>{@link WsException.Capacity} at once, if {@link SocketOptions#queue} messages wait;
   *   <li>{@link WsException.Transport} if the page ends first: it may have been handled or not.
   * </ul>
   *
   * @throws IllegalArgumentException if its data cannot be written as JSON
   */
  public CompletableFuture<Void> send(WsEvent.Custom event) {
    return connection.outbox().send(event);
  }

  /**
   * Reads the data of an event that has come, as {@code WsStream.read} does on the server.
   *
   * @throws IllegalArgumentException naming the type if the data does not fit it
   */
  public static <T> T read(WsEvent.Custom event, Class<T> type) {
    return LiveFrame.CODEC.read(event.data(), type);
  }

  /** The same for a patch. */
  public static <T> T read(WsEvent.Patch event, Class<T> type) {
    return LiveFrame.CODEC.read(event.data(), type);
  }

  /** Closes with 1000 and waits for the end, at most 5 s. What is not acked by now fails. */
  @Override
  public void close() {
    try {
      connection.close(WsClose.NORMAL).get(11, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Expected the connection to end within 11 s.", e);
    }
  }

  /** Completes at the end, with the code of the close. */
  public CompletableFuture<WsClose> ended() {
    return connection.ended();
  }
}
