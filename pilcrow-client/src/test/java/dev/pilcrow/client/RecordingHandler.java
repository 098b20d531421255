package dev.pilcrow.client;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.TopicPosition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Records what a live page tells it. */
final class RecordingHandler implements LiveHandler {
  final List<String> seen = new CopyOnWriteArrayList<>();

  /** What a resync fetches. */
  volatile Positions fetched = Positions.NONE;

  /** How many resyncs fail before one succeeds. */
  final AtomicInteger failures = new AtomicInteger();

  @Override
  public void event(WsEvent event, Optional<TopicPosition> at) {
    String name = ((WsEvent.Custom) event).event();
    seen.add(at.map(place -> name + " " + place).orElse(name));
  }

  @Override
  public Positions resync(Set<String> topics) {
    seen.add("resync " + topics);
    if (failures.getAndDecrement() > 0) {
      throw new IllegalStateException("on purpose, in a test");
    }
    return fetched;
  }

  static Positions places(String topic, String at) {
    return Positions.of(List.of(new TopicPosition(topic, Position.parse(at).orElseThrow())));
  }
}
