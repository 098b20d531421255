package dev.pilcrow.javalin;

import dev.pilcrow.event.EventCodec;
import dev.pilcrow.ledger.Ledger;
import io.javalin.http.Context;

/** What the connections of one application share. */
record LiveServices(
    PilcrowConfig config,
    EventCodec codec,
    Ledger ledger,
    WsCounters counters,
    WriterThreads writers,
    HandlerThreads handlers,
    Intervals intervals,
    LiveConnections connections) {
  /** Where a client that resumes goes on, as its request says. */
  ClientPlaces places(Context request) {
    return ClientPlaces.read(request.queryParam("silcrow-resume"), counters);
  }
}
