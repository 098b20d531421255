package dev.pilcrow.hub;

import dev.pilcrow.event.WsEvent;
import java.util.regex.Pattern;

/**
 * A named, ordered log of events that connections follow.
 *
 * <p>A handle: cheap, thread-safe, equal in effect to any other handle of the same name and hub.
 * The log keeps the newest events ({@link Hub.Limits}). A subscriber that falls behind it is told
 * so where its client can mend that, as Silcrow.js can by fetching its page anew; any other one is
 * closed with code 1013 and starts over when its client reconnects.
 */
public final class Topic {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9:_./-]{1,128}");

  private final Hub hub;
  private final String name;

  Topic(Hub hub, String name) {
    this.hub = hub;
    this.name = name;
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The name. */
  public String name() {
    return name;
  }

  /**
   * Appends an event and tells every subscriber. The event is encoded once; nothing waits for slow
   * readers. Every subscriber sees the events of a topic in the same order.
   *
   * @return the place right after the event
   * @throws IllegalArgumentException if the event's data cannot be written as JSON
   * @throws TopicLogException if the log is kept on another machine that cannot be reached
   */
  public TopicPosition publish(WsEvent event) {
    return place(hub.publish(name, event, null));
  }

  /** The same, but not for one subscriber, such as the one whose message this is. */
  public TopicPosition publish(WsEvent event, Outlet except) {
    return place(hub.publish(name, event, except));
  }

  /**
   * Subscribes a connection: from where its client goes on, after an interruption or with the place
   * its page came with, and else to what is published from now on. What it was sent before goes
   * first. A second subscription of the same connection returns the first one.
   */
  public Subscription subscribe(Outlet outlet) {
    return hub.subscribe(name, outlet, null);
  }

  /**
   * Subscribes a connection from a place in the log on, unless its client names one itself. Take
   * {@link #position()} before reading the data a first message shows, and nothing published in
   * between is missed. A place of another epoch or of the future, or one that is followed by events
   * that are no longer kept, counts as having fallen behind.
   *
   * @throws IllegalArgumentException if the place is in another topic
   */
  public Subscription subscribe(Outlet outlet, TopicPosition after) {
    if (!after.topic().equals(name)) {
      throw new IllegalArgumentException(
          "Expected a place in topic "
              + name
              + " but found one in "
              + after.topic()
              + ". Each topic has offsets of its own: use that topic's position().");
    }
    return subscribe(outlet, after.at());
  }

  /** The same, with a place that is known to be in this topic. */
  public Subscription subscribe(Outlet outlet, Position after) {
    return hub.subscribe(name, outlet, after);
  }

  /**
   * A place at or after every event whose publishing has returned. While a log on another machine
   * cannot be reached, an older place, from which nothing is missed either.
   */
  public TopicPosition position() {
    return place(hub.position(name));
  }

  private TopicPosition place(Position at) {
    return new TopicPosition(name, at);
  }

  /** How many connections follow the topic now. */
  public int subscribers() {
    return hub.subscribers(name);
  }

  @Override
  public String toString() {
    return "Topic[" + name + "]";
  }
}
