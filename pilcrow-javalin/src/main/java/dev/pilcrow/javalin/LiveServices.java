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
    LiveConnections connections,
    Revocations revocations) {
  /** Where a client that resumes goes on, as its request says. */
  ClientPlaces places(Context request) {
    return ClientPlaces.read(request.queryParam("silcrow-resume"), counters);
  }

  /** The same for an event stream, which browsers resume by themselves. */
  ClientPlaces streamPlaces(Context request, boolean silcrow) {
    return ClientPlaces.read(
        silcrow ? request.queryParam("silcrow-resume") : null,
        silcrow ? request.queryParam("silcrow-last") : null,
        request.header("Last-Event-ID"),
        counters);
  }
}
