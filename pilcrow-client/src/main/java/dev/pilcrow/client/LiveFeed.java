package dev.pilcrow.client;

import dev.pilcrow.hub.Positions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes over the connections of a live page, taken one message at a time. A connection may
 * read on when its message has been taken and there is no gap.
 *
 * <p>Any thread may add; everything else happens on threads of the client, one after the other.
 */
final class LiveFeed {
  private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);
  private static final int ATTEMPTS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private final WsClient client;
  private final Serial events;
  private final LiveReader reader;
  private final Runnable onStale;
  private final Consumer<String> onHopeless;

  // Only on events.
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean mending;
  private int attempts;
  private boolean connected;

  /**
   * A feed.
   *
   * @param onStale told when what was fetched and what the connection brings do not meet: one of
   *     the two is of a server that is no more
   * @param onHopeless told why when a gap cannot be closed
   */
  LiveFeed(WsClient client, LiveReader reader, Runnable onStale, Consumer<String> onHopeless) {
    this.client = client;
    this.events = new Serial(client.pool());
    this.reader = reader;
    this.onStale = onStale;
    this.onHopeless = onHopeless;
  }

  /** Takes the frames of a message; then, and when there is no gap, runs {@code more}. */
  void add(String text, Consumer<LiveFrame> control, Runnable more) {
    events.execute(
        () -> {
          reader.take(LiveFrame.read(text), control);
          waiting.add(more);
          goOn();
        });
  }

  private void goOn() {
    if (!reader.hasGap()) {
      for (Runnable more = waiting.poll(); more != null; more = waiting.poll()) {
        more.run();
      }
    } else if (!mending) {
      mending = true;
      attempts = 0;
      mend();
    }
  }

  /** The server has greeted a connection. Mending has all its attempts from now on. */
  void greeted() {
    events.execute(
        () -> {
          connected = true;
          attempts = 0;
        });
  }

  /** A connection is gone; {@code connected} says whether there is another. */
  void lost(boolean connected) {
    events.execute(
        () -> {
          reader.lost();
          this.connected = connected;
        });
  }

  private void mend() {
    attempts++;
    String why = "events are missing again";
    try {
      reader.mend();
      if (reader.hasGap()) {
        onStale.run();
      }
    } catch (Exception e) {
      LOG.warn("A page could not be fetched anew, attempt {} of {}", attempts, ATTEMPTS, e);
      why = "its handler failed with " + e;
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
    if (!reader.hasGap()) {
      mending = false;
      goOn();
    } else if (attempts < ATTEMPTS || !connected) {
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, ATTEMPTS));
      client.after(pause, () -> events.execute(this::mend));
    } else {
      onHopeless.accept(why + ", " + ATTEMPTS + " times");
    }
  }

  /** Where it is in each topic. */
  Positions positions() {
    return reader.positions();
  }

  /** The parameter that names these places; of too many none is named, which resyncs them all. */
  String resume() {
    try {
      Positions places = reader.positions();
      return places.isEmpty() ? "" : "&silcrow-resume=" + places.encode();
    } catch (IllegalArgumentException e) {
      return "&silcrow-resume=too-many";
    }
  }
}
