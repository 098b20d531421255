package dev.pilcrow.javalin;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Outlet;
import dev.pilcrow.ws.SendResult;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import io.javalin.websocket.WsContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One open WebSocket, seen from the server: live events out, events of the browser in. Where a
 * network lets no WebSocket through, Silcrow.js gets the same over an event stream and requests.
 *
 * <p>Any thread may send and close; only the handler's thread receives. A stream is an {@link
 * Outlet}, so {@code topic.subscribe(stream)} works and ends with the stream.
 */
public interface WsStream extends Outlet {
  /** A short id for logs and presence; unique, and not a secret. */
  String id();

  /**
   * Queues an event and returns at once. CLOSED is final: no later send will succeed. Events of one
   * thread keep their order; between these and a topic's events there is no order, but what was
   * sent before subscribing goes out before the topic's events.
   *
   * <p>A full queue closes the connection with 1013: its reader is too slow.
   *
   * @throws IllegalArgumentException if the event's data cannot be written as JSON
   */
  SendResult send(WsEvent event);

  /**
   * Waits for what comes next, mistakes of the peer included. After {@link WsReceive.Closed} every
   * later call returns that at once.
   *
   * @throws IllegalStateException in a route served by callbacks
   */
  WsReceive<WsEvent> receive() throws InterruptedException;

  /** The same, waiting at most this long; empty means nothing came. */
  Optional<WsReceive<WsEvent>> receive(Duration timeout) throws InterruptedException;

  /**
   * The valid events until the connection closes or the thread is interrupted. Malformed and binary
   * frames are reported ({@link PilcrowConfig#onMalformed}) and skipped; 16 of them in a row close
   * the connection with 1007.
   */
  Iterable<WsEvent> events();

  /**
   * Reads an event's data as a type.
   *
   * @throws IllegalArgumentException naming the type if the data does not fit it
   */
  <T> T read(WsEvent.Custom event, Class<T> type);

  /**
   * Names the message that the handler is at: the same however often its client sends it, and
   * different from every other. Store it under a unique key with what the message does, and a
   * message that comes again after a crash does it once. Empty when the client does not send again:
   * every other client than Silcrow.js and pilcrow-client.
   *
   * @return 43 letters, digits, {@code -} and {@code _}; not a secret
   */
  Optional<String> messageId();

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
   * Gives the stream until then: it is closed with 4401 afterwards, and Silcrow.js does not come
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
   * A parameter of the route's path, decoded: {@code room} of {@code /ws/rooms/{room}}.
   *
   * @throws IllegalArgumentException if the route has no such parameter
   */
  String pathParam(String name);

  /**
   * The handshake: query, headers, cookies, and the attributes that {@code wsBeforeUpgrade}
   * handlers have set. Do not send or close through it; that would bypass the queue, and where the
   * network let no WebSocket through there is no session to do it with.
   */
  WsContext ctx();
}
