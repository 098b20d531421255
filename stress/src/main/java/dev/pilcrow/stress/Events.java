package dev.pilcrow.stress;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.TopicLog.Slice;
import java.util.List;

/** Events of one digit each. */
final class Events {
  static final EventCodec CODEC = EventCodec.lenient();

  private Events() {}

  static WsEvent say(int digit) {
    return WsEvent.custom("say", digit);
  }

  static EncodedEvent encoded(int digit) {
    return CODEC.encode(say(digit));
  }

  /** Writes the digits of the events, or {@code !} for a gap. */
  static void write(List<EncodedEvent> events, boolean lagged, StringBuilder to) {
    if (lagged) {
      to.append('!');
    }
    for (EncodedEvent event : events) {
      String json = event.text();
      to.append(json.charAt(json.length() - 2));
    }
  }

  static String text(Slice slice) {
    var text = new StringBuilder();
    write(slice.events(), slice.lagged(), text);
    return text.toString();
  }
}
