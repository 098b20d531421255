package dev.pilcrow.hub;

import dev.pilcrow.event.EncodedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Leaves out patches that later ones replace as a whole, for a reader that lags. What the page
 * shows in the end is the same; it gets there in fewer steps.
 */
final class Conflation {
  /** How many events wait at least for a reader that lags. */
  static final int LAGGING = 32;

  /** How many later patches to one target are compared with. */
  private static final int COMPARED = 4;

  private Conflation() {}

  /** The events that are left, in order. Across anything but patches nothing is left out. */
  static List<EncodedEvent> apply(List<EncodedEvent> events) {
    Map<String, Deque<EncodedEvent>> later = new HashMap<>();
    List<EncodedEvent> kept = new ArrayList<>(events.size());
    for (int i = events.size() - 1; i >= 0; i--) {
      EncodedEvent event = events.get(i);
      if (!event.type().equals("patch")) {
        later.clear();
        kept.add(event);
      } else if (!isReplaced(event, later)) {
        kept.add(event);
      }
    }
    Collections.reverse(kept);
    return kept;
  }

  private static boolean isReplaced(
      EncodedEvent event, Map<String, Deque<EncodedEvent>> laterByTarget) {
    String target = event.patchTarget();
    if (target == null) {
      return false;
    }
    Deque<EncodedEvent> later =
        laterByTarget.computeIfAbsent(target, unused -> new ArrayDeque<>(COMPARED));
    for (EncodedEvent one : later) {
      if (one.replaces(event)) {
        return true;
      }
    }
    if (later.size() == COMPARED) {
      later.removeLast();
    }
    later.addFirst(event);
    return false;
  }
}
