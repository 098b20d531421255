package dev.pilcrow.javalin;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.ledger.MessageId;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import org.jspecify.annotations.Nullable;

/**
 * What came over a connection, and the id under which its client may send it again.
 *
 * @param id null for what will not come again
 */
record Arrival(WsReceive<WsEvent> item, @Nullable MessageId id) {
  /** The end, which comes again and again. */
  static Arrival closed(WsClose close) {
    return new Arrival(new WsReceive.Closed<>(close), null);
  }
}
