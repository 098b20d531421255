package dev.pilcrow.javalin;

import dev.pilcrow.event.EventCodec;
import dev.pilcrow.ledger.Ledger;

/** What the connections of one application share. */
record LiveServices(
    PilcrowConfig config,
    EventCodec codec,
    Ledger ledger,
    WsCounters counters,
    WriterThreads writers,
    HandlerThreads handlers,
    Intervals intervals,
    LiveConnections connections) {}
