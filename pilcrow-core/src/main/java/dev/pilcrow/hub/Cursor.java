package dev.pilcrow.hub;

import dev.pilcrow.event.EncodedEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's place in a topic's log. It costs a pointer however far the reader is behind.
 *
 * <p>Not thread-safe by itself: exactly one writer at a time reads it, and hands over under its own
 * lock.
 */
public final class Cursor {
  private static final Read NOTHING = new Read(List.of(), false);
  private static final Read LAGGED = new Read(List.of(), true);

  private final String topic;
  private final TopicLog log;
  private final HubCounters counters;
  private final Outlet outlet;
  private final Runnable onEnd;

  /** Whether the other end has been in the topic before, and so expects nothing less than all. */
  private final boolean named;

  /** Whether the other end has yet to be told where it starts. */
  private boolean unannounced;

  /** Whether nothing has been read yet. */
  private boolean fresh = true;

  private String epoch;

  /** Written by the reader; others read it to see how far it has come. */
  private volatile long last;

  /**
   * A cursor after a place; without one its first read has a gap.
   *
   * @param named whether the place is one that the other end has named
   */
  Cursor(
      String topic,
      TopicLog log,
      HubCounters counters,
      Outlet outlet,
      @Nullable Position start,
      boolean named,
      Runnable onEnd) {
    this.topic = topic;
    this.log = log;
    this.counters = counters;
    this.outlet = outlet;
    this.onEnd = onEnd;
    this.named = named;
    this.unannounced = start != null && !named && outlet.keepsPlaces();
    this.epoch = start == null ? "" : start.epoch();
    this.last = start == null ? 0 : start.offset();
  }

  /** How many events there are up to this offset which it has not read. Any thread. */
  long behind(long head) {
    return Math.max(0, head - last);
  }

  /** Whether there are events that it has not read; cheaper than reading them. */
  public boolean hasMore() {
    return log.head() > last;
  }

  /** The topic's name. */
  public String topic() {
    return topic;
  }

  /**
   * What lies between the cursor and the head, moving the cursor past it. For an outlet that keeps
   * its places, {@code skip} and {@code resync} frames stand between the events where they belong.
   * Where much waits, patches that later ones replace are left out.
   *
   * @param maxBytes where to stop; the first event is returned even when it alone is larger
   */
  public Read poll(int maxBytes) {
    long before = last;
    TopicLog.Slice slice = log.read(epoch, last, maxBytes, outlet);
    epoch = slice.epoch();
    last = slice.last();
    boolean mends = outlet.mendsGaps() || (fresh && named);
    fresh = false;
    if (slice.lagged()) {
      unannounced = false;
      (mends ? counters.resynced : counters.lagged).increment();
      return mends ? new Read(List.of(mark("resync", last)), false) : LAGGED;
    }
    List<EncodedEvent> frames = slice.events();
    if (outlet.mendsGaps() && frames.size() >= Conflation.LAGGING) {
      frames = Conflation.apply(frames);
      counters.conflated.add(slice.events().size() - frames.size());
    }
    if (unannounced || (outlet.keepsPlaces() && frames.size() < last - before)) {
      frames = withSkips(frames, before, frames.size() < slice.events().size());
    }
    return frames.isEmpty() ? NOTHING : new Read(frames, false);
  }

  /**
   * The events, with frames that say so wherever some were not meant for this reader.
   *
   * @param conflated whether some have been left out: then events say what they follow
   */
  private List<EncodedEvent> withSkips(List<EncodedEvent> events, long before, boolean conflated) {
    var frames = new ArrayList<EncodedEvent>(events.size() + 2);
    if (unannounced) {
      unannounced = false;
      frames.add(mark("skip", before));
    }
    long reached = before;
    for (EncodedEvent event : events) {
      EncodedEvent.Stamp stamp = event.stamp();
      long offset = stamp == null ? reached + 1 : stamp.offset();
      boolean follows = offset == reached + 1;
      if (!follows && !conflated) {
        frames.add(mark("skip", offset - 1));
      }
      frames.add(follows || !conflated ? event : event.following(reached));
      reached = offset;
    }
    if (last > reached) {
      frames.add(mark("skip", last));
    }
    return frames;
  }

  private EncodedEvent mark(String type, long offset) {
    return EncodedEvent.control(type, "").at(new EncodedEvent.Stamp(topic, epoch, offset));
  }

  /**
   * The place after what was read last, or null before the first read after a place that the log
   * lacks.
   */
  public @Nullable Position position() {
    return epoch.isEmpty() ? null : new Position(epoch, last);
  }

  /** Ends the subscription, because the outlet has closed. Any thread; twice is harmless. */
  public void end() {
    onEnd.run();
  }

  /**
   * Events in log order.
   *
   * @param events possibly empty
   * @param lagged whether the log has dropped events this cursor had not read, or its epoch has
   *     changed, and the other end cannot mend that: the reader must start over
   */
  public record Read(List<EncodedEvent> events, boolean lagged) {}
}
