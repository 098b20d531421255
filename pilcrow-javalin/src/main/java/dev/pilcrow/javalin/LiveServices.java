package dev.pilcrow.javalin;

import dev.pilcrow.event.EventCodec;

/** What the connections of one application share. */
record LiveServices(
    PilcrowConfig config,
    EventCodec codec,
    WsCounters counters,
    WriterThreads writers,
    HandlerThreads handlers,
    Intervals intervals,
    LiveConnections connections) {}
