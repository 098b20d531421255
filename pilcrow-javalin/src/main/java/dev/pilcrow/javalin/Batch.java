package dev.pilcrow.javalin;

import dev.pilcrow.event.EncodedEvent;
import java.util.List;

/**
 * What one write carries.
 *
 * @param frames events, with frames about their topics between them, or one control frame
 * @param events how many events that is
 * @param more whether something else may have been waiting
 * @param lagged whether a topic has moved past its reader: nothing may be written any more
 */
record Batch(List<EncodedEvent> frames, int events, boolean more, boolean lagged) {
  static final Batch LAGGED = new Batch(List.of(), 0, false, true);

  static Batch of(List<EncodedEvent> frames, boolean more) {
    int events = 0;
    for (EncodedEvent frame : frames) {
      if (!frame.isControl()) {
        events++;
      }
    }
    return new Batch(frames, events, more, false);
  }

  /** One frame between the two ends, behind which something else may wait. */
  static Batch control(EncodedEvent frame) {
    return new Batch(List.of(frame), 0, true, false);
  }
}
