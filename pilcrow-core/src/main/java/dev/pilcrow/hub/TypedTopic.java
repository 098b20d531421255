package dev.pilcrow.hub;

import dev.pilcrow.channel.Wire;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.event.EncodedEvent;

/**
 * A named, ordered log of messages that connections of one typed channel follow.
 *
 * <p>A handle: cheap, thread-safe, equal in effect to any other handle of the same name, channel
 * and hub. A message is encoded once for each format that its readers speak. The log keeps the
 * newest messages ({@link Hub.Limits}); a subscriber that falls behind it is closed with code 1013.
 *
 * <p>A channel has no memory: who comes back starts with what is published from then on.
 */
public final class TypedTopic<T> {
  private final Hub hub;
  private final String name;
  private final WsChannel<?, T> channel;
  private final String key;

  TypedTopic(Hub hub, String name, WsChannel<?, T> channel) {
    this.hub = hub;
    this.name = name;
    this.channel = channel;
    // No name of a page's topic has an '@'. A route may have a quote, which JSON would escape.
    this.key = name + "@" + channel.route().path().replace("\"", "%22");
  }

  /** The name. */
  public String name() {
    return name;
  }

  /**
   * Appends a message and tells every subscriber; nothing waits for slow readers. Every subscriber
   * sees the messages of a topic in the same order.
   *
   * @throws IllegalArgumentException if the message cannot be encoded
   * @throws TopicLogException if the log is kept on another machine that cannot be reached
   */
  public void publish(T message) {
    hub.publish(key, StoredMessage.of(message, channel.wire()), null);
  }

  /** The same, but not for one subscriber, such as the one whose message this is. */
  public void publish(T message, TypedOutlet<T> except) {
    hub.publish(key, StoredMessage.of(message, channel.wire()), except.outlet(channel));
  }

  /**
   * Subscribes a connection to what is published from now on. What it was sent before goes first. A
   * second subscription of the same connection returns the first one.
   *
   * @throws IllegalArgumentException if the connection is one of another channel
   */
  public Subscription subscribe(TypedOutlet<T> outlet) {
    return hub.subscribe(key, outlet.outlet(channel), null);
  }

  /** How many connections follow the topic now, on this machine. */
  public int subscribers() {
    return hub.subscribers(key);
  }

  /**
   * An event of such a topic's log as a connection writes it; for outlets. It is made once for each
   * format and shared.
   *
   * @param channel the topic's
   * @param wire the format of the connection, one of the channel's
   * @throws IllegalArgumentException if the event is no message of the channel
   */
  public static <T> EncodedEvent frame(
      EncodedEvent event, WsChannel<?, T> channel, Wire<?, T> wire) {
    return event.form(wire, () -> StoredMessage.frame(event, channel.wires(), wire));
  }

  @Override
  public String toString() {
    return "TypedTopic[" + name + " of " + channel + "]";
  }
}
