package dev.pilcrow.javalin;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.ws.WsClose;
import java.util.List;
import org.eclipse.jetty.util.Callback;

/**
 * The bytes of one connection: a WebSocket session, or the response to a request.
 *
 * <p>One write is in flight at most; it may carry several events. Everything but {@link
 * #disconnect} is called by the connection's writer only, and nothing blocks.
 */
interface Transport {
  /** Writes events, or one control frame; calls back when that is done, possibly at once. */
  void write(List<EncodedEvent> frames, Callback done);

  /** Makes the peer give a sign of life, where the transport has a way to. */
  void ping();

  /**
   * Ends the connection in order, as far as that can be done now.
   *
   * @param writing whether a write is still in flight
   */
  void close(WsClose why, boolean writing);

  /** Cuts the connection. Any thread; twice is harmless. */
  void disconnect();
}
