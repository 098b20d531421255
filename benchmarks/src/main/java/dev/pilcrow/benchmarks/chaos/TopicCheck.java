package dev.pilcrow.benchmarks.chaos;

import java.util.HashSet;
import java.util.Set;

/**
 * What one client shows of one topic, and every mistake in it. Events are numbered from 1 and
 * stored before they are published, so a page that was fetched may show events which then come once
 * more, in order: those replace what they find, as rows with an id do, and are no mistake. Any
 * other number that is not the next one is.
 */
final class TopicCheck {
  /** The newest number shown. */
  private int last;

  /** The newest number on the page that was fetched, and how far these have come once more. */
  private int fetched;

  private int repeated;
  private boolean overlapping;
  private final Set<Integer> missing = new HashSet<>();
  private int doubled;
  private int outOfOrder;

  /** The page shows this many events; what was shown before is replaced. */
  synchronized void fetch(int newest) {
    last = newest;
    fetched = newest;
    repeated = 0;
    overlapping = true;
    missing.clear();
  }

  synchronized void event(int n) {
    if (overlapping && n <= fetched) {
      if (n <= repeated) {
        doubled++;
      } else if (repeated > 0 && n > repeated + 1) {
        outOfOrder++;
      }
      repeated = Math.max(repeated, n);
      return;
    }
    overlapping = false;
    if (n == last + 1) {
      last = n;
    } else if (n > last) {
      for (int skipped = last + 1; skipped < n; skipped++) {
        missing.add(skipped);
      }
      last = n;
    } else if (missing.remove(n)) {
      outOfOrder++;
    } else {
      doubled++;
    }
  }

  /** How many of so many events are not shown. */
  synchronized int lost(int total) {
    return missing.size() + Math.max(0, total - last);
  }

  synchronized int doubled() {
    return doubled;
  }

  synchronized int outOfOrder() {
    return outOfOrder;
  }
}
