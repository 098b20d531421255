package dev.pilcrow.hub;

import dev.pilcrow.channel.WsChannel;

/** Where a {@link TypedTopic} delivers: a connection of a typed channel. */
public interface TypedOutlet<T> {
  /**
   * The connection as an outlet for messages of this channel, always the same one.
   *
   * @throws IllegalArgumentException if the connection is one of another channel
   */
  Outlet outlet(WsChannel<?, T> channel);
}
