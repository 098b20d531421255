package dev.pilcrow.javalin;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.WireFormat;
import dev.pilcrow.hub.TypedOutlet;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import io.javalin.websocket.WsContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One open WebSocket of a typed channel, seen from the server: {@code In} is what it receives,
 * {@code Out} what it sends.
 *
 * <p>Any thread may send and close; only the handler's thread receives. {@code hub.topic(name,
 * channel).subscribe(stream)} works and ends with the stream.
 */
public interface TypedStream<In, Out> extends TypedOutlet<Out> {
  /** A short id for logs and presence; unique, and not a secret. */
  String id();

  /**
   * Queues a message and returns at once. CLOSED is final: no later send will succeed. Messages of
   * one thread keep their order.
   *
   * <p>A full queue closes the connection with 1013: its reader is too slow.
   *
   * @throws IllegalArgumentException if the message cannot be encoded; the connection stays open
   */
  SendResult send(Out message);

  /** Queues a message as it is, in turn with the others. */
  SendResult sendRaw(RawMessage message);

  /**
   * Waits for what comes next, mistakes of the peer included. After {@link WsReceive.Closed} every
   * later call returns that at once. A close frame without a code is reported as 1001, a connection
   * that ends without one as 1006.
   *
   * @throws IllegalStateException if another thread waits for a message, or in a channel served by
   *     callbacks
   */
  WsReceive<In> receive() throws InterruptedException;

  /** The same, waiting at most this long; empty means nothing came. */
  Optional<WsReceive<In>> receive(Duration timeout) throws InterruptedException;

  /**
   * The next text or binary message as it is, undecoded; it is taken from the same queue. Pings are
   * answered and pongs counted by themselves.
   */
  WsReceive<RawMessage> receiveRaw() throws InterruptedException;

  /**
   * The valid messages until the connection closes or the thread is interrupted. What is no message
   * is logged and skipped; 16 of these in a row close the connection with 1007.
   */
  Iterable<In> messages();

  /** Closes with 1000 after what is queued has gone out. Closing twice is harmless. */
  default void close() {
    close(WsClose.NORMAL);
  }

  /**
   * Closes with this code after what is queued has gone out, or after 5 s.
   *
   * @throws IllegalArgumentException if a close frame must not carry the code ({@link
   *     WsClose#isSendable})
   */
  void close(WsClose close);

  /**
   * Gives the stream until then: it is closed with 4401 afterwards, and no client of ours comes
   * back, unless {@link PilcrowConfig#revalidate} gives it more. A later call replaces the time.
   */
  void validUntil(Instant instant);

  /**
   * Says whose stream this is, so that {@link dev.pilcrow.hub.Hub#revoke} closes it and {@link
   * PilcrowConfig#revalidate} can be asked. An id, not a name that may change.
   *
   * @throws IllegalStateException if it has another user already
   */
  void user(String user);

  /** Runs the action once, when this stream has closed, or at once if it has. */
  void onClose(Runnable action);

  /**
   * The typed parameters of path and query, as the channel declares them.
   *
   * @throws IllegalArgumentException if the channel's parameters are of another type
   */
  <P extends Record> P parameters(Class<P> type);

  /**
   * A parameter of the route's path, decoded: {@code room} of {@code /ws/rooms/{room}}.
   *
   * @throws IllegalArgumentException if the route has no such parameter
   */
  String pathParam(String name);

  /** The format that this connection speaks. */
  WireFormat format();

  /** The subprotocol that was agreed on; empty if the client has offered none. */
  Optional<String> subprotocol();

  /**
   * The handshake: query, headers, cookies, and the attributes that {@code wsBeforeUpgrade}
   * handlers have set. Do not send or close through it; that would bypass the queue.
   */
  WsContext ctx();
}
