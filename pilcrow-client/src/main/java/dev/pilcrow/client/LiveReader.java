package dev.pilcrow.client;

import dev.pilcrow.event.Decoded;
import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.TopicPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the frames of a live page: each event of a topic once and in order, and a gap is mended
 * before its topic goes on.
 *
 * <p>One thread at a time takes frames; any thread may ask for {@link #positions}. While a gap is
 * open its topic's frames are held. They are few: a connection is not asked for more until the gap
 * is closed.
 */
final class LiveReader {
  private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);
  private static final Set<String> CONTROLS = Set.of("hello", "ping", "ack", "nack", "drain");

  private final LiveHandler handler;
  private final Map<String, Position> places = new ConcurrentHashMap<>();

  /** The topics with a gap, and their frames behind it. */
  private final Set<String> gaps = new TreeSet<>();

  private List<LiveFrame> held = new ArrayList<>();

  LiveReader(Positions start, LiveHandler handler) {
    this.handler = handler;
    places.putAll(start.asMap());
  }

  /** Where it is in each topic. */
  Positions positions() {
    return Positions.of(
        places.entrySet().stream()
            .map(place -> new TopicPosition(place.getKey(), place.getValue()))
            .toList());
  }

  /** Takes frames in order; those between the two ends go to {@code control}. */
  void take(List<LiveFrame> frames, Consumer<LiveFrame> control) {
    for (LiveFrame frame : frames) {
      String topic = frame.topic();
      Position at = frame.at();
      if (topic != null && at != null) {
        take(frame, topic, at);
      } else if (CONTROLS.contains(frame.type())) {
        control.accept(frame);
      } else {
        deliver(frame, Optional.empty());
      }
    }
  }

  private void take(LiveFrame frame, String topic, Position at) {
    if (frame.type().equals("resync")) {
      held.removeIf(behind -> topic.equals(behind.topic()));
      places.put(topic, at);
      gaps.add(topic);
      return;
    }
    if (gaps.contains(topic)) {
      held.add(frame);
      return;
    }
    Position last = places.get(topic);
    if (last != null && last.epoch().equals(at.epoch())) {
      if (at.offset() <= last.offset()) {
        return;
      }
      boolean follows = frame.after() <= last.offset() || frame.type().equals("skip");
      if (!follows) {
        gap(frame, topic);
        return;
      }
    } else if (last != null) {
      gap(frame, topic);
      return;
    }
    places.put(topic, at);
    if (!frame.type().equals("skip")) {
      deliver(frame, Optional.of(new TopicPosition(topic, at)));
    }
  }

  private void gap(LiveFrame frame, String topic) {
    gaps.add(topic);
    held.add(frame);
  }

  private void deliver(LiveFrame frame, Optional<TopicPosition> at) {
    Decoded decoded = frame.event();
    if (decoded instanceof Decoded.Malformed malformed) {
      LOG.warn("Skipped a malformed event: {}", malformed.reason());
      return;
    }
    try {
      handler.event(((Decoded.Event) decoded).event(), at);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("The handler of an event failed", e);
    }
  }

  /**
   * Forgets what is held: its connection is gone, perhaps with its server and that one's topics.
   * The next connection brings what follows the places.
   */
  void lost() {
    held.clear();
  }

  /** Whether there is a gap. */
  boolean hasGap() {
    return !gaps.isEmpty();
  }

  /**
   * Tries to close the gaps. One that is still there afterwards needs another attempt.
   *
   * @throws Exception what the handler throws
   */
  void mend() throws Exception {
    Set<String> topics = Set.copyOf(gaps);
    Positions fetched = handler.resync(topics);
    List<LiveFrame> behind = held;
    held = new ArrayList<>();
    gaps.clear();
    for (String topic : topics) {
      Position at = fetched.of(topic);
      if (at != null) {
        places.put(topic, at);
      } else {
        goOn(topic, behind);
      }
    }
    take(behind, control -> {});
  }

  /** Lets a topic go on with the first event that is held, or the next one after a resync. */
  private void goOn(String topic, List<LiveFrame> behind) {
    for (LiveFrame frame : behind) {
      Position at = frame.at();
      if (topic.equals(frame.topic()) && at != null) {
        places.put(topic, new Position(at.epoch(), Math.max(0, frame.after())));
        return;
      }
    }
  }
}
