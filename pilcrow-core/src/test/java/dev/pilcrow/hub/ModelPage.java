package dev.pilcrow.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * A page and its client, which keeps to the client's rule to the letter: what it shows, where it is
 * in each topic, and a connection that may be cut. Used by one thread.
 */
final class ModelPage {
  /** A connection: what the server's writer has written and the client has not read. */
  private static final class Wire implements Outlet {
    private final Map<String, Position> resume;
    private final List<Cursor> cursors = new ArrayList<>();
    private final Deque<JsonNode> flying = new ArrayDeque<>();

    Wire(Map<String, Position> resume) {
      this.resume = new HashMap<>(resume);
    }

    @Override
    public void attach(Cursor cursor) {
      cursors.add(cursor);
    }

    @Override
    public void detach(Cursor cursor) {
      cursors.remove(cursor);
    }

    @Override
    public void wake() {}

    @Override
    public Resume resume(String topic) {
      Position at = resume.get(topic);
      return at == null ? Resume.NEW : Resume.from(at);
    }

    @Override
    public boolean keepsPlaces() {
      return true;
    }

    @Override
    public boolean mendsGaps() {
      return true;
    }

    void write(int maxBytes) {
      for (Cursor cursor : cursors) {
        Cursor.Read read = cursor.poll(maxBytes);
        assertThat(read.lagged()).isFalse();
        for (EncodedEvent frame : read.events()) {
          String text = StandardCharsets.UTF_8.decode(frame.stamped()).toString();
          flying.add(Json.mapper().readTree(text));
        }
      }
    }
  }

  /** What is shown, by topic: keys in the order in which they came, and their values. */
  final Map<String, Map<String, Integer>> shown = new HashMap<>();

  private final Map<String, Position> places = new HashMap<>();

  /** The frames of topics whose page is being fetched anew. */
  private final Map<String, List<JsonNode>> waiting = new LinkedHashMap<>();

  private Wire wire = new Wire(Map.of());
  int resyncs;

  /** Shows a page, as fetched: the data, and the places taken before it was read. */
  void show(Map<String, Position> taken, Map<String, Map<String, Integer>> data) {
    data.forEach((topic, values) -> shown.put(topic, new LinkedHashMap<>(values)));
    places.putAll(taken);
    Map<String, List<JsonNode>> rest = new LinkedHashMap<>(waiting);
    waiting.clear();
    rest.forEach((topic, frames) -> frames.forEach(this::take));
  }

  /** Whether something has to be fetched anew. */
  boolean needsPage() {
    return !waiting.isEmpty();
  }

  void connect(Hub hub, List<String> topics) {
    wire = new Wire(places);
    topics.forEach(topic -> hub.topic(topic).subscribe(wire));
  }

  /** Loses the connection and everything on its way; what was kept for later comes again. */
  void cut() {
    wire.flying.clear();
    waiting.values().forEach(List::clear);
    List.copyOf(wire.cursors).forEach(Cursor::end);
  }

  Outlet outlet() {
    return wire;
  }

  void write(int maxBytes) {
    wire.write(maxBytes);
  }

  /** Reads at most so many frames; returns whether there were any. */
  boolean read(int frames) {
    boolean any = false;
    for (int i = 0; i < frames && !wire.flying.isEmpty(); i++) {
      take(wire.flying.removeFirst());
      any = true;
    }
    return any;
  }

  private void take(JsonNode frame) {
    String topic = frame.get("topic").stringValue();
    Position at = Position.parse(frame.get("id").stringValue()).orElseThrow();
    String type = frame.get("type").stringValue();
    if (type.equals("resync")) {
      resyncs++;
      places.put(topic, at);
      waiting.put(topic, new ArrayList<>());
    } else if (waiting.containsKey(topic)) {
      waiting.get(topic).add(frame);
    } else if (type.equals("skip")) {
      places.merge(topic, at, (known, next) -> isOld(known, next) ? known : next);
    } else {
      apply(topic, at, frame);
    }
  }

  private static boolean isOld(Position known, Position next) {
    return known.epoch().equals(next.epoch()) && next.offset() <= known.offset();
  }

  private void apply(String topic, Position at, JsonNode frame) {
    Position known = Objects.requireNonNull(places.get(topic), topic);
    if (isOld(known, at)) {
      return;
    }
    long after = frame.path("after").asLong(at.offset() - 1);
    assertThat(at.epoch()).as("an epoch nobody has announced").isEqualTo(known.epoch());
    assertThat(after)
        .as("a hole before %s after %s", frame, known)
        .isLessThanOrEqualTo(known.offset());
    places.put(topic, at);
    applyOwn(topic, frame.get("data"));
  }

  /** Shows what the page itself has done, of which the server does not tell it. */
  void applyOwn(String topic, JsonNode data) {
    Map<String, Integer> values = Objects.requireNonNull(shown.get(topic), topic);
    data.properties().forEach(change -> values.put(change.getKey(), change.getValue().intValue()));
  }

  Map<String, Position> places() {
    return places;
  }
}
