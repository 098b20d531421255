package dev.pilcrow.hub;

import java.util.concurrent.atomic.LongAdder;

/** What the topics of one hub count. Thread-safe. */
final class HubCounters {
  final LongAdder published = new LongAdder();
  final LongAdder resumed = new LongAdder();
  final LongAdder resynced = new LongAdder();
  final LongAdder conflated = new LongAdder();
  final LongAdder lagged = new LongAdder();
}
