package dev.pilcrow.client;

import dev.pilcrow.ws.WsClose;
import java.util.concurrent.CompletableFuture;

/** What a client closes when it is closed itself. */
interface Managed {
  /** Closes; the future completes at the end. */
  CompletableFuture<WsClose> close(WsClose close);
}
