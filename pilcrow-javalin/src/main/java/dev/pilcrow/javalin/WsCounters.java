package dev.pilcrow.javalin;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the connections of one application count. Thread-safe. */
final class WsCounters {
  final AtomicLong open = new AtomicLong();
  final AtomicLong openStreams = new AtomicLong();
  final LongAdder opened = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder received = new LongAdder();
  final LongAdder malformed = new LongAdder();
  final LongAdder acked = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder repeated = new LongAdder();
  final LongAdder sent = new LongAdder();
  final LongAdder frames = new LongAdder();
  final LongAdder dropped = new LongAdder();
  final LongAdder tooSlow = new LongAdder();
  final LongAdder expired = new LongAdder();
  final LongAdder revoked = new LongAdder();
  final LongAdder badResumes = new LongAdder();

  PilcrowStats stats() {
    return new PilcrowStats(
        open.get(),
        openStreams.get(),
        opened.sum(),
        refused.sum(),
        received.sum(),
        malformed.sum(),
        acked.sum(),
        rejected.sum(),
        repeated.sum(),
        sent.sum(),
        frames.sum(),
        dropped.sum(),
        tooSlow.sum(),
        expired.sum(),
        revoked.sum(),
        badResumes.sum());
  }
}
