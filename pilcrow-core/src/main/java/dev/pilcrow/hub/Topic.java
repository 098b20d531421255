package dev.pilcrow.hub;

import dev.pilcrow.event.WsEvent;

/**
 * A named, ordered log of events that connections follow.
 *
 * <p>A handle: cheap, thread-safe, equal in effect to any other handle of the same name and hub.
 * The log keeps the newest events ({@link Hub.Limits}); a subscriber that falls behind it is closed
 * with code 1013 and starts over when its client reconnects.
 */
public final class Topic {
  private final Hub hub;
  private final String name;

  Topic(Hub hub, String name) {
    this.hub = hub;
    this.name = name;
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
  public Position publish(WsEvent event) {
    return hub.publish(name, event, null);
  }

  /** The same, but not for one subscriber, such as the one whose message this is. */
  public Position publish(WsEvent event, Outlet except) {
    return hub.publish(name, event, except);
  }

  /**
   * Subscribes a connection to what is published from now on. What it was sent before goes first. A
   * second subscription of the same connection returns the first one.
   */
  public Subscription subscribe(Outlet outlet) {
    return hub.subscribe(name, outlet, null);
  }

  /**
   * Subscribes a connection from a place in the log on. Take {@link #position()} before reading the
   * data a page or a first message shows, and nothing published in between is missed. A place of
   * another epoch or of the future, or one that is followed by events that are no longer kept,
   * counts as having fallen behind.
   */
  public Subscription subscribe(Outlet outlet, Position after) {
    return hub.subscribe(name, outlet, after);
  }

  /**
   * A place at or after every event whose publishing has returned. While a log on another machine
   * cannot be reached, an older place, from which nothing is missed either.
   */
  public Position position() {
    return hub.position(name);
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
